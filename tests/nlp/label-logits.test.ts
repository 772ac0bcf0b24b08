import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type LocalModel, openModel } from '../../src/nlp/model.js';
import type { ModelConfig } from '../../src/nlp/model-settings.js';
import { labelLogits, type ReadTurn, turnNetworkOf } from '../../src/nlp/turn-network.js';

const FOLDER = 'models/encoder/turn-labels/zh/network';
const reference = JSON.parse(
  readFileSync(new URL('./turn-network-reference.json', import.meta.url), 'utf8'),
) as readonly { readonly text: string; readonly logits: readonly number[] }[];

/** int8 against fp32, in log odds. */
const MEAN_DIFFERENCE = 0.15;
const LARGEST_DIFFERENCE = 2;

/** A network whose tokens are characters and whose logits are made of the tokens of a window. */
function fakeModel(labels: readonly string[], of: (ids: readonly number[]) => readonly number[]): LocalModel {
  const settings = { folded: true, staticScales: true } as ModelConfig['settings'];
  return {
    config: { settings, labels, isMultiLabel: true, positions: null, padId: 0 },
    size: { maxTokens: 8, specialTokens: 2 },
    tokenize: (text) => [...text].map((character) => character.codePointAt(0)!),
    logits: async ({ windows }) => new Float32Array(windows.flatMap(({ ids }) => of(ids))),
    dispose: async () => {},
  };
}

const turn = (speaker: ReadTurn['speaker'], ...logits: readonly number[]): ReadTurn => ({
  speaker,
  network: logits.length === 0 ? null : new Float32Array(logits),
});

describe('the log odds of a turn', () => {
  it.each<[string, readonly ReadTurn[], readonly (readonly number[] | null)[]]>([
    ['a turn alone', [turn('caller', 1, 10, 100)], [[1]]],
    ['its neighbours', [turn('agent', 1, 10, 100), turn('caller', 2, 20, 200)], [[201], [12]]],
    [
      'an announcement between two turns',
      [turn('agent', 1, 10, 100), turn('system', 5, 50, 500), turn('caller', 2, 20, 200)],
      [[201], null, [12]],
    ],
    ['a turn that was not read', [turn('agent', 1, 10, 100), turn('caller')], [[1], null]],
    ['no turns', [], []],
  ])('of %s', (_, turns, sums) => {
    expect(labelLogits(turns, 1).map((each) => (each === null ? null : [...each]))).toEqual(sums);
  });
});

describe('a network of turn labels', () => {
  it.each([
    [['apology', '<apology']],
    [['apology', '>apology', '<apology']],
    [['apology', 'thanks', '<apology', '<thanks', '>apology']],
    [['negative', 'neutral', 'positive', 'abuse']],
  ])('is refused with the outputs %j', (outputs) => {
    expect(() => turnNetworkOf(fakeModel(outputs, () => []))).toThrow(/each label at three places/);
  });

  it('reads a long turn in parts: the most of its own, the end before the next turn, the beginning after the last', async () => {
    const outputs = ['apology', '<apology', '>apology'];
    const network = turnNetworkOf(fakeModel(outputs, (ids) => [Math.max(...ids), ids.at(-1)!, ids[0]!]));
    const [short, long, silent] = await network.read(['cab', 'bad,zoo,cab', '']);
    const code = (character: string) => character.codePointAt(0)!;
    expect([...short!]).toEqual([code('c'), code('b'), code('c')]);
    expect([...long!]).toEqual([code('z'), code('b'), code('b')]);
    expect([...silent!]).toEqual([0, 0, 0]);
    await network.dispose();
  });

  it('agrees with the recorded fp32 log odds of 200 turns', async () => {
    expect(reference).toHaveLength(200);
    const network = turnNetworkOf(await openModel(FOLDER));
    const read = await network.read(reference.map(({ text }) => text));
    const differences = reference.flatMap(({ logits }, row) =>
      logits.map((value, column) => Math.abs(value - read[row]![column]!)),
    );
    expect(differences.reduce((sum, each) => sum + each, 0) / differences.length).toBeLessThan(MEAN_DIFFERENCE);
    expect(Math.max(...differences)).toBeLessThan(LARGEST_DIFFERENCE);
    await network.dispose();
  });
});
