/** Durations as Google writes them: `"1.500s"`, or an object of seconds and nanoseconds. */
import { z } from 'zod';
import { numeric, optionalNumber } from '../schema.js';

/** In milliseconds; null where the field is missing. Protocol buffers leave out what is 0 within an object. */
export const optionalDuration = z
  .union(
    [
      z
        .string()
        .regex(/^-?\d+(?:\.\d+)?s$/)
        .transform((value) => Number(value.slice(0, -1)) * 1000),
      z
        .object({ seconds: optionalNumber, nanos: optionalNumber })
        .transform(({ seconds, nanos }) => (seconds ?? 0) * 1000 + (nanos ?? 0) / 1e6),
      numeric.transform((value) => value * 1000),
    ],
    { error: 'a duration such as "1.5s"' },
  )
  .nullish()
  .transform((value) => value ?? null);
