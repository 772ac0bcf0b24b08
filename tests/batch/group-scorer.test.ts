import { describe, expect, it } from 'vitest';
import { groupScorer } from '../../src/batch/group-scorer.js';
import type { Call } from '../../src/domain/call.js';
import type { Encoder, TurnProbabilities, TurnText } from '../../src/nlp/encoder.js';
import { NO_TURN_LABELS } from '../../src/nlp/turn-labels.js';
import type { ScoredCall, Scorer } from '../../src/scoring/scorer.js';
import { type StoredCall, turnsOf, verdictOf } from '../../src/scoring/stored-call.js';
import { call } from './sample-call.js';

const INFO = {
  id: 'small',
  version: '1',
  sentimentThresholds: { negative: 0.5, positive: 0.5 },
  abuseThreshold: 0.5,
  reads: true,
  turnLabels: NO_TURN_LABELS,
};

/** Its probability of abuse is the length of the text, so that a mix-up shows. */
class FakeEncoder implements Encoder {
  readonly labels = [];
  readonly reads: (readonly string[])[] = [];

  async read(calls: readonly (readonly TurnText[])[]): Promise<readonly (readonly TurnProbabilities[])[]> {
    this.reads.push(calls.flat().map(({ text }) => text));
    const felt = ({ text }: TurnText): TurnProbabilities => ({
      sentiment: { negative: 0, neutral: 1, positive: 0 },
      abuse: text.length,
    });
    return calls.map((turns) => turns.map(felt));
  }

  infoOf() {
    return INFO;
  }

  async dispose(): Promise<void> {}
}

const SECRET = 'words of the call';

/** Gives back the probabilities it was handed; throws for a call named `bad`. */
const SCORER = {
  rubric: { id: 'r' },
  modelTexts: ({ turns }: Call) => turns.map(({ speaker, text }) => ({ language: 'zh', speaker, text })),
  score(each: Call, probabilities: readonly TurnProbabilities[] | null): ScoredCall {
    if (each.callId === 'bad') throw new TypeError(SECRET);
    const result = { callId: each.callId, abuse: probabilities?.map((turn) => turn.abuse) ?? null, findings: [] };
    return { result, turns: each.turns.map(({ index }) => ({ turn: index })) } as unknown as ScoredCall;
  },
} as unknown as Scorer;

const resultsOf = (scored: readonly StoredCall[]) => scored.map((stored) => verdictOf(stored));

describe('groupScorer', () => {
  it('reads the turns of the whole group at once and hands every call its own', async () => {
    const encoder = new FakeEncoder();
    const english = call('c-2', 2, { language: 'en' });
    const outcome = await groupScorer(SCORER, encoder).score([call('c-1', 2), english, call('c-3', 11)]);
    expect(encoder.reads.map((texts) => texts.length)).toEqual([15]);
    expect(resultsOf(outcome.scored)).toEqual([
      { callId: 'c-1', abuse: [3, 3] },
      { callId: 'c-2', abuse: [3, 3] },
      { callId: 'c-3', abuse: [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4] },
    ]);
    expect(outcome.model).toBe('small 1');
    expect(turnsOf(outcome.scored[0]!)).toEqual([{ turn: 0 }, { turn: 1 }]);
  });

  it('gives a failing call its own cause, without its message, and scores the others', async () => {
    const outcome = await groupScorer(SCORER, null).score([call('c-1'), call('bad'), call('c-3')]);
    expect(resultsOf(outcome.scored).map(({ callId }) => callId)).toEqual(['c-1', 'c-3']);
    expect(outcome.failed).toMatchObject([{ callId: 'bad', source: { file: 'calls.jsonl' } }]);
    expect(outcome.failed[0]!.cause).toMatch(/^TypeError/);
    expect(JSON.stringify(outcome)).not.toContain(SECRET);
    expect(outcome.model).toBeNull();
  });

  it('fails as a whole when the encoder fails', async () => {
    const encoder = new FakeEncoder();
    encoder.read = async () => {
      throw new Error('broken');
    };
    await expect(groupScorer(SCORER, encoder).score([call('c-1')])).rejects.toThrow('broken');
  });
});
