/** Imports run one way, and some packages are imported in one room only. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

/** Rooms that a room may import from, beside itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  text: ['domain'],
  config: ['domain', 'text'],
  nlp: ['domain', 'text'],
  ingest: ['domain', 'text', 'config', 'nlp'],
  stages: ['domain', 'text', 'config', 'nlp'],
  rules: ['domain', 'text', 'config', 'nlp', 'stages'],
  harassment: ['domain', 'text', 'config', 'nlp', 'stages', 'rules'],
  scoring: ['domain', 'text', 'config', 'nlp', 'stages', 'rules', 'harassment'],
  reports: ['domain', 'text', 'config', 'scoring'],
  batch: ['domain', 'text', 'config', 'nlp', 'ingest', 'scoring', 'reports'],
  evaluation: ['domain', 'text', 'config', 'scoring', 'reports'],
  cli: [
    'domain',
    'text',
    'config',
    'nlp',
    'ingest',
    'stages',
    'rules',
    'harassment',
    'scoring',
    'batch',
    'reports',
    'evaluation',
  ],
};
const FILE_ROOMS = ['cli', 'ingest', 'config', 'batch', 'reports', 'nlp', 'evaluation'];

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
}

const roomOf = (path: string) => relative(SRC, path).split('/')[0]!;

const imports: readonly Import[] = sources(SRC).flatMap((path) =>
  [...readFileSync(path, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => ({
    file: relative(SRC, path),
    room: roomOf(path),
    target: match[1]!.startsWith('.') ? `src:${roomOf(resolve(dirname(path), match[1]!))}` : match[1]!,
  })),
);

describe('imports', () => {
  it('run one way between the rooms', () => {
    const wrong = imports.filter(({ room, target }) => {
      if (!target.startsWith('src:')) return false;
      const to = target.slice('src:'.length);
      return to !== room && !(MAY_IMPORT[room] ?? []).includes(to);
    });
    expect(wrong).toEqual([]);
  });

  it('know every room', () => {
    expect([...new Set(sources(SRC).map(roomOf))].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  it('never take the root of natural, which loads database drivers and prints', () => {
    expect(imports.filter(({ target }) => target === 'natural')).toEqual([]);
  });

  it('take the model packages in nlp alone', () => {
    const model = (target: string) => /^@xenova|^@huggingface|^onnxruntime/.test(target);
    expect(imports.filter(({ room, target }) => model(target) && room !== 'nlp')).toEqual([]);
  });

  it('touch files only where files are read and written', () => {
    const wrong = imports.filter(({ room, target }) => /^node:fs/.test(target) && !FILE_ROOMS.includes(room));
    expect(wrong).toEqual([]);
  });
});

describe('sources', () => {
  it('hold no Chinese outside comments: phrases are in lexicons, wording in message catalogues', () => {
    const found = sources(SRC).flatMap((path) =>
      readFileSync(path, 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .split('\n')
        .filter((line) => /[\u4e00-\u9fff]/.test(line.replace(/\/\/.*$/, '')))
        .map((line) => `${relative(SRC, path)}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});
