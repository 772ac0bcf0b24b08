import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { personalMasker, readPersonal } from '../../src/config/personal.js';
import { readPersonalKey } from '../../src/config/personal-key.js';
import { readPersonalPatterns } from '../../src/config/personal-patterns.js';
import { readPersonalWords } from '../../src/config/personal-words.js';
import { readModel } from '../../src/config/text-files.js';
import { runCli } from '../cli/run-cli.js';
import { MODELS_FOLDER } from '../default-masker.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-words-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sentencesOf = (read: () => unknown): readonly string[] => {
  try {
    read();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
};

describe('the words', () => {
  const file = readModel(MODELS_FOLDER, 'personal', 'zh.yaml');
  const changed = (from: string, to: string) => {
    expect(file.text).toContain(from);
    return sentencesOf(() => readPersonalWords([{ ...file, text: file.text.replace(from, to) }]));
  };

  it('are whole', () => {
    expect(sentencesOf(() => readPersonalWords([file]))).toEqual([]);
  });

  it.each([
    ['an unknown key', 'repeats: [个]', 'repeat: [个]', /zh\.yaml:\d+ .*"repeat"/],
    ['a digit of two figures', '零: 0,', '零: 10,', /zh\.yaml:\d+ "digits\.零"/],
    ['a word of two characters for a digit', '零: 0,', '零零: 0,', /zh\.yaml:\d+ "零零" must be one character/],
    ['a word that folding changes', 'qq, 微信号', 'QQ, 微信号', /zh\.yaml:\d+ "QQ" must be written "qq"/],
    ['no YAML', 'repeats: [个]', 'repeats: [个', /zh\.yaml:\d+ is not valid YAML/],
  ])('%s is told with its line', (_, from, to, sentence) => {
    const sentences = changed(from, to);
    expect(sentences.length).toBeGreaterThan(0);
    expect(
      sentences.some((each) => sentence.test(each)),
      sentences.join('\n'),
    ).toBe(true);
  });
});

const patterns = (...lines: readonly string[]) => ({
  path: 'own.yaml',
  text: ['schemaVersion: 1', 'patterns:', ...lines].join('\n'),
});

describe('patterns of the user', () => {
  it('are masked like everything else', async () => {
    const path = join(folder, 'own.yaml');
    await writeFile(path, patterns("  - {id: member, pattern: 'VIP[0-9]{4}', ignoreCase: true}").text);
    const masker = personalMasker(readPersonal(MODELS_FOLDER, { mode: { kind: 'mask' }, patternsFile: path }));
    expect(masker.text('会员vip1234和VIP12')).toBe('会员*******和VIP12');
  });

  it.each([
    ['a broken pattern', ["  - {id: a, pattern: '[0-9'}"], /^own\.yaml:3 a: the pattern is not valid: .*/],
    ['a look-ahead', ["  - {id: a, pattern: '(?=x)y'}"], /^own\.yaml:3 a: the pattern is not valid: .*Look-around/],
    ['a pattern of nothing', ["  - {id: a, pattern: 'x*'}"], /^own\.yaml:3 a: the pattern also fits an empty text/],
    ['an id twice', ['  - {id: a, pattern: x}', '  - {id: a, pattern: y}'], /^own\.yaml:4 the id "a" stands twice/],
    ['a wrong id', ['  - {id: Abc, pattern: x}'], /^own\.yaml:3 "patterns\.0\.id"/],
    ['no pattern', ['  - {id: a}'], /^own\.yaml:3 "patterns\.0\.pattern"/],
    ['an unknown key', ['  - {id: a, pattern: x, mask: y}'], /^own\.yaml:3 unknown key "mask"/],
    ['no list', ['  x: y'], /^own\.yaml:3 "patterns"/],
  ])('%s is one sentence with file and line', (_, lines, sentence) => {
    const sentences = sentencesOf(() => readPersonalPatterns(patterns(...lines)));
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(sentence);
  });

  it('cannot hold up a night', () => {
    const [pattern] = readPersonalPatterns(patterns("  - {id: slow, pattern: '(a+)+b'}"));
    const start = performance.now();
    expect(pattern!.spansOf('a'.repeat(5_000))).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('the key', () => {
  it('is made once, for its owner alone', async () => {
    const path = join(folder, 'key');
    const made = readPersonalKey(path);
    expect(made.isNew).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    expect(readPersonalKey(path)).toEqual({ key: made.key, isNew: false });
  });

  it.each([
    ['open to others', 'x'.repeat(64), 0o644, /can be read by others: run chmod 600/],
    ['short', 'secret', 0o600, /is shorter than 32 characters/],
  ])('%s is refused', async (_, text, mode, sentence) => {
    const path = join(folder, 'key');
    await writeFile(path, text);
    await chmod(path, mode);
    expect(sentencesOf(() => readPersonalKey(path))[0]).toMatch(sentence);
  });

  it('in a folder that is not there cannot be made', () => {
    expect(sentencesOf(() => readPersonalKey(join(folder, 'none', 'key')))[0]).toMatch(
      /cannot be written: its folder does not exist/,
    );
  });
});

describe('the command line', () => {
  it.each([
    ['tokens without a key', ['--pii', 'hash'], /--pii hash needs a secret key.*--pii-key FILE/],
    ['a key without tokens', ['--pii-key', 'k'], /--pii-key is the key of tokens: write --pii hash/],
    ['patterns that nothing masks', ['--pii', 'keep', '--pii-patterns', 'p'], /--pii keep masks nothing/],
    ['an unknown way', ['--pii', 'blur'], /Allowed choices are mask, hash, keep/],
    ['patterns that are not there', ['--pii-patterns', 'none.yaml'], /none\.yaml cannot be read/],
  ])('%s ends with 2 and a sentence', async (_, flags, sentence) => {
    const { code, stderr } = await runCli(['score', 'fixtures/calls', '--out', join(folder, 'out'), ...flags]);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
  });

  it('masks what it says of a missing input', async () => {
    const { stderr } = await runCli(['score', 'calls-of-13800001234.json', '--out', join(folder, 'out')]);
    expect(stderr).toContain('138****1234');
    expect(stderr).not.toContain('13800001234');
  });

  it('tells of a new key, and not of its content', async () => {
    const path = join(folder, 'key');
    const { stderr } = await runCli(['explain', 'fixtures/calls', '--pii', 'hash', '--pii-key', path]);
    expect(stderr).toContain(`A new key was written to ${path}`);
    expect(stderr).not.toContain((await readFile(path, 'utf8')).trim());
  });
});
