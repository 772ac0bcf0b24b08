/**
 * Damage to transcripts, by structure and by bytes, the same for the same seed. A JSON sample is changed where its values
 * stand, so that the damage gets past the parser; a text sample by its lines; and any sample by its bytes.
 */
import type { Random } from '../random.js';

export interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Damaged {
  readonly bytes: Buffer;
  /** What was done, for the report of a failure. */
  readonly how: string;
}

/** A sample with a few damages of one kind. */
export function damaged(sample: Sample, samples: readonly Sample[], random: Random): Damaged {
  const kind = random.next();
  const document = kind < 0.6 ? jsonOf(sample) : undefined;
  if (document !== undefined) {
    const { value, how } = damagedDocument(document, random);
    return { bytes: Buffer.from(JSON.stringify(value ?? null)), how };
  }
  return kind < 0.8 ? damagedLines(sample, samples, random) : damagedBytes(sample, samples, random);
}

/** The document of a JSON sample; undefined for others. */
export function jsonOf({ bytes }: Sample): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

export function damagedDocument(document: unknown, random: Random): { readonly value: unknown; readonly how: string } {
  let value = structuredClone(document);
  const done: string[] = [];
  for (let count = random.whole(1, 4); count > 0; count--) {
    const root = { value };
    const places = placesOf(root);
    const place = random.pick(places);
    const [name, damage] = random.pick(DAMAGES);
    damage(place, random, places);
    value = root.value;
    done.push(`${name} at ${String(place.key)}`);
  }
  return { value, how: done.join(', ') };
}

interface Place {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

/** Above this, places are taken from the beginning and the end of lists alone. */
const SHOWN_ITEMS = 6;

function placesOf(root: { readonly value: unknown }): readonly Place[] {
  const places: Place[] = [];
  const visit = (holder: Place['holder'], key: string | number, depth: number): void => {
    places.push({ holder, key });
    const value = (holder as Record<string | number, unknown>)[key];
    if (depth > 12 || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      value.forEach((_, index) => {
        if (index < SHOWN_ITEMS || index === value.length - 1) visit(value, index, depth + 1);
      });
    } else for (const name of Object.keys(value)) visit(value as Record<string, unknown>, name, depth + 1);
  };
  visit(root as Record<string, unknown>, 'value', 0);
  return places;
}

function put({ holder, key }: Place, value: unknown): void {
  (holder as Record<string | number, unknown>)[key] = value;
}

function get({ holder, key }: Place): unknown {
  return (holder as Record<string | number, unknown>)[key];
}

const ODD_VALUES: readonly unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1e15,
  -1e300,
  0.5,
  true,
  [],
  {},
  [[]],
  [null],
  '\ud800',
  '\u0000',
  'NaN',
  '1e999',
  '-5',
  'PT1H',
  '9999999999999s',
  '2026-02-30T25:00:00Z',
  '[noise]',
  '<|HAPPY|>',
  '{"st":',
  '[{}]',
  '\u202e\u2028',
  '__proto__',
];

type Damage = (place: Place, random: Random, places: readonly Place[]) => void;

const DAMAGES: readonly (readonly [name: string, damage: Damage])[] = [
  ['odd value', (place, random) => put(place, random.pick(ODD_VALUES))],
  ['odd value', (place, random) => put(place, random.pick(ODD_VALUES))],
  [
    'removal',
    ({ holder, key }) => {
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
    },
  ],
  ['value from elsewhere', (place, random, places) => put(place, structuredClone(get(random.pick(places))))],
  [
    'another unit or sign',
    (place, random) => {
      const value = Number(get(place));
      const changed = value * random.pick([1000, 0.001, -1, 1e9]);
      if (Number.isFinite(changed)) put(place, typeof get(place) === 'string' ? String(changed) : changed);
    },
  ],
  [
    'text for number',
    (place) => {
      const value = get(place);
      put(place, typeof value === 'number' ? String(value) : typeof value === 'string' ? Number(value) : value);
    },
  ],
  [
    'doubled items',
    (place) => {
      const value = get(place);
      if (Array.isArray(value)) put(place, [...value, ...structuredClone(value)]);
    },
  ],
  [
    'reversed items',
    (place) => {
      const value = get(place);
      if (Array.isArray(value)) value.reverse();
    },
  ],
  ['wrapped in a list', (place) => put(place, [get(place)])],
  ['packed as text', (place) => put(place, JSON.stringify(get(place)))],
  ['long text', (place, random) => put(place, random.pick(['a', '\u55ef', '[', '<v ', '1:']).repeat(20_000))],
  [
    'nested deep',
    (place) => {
      let value: unknown = get(place);
      for (let depth = 0; depth < 90; depth++) value = [value];
      put(place, value);
    },
  ],
];

const LINE_ODDITIES: readonly string[] = [
  '',
  '-->',
  '00:00:05.000 --> 00:00:01.000',
  '00:00:01,000 --> 99:99:99,999',
  'WEBVTT',
  'NOTE',
  '<v Agent>',
  '1',
  '# other',
  '=== other ===',
  '"',
  ',,,,,',
  'Agent: hi',
  '[00:01]',
  '\u0000',
];

function damagedLines(sample: Sample, samples: readonly Sample[], random: Random): Damaged {
  const lines = sample.bytes.toString('utf8').split('\n');
  const done: string[] = [];
  for (let count = random.whole(1, 5); count > 0; count--) {
    const at = random.whole(0, lines.length - 1);
    const choice = random.whole(0, 5);
    if (choice === 0) lines.splice(at, random.whole(1, 3));
    else if (choice === 1) lines.splice(at, 0, random.pick(LINE_ODDITIES));
    else if (choice === 2) lines.splice(at, 0, ...lines.slice(at, at + random.whole(1, 20)));
    else if (choice === 3) lines.splice(at, 0, ...random.pick(samples).bytes.toString('utf8').split('\n').slice(0, 8));
    else if (choice === 4) lines[at] = (lines[at] ?? '').replace(/\d/g, () => String(random.whole(0, 9)));
    else lines[at] = (lines[at] ?? '').slice(0, random.whole(0, 40));
    if (lines.length === 0) lines.push('');
    done.push(`line damage ${choice} at ${at}`);
  }
  return { bytes: Buffer.from(lines.join('\n')), how: done.join(', ') };
}

function damagedBytes(sample: Sample, samples: readonly Sample[], random: Random): Damaged {
  let bytes = Buffer.from(sample.bytes);
  const done: string[] = [];
  for (let count = random.whole(1, 4); count > 0; count--) {
    const at = random.whole(0, bytes.length);
    const choice = random.whole(0, 4);
    const length = random.whole(1, 40);
    if (choice === 0 && bytes.length > 0) bytes[Math.min(at, bytes.length - 1)]! ^= 1 << random.whole(0, 7);
    else if (choice === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    else if (choice === 2) bytes = bytes.subarray(0, at);
    else if (choice === 3) {
      const other = random.pick(samples).bytes;
      const from = random.whole(0, other.length);
      bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + length * 20), bytes.subarray(at)]);
    } else {
      const noise = Buffer.from(Array.from({ length }, () => random.whole(0, 255)));
      bytes = Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
    }
    done.push(`byte damage ${choice} at ${at}`);
  }
  return { bytes, how: done.join(', ') };
}
