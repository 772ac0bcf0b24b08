/** Times as Azure writes them: ticks of 100 nanoseconds, milliseconds in newer versions, or ISO 8601 ("PT1.59S"). */
import { z } from 'zod';
import { optionalNumber } from '../schema.js';

const TICKS_PER_MS = 10_000;

/** In milliseconds; null where the field is missing. */
export const optionalIsoDuration = z
  .string()
  .regex(/^PT(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?$/)
  .transform((value) => {
    const [, hours, minutes, seconds] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(value) ?? [];
    return ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000;
  })
  .nullish()
  .transform((value) => value ?? null);

export const spanFields = {
  offset: optionalIsoDuration,
  duration: optionalIsoDuration,
  offsetInTicks: optionalNumber,
  durationInTicks: optionalNumber,
  offsetMilliseconds: optionalNumber,
  durationMilliseconds: optionalNumber,
};

type Span = z.infer<z.ZodObject<typeof spanFields>>;

export function spanOf(span: Span): { readonly startMs: number | null; readonly endMs: number | null } {
  const startMs = span.offsetMilliseconds ?? msOf(span.offsetInTicks) ?? span.offset;
  const lengthMs = lengthOf(span);
  return { startMs, endMs: startMs === null || lengthMs === null ? null : startMs + lengthMs };
}

export function lengthOf(span: Pick<Span, 'duration' | 'durationInTicks' | 'durationMilliseconds'>): number | null {
  return span.durationMilliseconds ?? msOf(span.durationInTicks) ?? span.duration;
}

export function msOf(ticks: number | null): number | null {
  return ticks === null ? null : ticks / TICKS_PER_MS;
}
