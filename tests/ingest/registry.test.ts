/** The registry, its samples and the README say the same. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectKind } from '../../src/ingest/detect.js';
import { FORMATS, JSON_FORMATS, TEXT_FORMATS } from '../../src/ingest/formats/index.js';
import { canonicalOf, formatById } from '../../src/ingest/index.js';
import { take, vocabulary } from './helpers.js';

const FOLDER = 'fixtures/formats';
/** Samples beside the one that a format names: other shapes of the same format. */
const MORE_SAMPLES: Readonly<Record<string, readonly string[]>> = {
  'amazon-contact-lens': ['amazon-contact-lens-chat.json'],
  'google-ccai': ['google-ccai-export.json'],
  whisper: ['whisper-cpp.json'],
  'iflytek-lfasr': ['iflytek-lfasr-v2.json'],
  vcon: ['vcon-text.json'],
};
const samplesOf = (id: string, sample: string) => [sample, ...(MORE_SAMPLES[id] ?? [])];

const FOREIGN = FORMATS.filter(({ id }) => !['canonical', 'csv-turns', 'script'].includes(id)).flatMap((format) =>
  samplesOf(format.id, format.sample).map((sample) => ({ id: format.id, sample })),
);

describe('formats', () => {
  it('have ids of their own, and every text format is looked for', () => {
    expect(new Set(FORMATS.map(({ id }) => id)).size).toBe(FORMATS.length);
    expect(new Set(TEXT_FORMATS)).toEqual(new Set(FORMATS.filter(({ kind }) => kind === 'text')));
    expect(formatById('deepgrm')).toBe('There is no format "deepgrm": did you mean "deepgram"?');
    expect(formatById('vtt')).toBe('There is no format "vtt": did you mean "webvtt"?');
    expect(formatById('CSV')).toBe('There is no format "CSV": did you mean "csv-turns" or "csv-calls"?');
    expect(formatById('txt')).toMatch(/^There is no format "txt": known are canonical, .*, vcon\.$/);
  });

  it.each(FORMATS)('$id: has a sample', ({ sample }) => {
    expect(existsSync(join(FOLDER, sample))).toBe(true);
  });

  it.each(
    FORMATS.filter(({ kind }) => kind === 'json').flatMap(({ id, sample }) =>
      samplesOf(id, sample).map((name) => ({ id, name })),
    ),
  )('$name: is recognised as $id by no other format', ({ id, name }) => {
    const document: unknown = JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
    const documents = [document, ...(Array.isArray(document) ? document : [])];
    const known = new Set(
      documents.flatMap((one) => JSON_FORMATS.filter((format) => format.recognise(one)).map((format) => format.id)),
    );
    expect([...known]).toEqual([id]);
  });

  it.each(FORMATS.filter(({ kind }) => kind === 'text'))(
    '$id: its sample is recognised by its content',
    ({ id, sample }) => {
      const lines = readFileSync(join(FOLDER, sample), 'utf8')
        .split('\n')
        .map((text, index) => ({ number: index + 1, text, fault: null }));
      const kind = detectKind(lines, '', true, vocabulary);
      expect(typeof kind === 'object' && 'id' in kind ? kind.id : kind).toBe(id);
    },
  );

  it('recognise nothing in a value that is no document', () => {
    for (const value of [null, undefined, 5, 'text', true, [], {}, [[]], [null], { results: null }, { result: [] }]) {
      expect(JSON_FORMATS.filter((format) => format.recognise(value)).map(({ id }) => id)).toEqual([]);
    }
  });

  it.each(FOREIGN)('$sample: converted', async ({ id, sample }) => {
    const { calls, rejects } = await take([join(FOLDER, sample)]);
    expect(rejects).toEqual([]);
    for (const call of calls) {
      // A cell may hold canonical JSON.
      if (call.conversion !== undefined) expect(call.conversion.format).toBe(id);
    }
    const lines = calls.map((call) => `${JSON.stringify(canonicalOf(call))}\n`).join('');
    await expect(lines).toMatchFileSnapshot(`golden/${sample}.jsonl`);
  });

  it.each(FOREIGN)('$sample: read with --format, and refused as another', async ({ id, sample }) => {
    const format = formatById(id);
    if (typeof format === 'string') throw new Error(format);
    const path = join(FOLDER, sample);
    expect((await take([path], { format })).calls).toEqual((await take([path])).calls);
    const other = FORMATS.find((one) => one.id === (format.kind === 'json' ? 'webvtt' : 'deepgram'))!;
    const wrong = await take([path], { format: other });
    expect(wrong.calls).toEqual([]);
    expect(wrong.rejects.length).toBeGreaterThan(0);
  });

  it('each have a file that names their documentation and their units', () => {
    for (const name of readdirSync('src/ingest/formats')) {
      const text = readFileSync(join('src/ingest/formats', name), 'utf8');
      expect(text.startsWith('/**'), name).toBe(true);
    }
    for (const { id, documentation } of FORMATS) {
      if (documentation === null) continue;
      const text = readFileSync(join('src/ingest/formats', `${id}.ts`), 'utf8');
      const header = text.slice(0, text.indexOf('*/'));
      expect(header, id).toMatch(/https:\/\//);
      expect(header, id).toMatch(/[Tt]imes|dates|Milliseconds|seconds|clocks/);
    }
  });

  it('stand in the README as the registry has them', () => {
    const readme = readFileSync('README.md', 'utf8');
    const rows = FORMATS.map(
      ({ id, name, status, recognisedBy, keeps, sample }) =>
        `| \`${id}\` | ${name}${status === 'experimental' ? ' *(experimental)*' : ''} | ${recognisedBy} | ${keeps} | [\`${sample}\`](fixtures/formats/${sample}) |`,
    );
    const table = [
      '| id | format | recognised by | kept beside speakers and words | sample |',
      '|---|---|---|---|---|',
      ...rows,
    ].join('\n');
    if (!readme.includes(table)) expect(`${table}\n`).toBe('the table of formats in the README');
  });
});
