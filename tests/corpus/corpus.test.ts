/** The labelled corpus keeps its own rules: sizes, labels, seals, and nothing said in two places. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/domain/call.js';
import { isProtected, TURN_LABELS } from '../../src/evaluation/judgement.js';
import { type CallLabels, judgementOfLabels, readLabels, readPassageLabels } from '../../src/evaluation/label-file.js';
import { labelTexts } from '../../src/evaluation/labelled-set.js';
import { ingest, loadVocabulary } from '../../src/ingest/index.js';
import { foldText } from '../../src/text/fold.js';

const ROOT = resolve(import.meta.dirname, '../../fixtures/corpus');
const MODELS = resolve(import.meta.dirname, '../../models');
const SPLITS = ['train', 'dev', 'regression', 'test'] as const;
type Split = (typeof SPLITS)[number];

const LEAST: Readonly<Record<Split, { readonly calls: number; readonly turns: number }>> = {
  train: { calls: 350, turns: 7_000 },
  dev: { calls: 70, turns: 0 },
  regression: { calls: 130, turns: 2_600 },
  test: { calls: 60, turns: 0 },
};
/** Labels that are dear to write and stay few. */
const SPARING = new Set(['sexual', 'threat', 'discrimination', 'danger']);
/** Marks of others' labels, not labels of their own. */
const MARKS = new Set(['permission', 'explained']);
const LEAST_LABELS = { train: { plain: 120, sparing: 60 }, regression: { plain: 60, sparing: 20 } } as const;
const LONG_CALL = 80;
/** A turn from this length (letters) on is nobody's formula. */
const LONG_TURN = 12;

async function readCalls(split: Split | 'passages' | 'patience'): Promise<readonly Call[]> {
  const calls: Call[] = [];
  for await (const item of ingest([join(ROOT, split)], { vocabulary: await loadVocabulary(join(MODELS, 'ingest')) })) {
    if (item.kind === 'reject') throw new Error(item.reject.reason);
    calls.push(item.call);
  }
  return calls;
}

const corpus = new Map<Split, { readonly calls: readonly Call[]; readonly labels: ReadonlyMap<string, CallLabels> }>();
for (const split of SPLITS) {
  corpus.set(split, { calls: await readCalls(split), labels: readLabels(labelTexts([join(ROOT, split)])) });
}
const of = (split: Split) => corpus.get(split)!;
const textsOf = (calls: readonly Call[]) => calls.flatMap(({ turns }) => turns.map(({ text }) => text));

function labelCounts(split: Split): ReadonlyMap<string, number> {
  const counts = new Map(TURN_LABELS.map((label) => [label, 0]));
  for (const { turns } of of(split).labels.values()) {
    for (const { labels } of turns) for (const label of labels) counts.set(label, counts.get(label)! + 1);
  }
  return counts;
}

describe.each(SPLITS)('the %s calls', (split) => {
  const { calls, labels } = of(split);

  it('are as many as they should be', () => {
    const turns = calls.reduce((sum, call) => sum + call.turns.length, 0);
    expect(calls.length).toBeGreaterThanOrEqual(LEAST[split].calls);
    expect(turns).toBeGreaterThanOrEqual(LEAST[split].turns);
  });

  it('are labelled to the last turn, and nothing but they', () => {
    expect([...labels.keys()].sort()).toEqual(calls.map((call) => call.callId).sort());
    for (const call of calls) {
      const own = labels.get(call.callId)!;
      const spoken = call.turns.filter((turn) => turn.speaker === 'agent' || turn.speaker === 'caller');
      const labelled = new Set(own.turns.map(({ i }) => i));
      expect(
        spoken.filter(({ index }) => !labelled.has(index)),
        call.callId,
      ).toEqual([]);
      expect(
        own.turns.filter(({ i }) => i >= call.turns.length),
        call.callId,
      ).toEqual([]);
      expect(Object.keys(own.call.criteria), call.callId).toHaveLength(16);
    }
  });

  it('give a turn labels of its own side, and an ending its turn', () => {
    for (const call of calls) {
      const { decision, fromTurn } = labels.get(call.callId)!.call.harassment;
      const ends = decision === 'end_call' || decision === 'block_number';
      expect(typeof fromTurn === 'number', call.callId).toBe(ends);
    }
  });

  it('use no dash or ellipsis where the recogniser wrote no punctuation', () => {
    const bare = calls.filter((call) => call.turns.every(({ text }) => !/[,.?!，。？！、]/u.test(text)));
    expect(bare.length).toBeGreaterThan(0);
    expect(bare.filter((call) => call.turns.some(({ text }) => /[—…]|--|\.\.\./u.test(text)))).toEqual([]);
  });
});

const passages = await readCalls('passages');
const passageLabels = readPassageLabels(labelTexts([join(ROOT, 'passages')]));

describe('the passages', () => {
  it('are labelled turn by turn, and say nothing of the call around them', () => {
    expect(passages.length).toBeGreaterThan(2_000);
    expect([...passageLabels.keys()].sort()).toEqual(passages.map(({ callId }) => callId).sort());
    for (const { callId, turns } of passages) {
      expect(
        passageLabels.get(callId)!.turns.map(({ i }) => i),
        callId,
      ).toEqual(turns.map(({ index }) => index));
    }
  });

  it('share no turn of some length with a sealed call', () => {
    const letters = (text: string) => foldText(text).replace(/[^\p{L}\p{N}]+/gu, '');
    const sealed = new Set(['regression', 'test'].flatMap((split) => textsOf(of(split as Split).calls)).map(letters));
    const shared = textsOf(passages).filter((text) => letters(text).length >= LONG_TURN && sealed.has(letters(text)));
    expect(shared.length).toBe(0);
  });
});

const patience = await readCalls('patience');
const patienceLabels = readLabels(labelTexts([join(ROOT, 'patience')]));

describe('the calls that set the limits of ending a call', () => {
  it('hold harassers, and more callers with a demand who are as rude', () => {
    const judged = [...patienceLabels.values()].map((each) => judgementOfLabels(each, 'default'));
    const harassers = judged.filter((each) => !isProtected(each) && each.harassment.fromTurn !== null);
    expect(harassers.length).toBeGreaterThan(250);
    expect(judged.filter(isProtected).length).toBeGreaterThan(400);
  });

  it('are no training calls and no sealed ones', () => {
    const letters = (text: string) => foldText(text).replace(/[^\p{L}\p{N}]+/gu, '');
    const others = new Set(SPLITS.flatMap((split) => textsOf(of(split).calls)).map(letters));
    const shared = textsOf(patience).filter((text) => letters(text).length >= LONG_TURN && others.has(letters(text)));
    expect(shared.length).toBeLessThan(10);
  });
});

describe('the corpus', () => {
  it('has ids of its own for every call', () => {
    const ids = [passages, patience, ...SPLITS.map((split) => of(split).calls)].flat().map((call) => call.callId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(['train', 'regression'] as const)('has enough of every label in %s', (split) => {
    const counts = labelCounts(split);
    const few = [...counts].filter(([label, n]) => {
      if (MARKS.has(label)) return false;
      const least = SPARING.has(label) ? LEAST_LABELS[split].sparing : LEAST_LABELS[split].plain;
      return n < least;
    });
    expect(few).toEqual([]);
  });

  it('has calls without a demand, protected callers and furious ones to judge by', () => {
    const judged = [...of('regression').labels.values()].map((each) => ({
      ...judgementOfLabels(each, 'default'),
      furious: each.turns.some(({ labels }) => labels.includes('anger') || labels.includes('insult')),
    }));
    const safe = judged.filter(isProtected);
    expect(judged.length - safe.length).toBeGreaterThanOrEqual(40);
    expect(safe.length).toBeGreaterThanOrEqual(70);
    expect(safe.filter(({ furious }) => furious).length).toBeGreaterThanOrEqual(35);
  });

  it('has long calls, English, and calls with and without times', () => {
    for (const split of ['train', 'regression'] as const) {
      const { calls } = of(split);
      const share = (test: (call: Call) => boolean) => calls.filter(test).length / calls.length;
      expect(share((call) => call.turns.length >= LONG_CALL)).toBeGreaterThanOrEqual(0.1);
      expect(share((call) => call.language === 'en')).toBeGreaterThanOrEqual(0.08);
      expect(share((call) => call.turns.some(({ startMs }) => startMs !== null))).toBeGreaterThan(0.4);
      expect(share((call) => call.turns.every(({ startMs }) => startMs === null))).toBeGreaterThan(0.2);
    }
  });

  it('seals the sets that judge, and has a second opinion on each', () => {
    for (const split of SPLITS) {
      const sealed = split === 'regression' || split === 'test';
      expect(existsSync(join(ROOT, split, 'SEALED')), split).toBe(sealed);
      if (!sealed) continue;
      const path = join(ROOT, 'second', `${split}.labels.jsonl`);
      const second = readLabels([{ path, text: readFileSync(path, 'utf8') }]);
      expect([...second.keys()].sort()).toEqual([...of(split).labels.keys()].sort());
      const settled = readFileSync(join(ROOT, 'second', `${split}.settled.csv`), 'utf8')
        .trimEnd()
        .split('\n');
      expect(settled[0]).toBe('call,turn,check,first,second,settled,reason');
    }
    expect(readdirSync(ROOT).filter((name) => name === 'UNSEALED.md')).toHaveLength(1);
  });
});
