import { describe, expect, it } from 'vitest';
import { nodeAt, plainValue, readYaml } from '../../src/config/yaml-file.js';

const file = (text: string) => ({ path: 'a.yaml', text });

describe('YAML with lines', () => {
  const { root } = readYaml(
    file('# a comment\nrules:\n  - id: X-1\n    points: 0.80\n    find: {is: [a, b],\n           times: 2..}\n'),
  );
  it('gives plain values', () => {
    expect(plainValue(root)).toEqual({ rules: [{ id: 'X-1', points: 0.8, find: { is: ['a', 'b'], times: '2..' } }] });
  });
  it('remembers where each stands, and how it was written', () => {
    expect(nodeAt(root, ['rules', 0, 'find', 'times'])).toMatchObject({ kind: 'scalar', text: '2..', line: 6 });
    expect(nodeAt(root, ['rules', 0, 'points'])).toMatchObject({ value: 0.8, text: '0.80', line: 4 });
    expect(nodeAt(root, ['rules', 0, 'missing', 'deeper'])).toMatchObject({ kind: 'map', line: 3 });
  });
  it('reads an empty file as nothing', () => {
    expect(plainValue(readYaml(file('')).root)).toBeNull();
    expect(plainValue(readYaml(file('a:\nb: ~')).root)).toEqual({ a: null, b: null });
  });
  it('refuses keys that are no words', () => {
    expect(() => readYaml(file('? [a, b]\n: c'))).toThrow('a.yaml:1 a key must be one word.');
  });
});
