import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/domain/finding.js';
import type { Observation } from '../../src/domain/observation.js';
import { compileExpression, evaluate, readYaml } from '../../src/rules/index.js';
import { allOf, anyOf, notOf, type Outcome } from '../../src/rules/three-valued.js';
import { modelRules } from './model-rules.js';
import { observe } from './observation-builder.js';
import { ask, holds, places, rulesOf } from './probe.js';

const OUTCOMES: readonly Outcome[] = ['holds', 'fails', 'not_applicable'];

describe('three values', () => {
  it('all is strict, any is lenient, not keeps what is not applicable', () => {
    const pairs = OUTCOMES.flatMap((a) => OUTCOMES.map((b) => [a, b] as const));
    expect(pairs.map((pair) => allOf(pair))).toEqual([
      ...['holds', 'fails', 'not_applicable'],
      ...['fails', 'fails', 'fails'],
      ...['not_applicable', 'fails', 'not_applicable'],
    ]);
    expect(pairs.map((pair) => anyOf(pair))).toEqual([
      ...['holds', 'holds', 'holds'],
      ...['holds', 'fails', 'fails'],
      ...['holds', 'fails', 'not_applicable'],
    ]);
    expect(OUTCOMES.map(notOf)).toEqual(['fails', 'holds', 'not_applicable']);
  });

  const blind = { inputs: { holdEvents: false } };
  it.each([
    ['{all: [empathy, hold]}', 'A empathy', 'not_applicable', ['hold']],
    ['{all: [empathy, hold]}', 'A', 'fails', []],
    ['{any: [empathy, hold]}', 'A', 'fails', ['hold']],
    ['{any: [empathy, hold]}', 'A empathy', 'holds', []],
    ['{not: {any: [empathy, hold]}}', 'A', 'holds', ['hold']],
    ['{not: hold}', 'A', 'not_applicable', ['hold']],
    ['{is: empathy, after: hold}', 'A empathy', 'not_applicable', ['hold']],
    ['{is: empathy, after: hold}', 'A', 'fails', []],
    ['{is: empathy, with: {any: [apology, hold]}}', 'A empathy apology', 'holds', []],
    ['{is: hold, times: 0}', 'A', 'not_applicable', ['hold']],
    ['{is: [hold, empathy], times: 0}', 'A', 'holds', ['hold']],
    ['{run: empathy, until: hold}', 'A empathy', 'not_applicable', ['hold']],
    ['{each: empathy, must: {with: hold}}', 'A empathy', 'not_applicable', ['hold']],
  ] as const)('%s on %s', (expression, call, outcome, unseen) => {
    expect(ask(expression, call, blind)).toMatchObject({ outcome, unseen });
  });
});

describe('when', () => {
  const rules = rulesOf(`rules:
  - {id: USR-1, name: {en: a, zh: b}, who: agent, polarity: reward, when: {all: [complaint, {not: thanks}]}, find: empathy}
  - {id: USR-2, name: {en: a, zh: b}, who: agent, polarity: reward, when: hold, find: empathy}
  - {id: USR-3, name: {en: a, zh: b}, who: agent, polarity: reward, measure: {each: complaint, must: {followedBy: empathy}}, holdsFrom: 0.5}`);
  const rule = (id: string, call: string, extras = {}) => evaluate(rules, observe(call, extras)).rule(id);
  it('fails: nothing was searched, and the part that failed is named', () => {
    expect(rule('USR-1', 'A empathy')).toMatchObject({
      outcome: 'not_applicable',
      value: null,
      places: [],
      searched: { names: ['complaint'] },
    });
    expect(rule('USR-1', 'C complaint thanks\nA').searched.names).toEqual(['thanks']);
  });
  it('holds: what is not found does not hold', () => {
    expect(rule('USR-1', 'C complaint\nA')).toMatchObject({
      outcome: 'fails',
      value: 0,
      searched: { names: ['empathy'] },
    });
  });
  it('cannot be seen: the input is named', () => {
    expect(rule('USR-2', 'A empathy', { inputs: { holdEvents: false } })).toMatchObject({
      outcome: 'not_applicable',
      unseen: ['hold'],
    });
  });
  it('a measure holds from its threshold, and is read as a truth by its name', () => {
    const call = 'C complaint\nA empathy\nC complaint\nA';
    expect(rule('USR-3', call)).toMatchObject({ outcome: 'holds', value: 0.5 });
    expect(holds('{not: USR-3}', call, {}, rules)).toBe('fails');
    const third = 'C complaint\nA empathy\nC complaint\nA\nC complaint\nA';
    expect(rule('USR-3', third)).toMatchObject({ outcome: 'fails', value: 0.333 });
  });
  it('keeps rules with a state, and never evaluates them', () => {
    const rows = rulesOf(
      'rules: [{id: USR-1, name: {en: a, zh: b}, who: agent, polarity: neutral, state: not_observable, why: no sound}]',
    );
    expect(evaluate(rows, observe('A')).rule('USR-1')).toMatchObject({ outcome: 'not_applicable', places: [] });
    expect(rows.infos.get('USR-1')).toMatchObject({ state: 'not_observable', why: 'no sound', gives: null });
  });
  it('an id that does not exist is a mistake of the program', () => {
    expect(() => rule('USR-7', 'A')).toThrow('The rule USR-7 was asked for and does not exist.');
  });
});

describe('turns and contributions', () => {
  const within = (count: number) => `{is: complaint, followedBy: {of: empathy, within: ${count} agent turns}}`;
  it.each([
    ['turns of one speaker without times are one', 'C complaint\nA\nA\nA empathy', 1],
    ['a backchannel between them parts them not', 'C complaint\nA\nC bc\nA empathy', 1],
    ['an announcement does', 'C complaint\nA\nS\nA empathy', 2],
    ['less than a second apart is one', 'C 0-1s complaint\nA 1-2s\nA 2.9-4s empathy', 1],
    ['a second apart is two', 'C 0-1s complaint\nA 1-2s\nA 3-4s empathy', 2],
    ['backchannels are not counted', 'C complaint\nA bc\nC\nA bc\nC\nA empathy', 1],
    ['empty turns are not counted', 'C complaint\nA ""\nC\nA empathy', 1],
    ['the anchor of several turns counts from its last', 'C complaint\nA\nC\nA empathy', 2],
  ])('%s', (_, call, distance) => {
    expect(holds(within(distance), call)).toBe('holds');
    if (distance > 1) expect(holds(within(distance - 1), call)).toBe('fails');
  });
  it('turns of unknown speakers count as turns of nobody', () => {
    expect(holds('{is: deadline, after: {of: deadline, within: 1 turn}}', 'A deadline\nU\nC deadline')).toBe('fails');
    expect(holds('{is: deadline, after: {of: deadline, within: 2 turns}}', 'A deadline\nU\nC deadline')).toBe('holds');
  });
  it('both views of a pair measure the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('A empathy', 'C complaint', 'A bc', 'C', 'A', 'S'), { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 0, max: 4 }),
        (lines, count) => {
          const call = lines.join('\n');
          const forward = holds(`{is: complaint, followedBy: {of: empathy, within: ${count} turns}}`, call);
          const backward = holds(`{is: empathy, after: {of: complaint, within: ${count} turns}}`, call);
          expect(forward === 'holds').toBe(backward === 'holds');
        },
      ),
    );
  });
});

describe('open windows', () => {
  const rules = rulesOf(
    `flags: [{id: agent_ends_call, name: {en: a, zh: b}, find: {any: [{is: hangup, where: {side: agent}}, {is: closing, where: {ends_call: true}}]}}]`,
  );
  const share = (must: string, call: string, extras = {}) =>
    ask(`{each: complaint, must: ${must}}`, call, extras, rules);
  const bounded = '{followedBy: {of: empathy, within: 2 agent turns}}';
  it.each([
    ['the call ended before the window had passed', bounded, 'C complaint\nA', null, 'open'],
    ['the window had passed', bounded, 'C complaint\nA\nC\nA', 0, 'missed'],
    ['the agent ended the call', bounded, 'C complaint\nA closing(ends_call=true)', 0, 'missed'],
    ['the condition was met in time', bounded, 'C complaint\nA empathy', 1, 'met'],
    ['an unbounded window is never open', '{followedBy: empathy}', 'C complaint\nA', 0, 'missed'],
    ['another relation is never open', '{with: {of: empathy, within: 2 agent turns}}', 'C complaint\nA', 0, 'missed'],
    [
      'the window of the same turn has passed at once',
      '{followedBy: {of: thanks, within: same turn}}',
      'C complaint',
      0,
      'missed',
    ],
  ] as const)('%s', (_, must, call, value, outcome) => {
    const result = share(must, call);
    expect(result.value).toBe(value);
    expect(result.triggers).toEqual([{ turn: 0, outcome }]);
  });
  it('leaves the share of the others', () => {
    expect(share(bounded, 'C complaint\nA empathy\nC complaint').value).toBe(1);
  });
  it('measures seconds against the end of the call', () => {
    const seconds = '{followedBy: {of: empathy, within: 30 s}}';
    expect(share(seconds, 'C 0-5s complaint\nA 6-20s').triggers[0]?.outcome).toBe('open');
    expect(share(seconds, 'C 0-5s complaint\nA 6-40s').triggers[0]?.outcome).toBe('missed');
  });
});

describe('evidence', () => {
  it('keeps the three nearest misses, nearest first', () => {
    const late = 'C complaint\nA\nC\nA\nC\nA empathy\nC\nA empathy\nC\nA empathy\nC\nA empathy';
    const result = ask('{is: empathy, after: {of: complaint, within: 2 agent turns}}', late);
    expect(result.nearMisses.map(({ turn, why }) => [turn, why.kind === 'window' ? why.distance : null])).toEqual([
      [5, 3],
      [7, 4],
      [9, 5],
    ]);
  });
  it('orders them by distance before turn', () => {
    const call = `C complaint\n${'A\nC\n'.repeat(4)}A apology\nC complaint\nA\nC\nA\nC\nA apology`;
    const result = ask('{is: apology, after: {of: complaint, within: 2 agent turns}}', call);
    expect(result.nearMisses.map(({ turn, why }) => [turn, why.kind === 'window' ? why.distance : null])).toEqual([
      [15, 3],
      [9, 5],
    ]);
  });
  it('shows discarded findings of the speaker that was asked for', () => {
    const result = ask('{is: deadline, by: agent}', 'A deadline~negated\nC deadline~quoted');
    expect(result.nearMisses).toEqual([
      { turn: 0, span: { start: 0, end: 6 }, name: 'deadline', why: { kind: 'discarded', reason: 'negated' } },
    ]);
  });
  it('names the anchor that admitted a place, and the chain is as weak as its weakest link', () => {
    const result = ask(
      '{is: apology, after: {of: {is: complaint, with: anger}, within: 2 agent turns}}',
      'C complaint%80 anger%55\nA apology%90',
    );
    expect(result.places).toMatchObject([{ turn: 1, strength: 0.9, anchor: { name: 'complaint', turn: 0 } }]);
    expect(result.confidence).toBe(0.55);
  });
  it('calls a place by the flag or rule that was named', () => {
    const rules = rulesOf('flags: [{id: upset, name: {en: a, zh: b}, find: complaint}]');
    expect(ask('{is: apology, after: upset}', 'C complaint\nA apology', {}, rules).places[0]?.anchor).toEqual({
      name: 'upset',
      turn: 0,
    });
  });
});

describe('upTo', () => {
  it('sees the call as it was known then', () => {
    const rules = rulesOf('rules: []');
    const compile = (text: string) =>
      compileExpression(rules, readYaml({ path: 'p.yaml', text }).root, { file: 'p.yaml', owner: 'p' });
    const demand = compile('demand');
    const last = compile('{by: caller, in: last 1 caller turn, where: {level: 4}}');
    const duration = compile('{value: call.duration, range: 1.. s}');
    const evaluation = evaluate(rules, observe('C -4 insult\nA\nC demand\nA', { quantities: { 'call.duration': 90 } }));
    expect(evaluation.expression(demand).outcome).toBe('holds');
    expect(evaluation.upTo(1).expression(demand).outcome).toBe('fails');
    expect(evaluation.upTo(1).expression(last).outcome).toBe('holds');
    expect(evaluation.expression(last).outcome).toBe('fails');
    expect(evaluation.upTo(1).expression(duration).outcome).toBe('not_applicable');
    expect(evaluation.upTo(1)).toBe(evaluation.upTo(1));
    expect(evaluation.upTo(9)).toBe(evaluation);
  });
});

const LINES = [
  'A empathy apology solution',
  'A empathy%70 empathy%60 question_closed(purpose=diagnosis)',
  'A empathy@- lexicon:but denial',
  'A commitment(deadline=true) offer_more_help check_result(finding=company_error)',
  'A apology~conditional scope_notice hangup_request closing(goodbye=true)',
  'A bc',
  'C -2 complaint demand repeat_demand',
  'C -3 anger complaint~sarcasm',
  'C -4 insult sexual(kind=obscene)',
  'C thanks acceptance',
  'C bc',
  'S',
  'A "很理解您的心情" empathy',
];

describe('determinism', () => {
  const rules = modelRules();
  const everything = (observation: Observation) => {
    const evaluation = evaluate(rules, observation);
    return JSON.stringify([...rules.ids, ...rules.flags].map((id) => evaluation.rule(id)));
  };
  it('does not depend on the order of findings, nor on the order in which rules are asked', () => {
    const call = fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(call, fc.infiniteStream(fc.nat()), (lines, numbers) => {
        const observation = observe(lines.join('\n'));
        const shuffled: Finding[] = [];
        for (const finding of observation.findings)
          shuffled.splice(numbers.next().value % (shuffled.length + 1), 0, finding);
        const before = everything(observation);
        const again = evaluate(rules, { ...observation, findings: shuffled });
        for (const id of [...rules.ids].reverse()) again.rule(id);
        expect(JSON.stringify([...rules.ids, ...rules.flags].map((id) => again.rule(id)))).toBe(before);
      }),
      { numRuns: 40 },
    );
  });
  it('keeps places in order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 14 }), (lines) => {
        const evaluation = evaluate(rules, observe(lines.join('\n')));
        for (const id of rules.ids) {
          const turns = evaluation.rule(id).places.map((place) => place.turn);
          expect(turns).toEqual([...turns].sort((a, b) => a - b));
        }
      }),
      { numRuns: 25 },
    );
  });
  it('numbers have three decimals', () => {
    const third = 'C complaint\nA empathy\nC complaint\nA\nC complaint\nA';
    expect(ask('{each: complaint, must: {followedBy: {of: empathy, within: same turn}}}', third).value).toBe(0);
    expect(ask('{each: {by: agent}, must: empathy}', third).value).toBe(0.333);
    expect(places('{by: agent}', third)).toEqual([1, 3, 5]);
  });
});
