import { describe, expect, it } from 'vitest';
import { ask, holds, places, rulesOf } from './probe.js';

/** Expression, call, and the turns of its places or its outcome. */
type Case = readonly [expression: string, call: string, expected: number[] | string];
const table = (cases: readonly Case[]) =>
  it.each(cases)('%s on %j', (expression, call, expected) => {
    expect(places(expression, call)).toEqual(expected);
  });

describe('is', () => {
  table([
    ['empathy', 'A empathy\nC\nA empathy', [0, 2]],
    ['{is: empathy}', 'A\nC', 'fails'],
    ['{is: [empathy, apology]}', 'A apology empathy\nC', [0, 0]],
    ['empathy', 'A empathy~negated', 'fails'],
    ['{is: empathy, where: {discarded: negated}}', 'A empathy~negated\nC\nA empathy~quoted\nC\nA empathy', [0]],
    ['{is: empathy, where: {discarded: [negated, quoted]}}', 'A empathy~negated\nC\nA empathy~quoted', [0, 2]],
  ]);
  it('cannot see agent labels without roles, nor events without records', () => {
    expect(holds('empathy', 'A empathy', { inputs: { roles: false } })).toBe('not_applicable');
    expect(ask('hold', 'A', { inputs: { holdEvents: false } })).toMatchObject({
      outcome: 'not_applicable',
      unseen: ['hold'],
    });
    expect(holds('hangup', 'A', { inputs: { hangupSide: false } })).toBe('not_applicable');
    expect(holds('silence', 'A')).toBe('not_applicable');
    expect(holds('interruption', 'A 0-1s', { inputs: { overlap: false } })).toBe('not_applicable');
  });
  it('believes what was found in spite of missing input', () => {
    expect(places('{is: interruption, by: agent}', 'C\nA interruption')).toEqual([1]);
  });
  it('leaves unseen names of a list out, and names them where nothing was found', () => {
    expect(ask('{is: [hold, empathy]}', 'A empathy', { inputs: { holdEvents: false } })).toMatchObject({
      outcome: 'holds',
      unseen: [],
    });
    expect(ask('{is: [hold, empathy]}', 'A', { inputs: { holdEvents: false } })).toMatchObject({
      outcome: 'fails',
      unseen: ['hold'],
    });
  });
});

describe('says', () => {
  const call = 'A says:test#1\nC says:test#1\nS says:test#1';
  table([
    ['{says: 你好}', call, [0, 1, 2]],
    [`{says: [你好, '/好.{0,3}吗/', 'like:你好吗'], by: agent}`, call, [0]],
    ['{says: 你好, by: system}', call, [0, 1, 2]],
    ['{says: lexicon:but}', 'A lexicon:but\nC', [0]],
    ['{says: lexicon:but, except: [不但]}', 'A lexicon:but says:test#1', [0]],
    ['{says: 你好, where: {discarded: negated}}', 'A says:test#1~negated\nC says:test#1', [0]],
  ]);
  it('means the words of the rule, unless by says otherwise', () => {
    const rules = rulesOf(
      'rules: [{id: USR-1, name: {en: a, zh: b}, who: agent, polarity: neutral, find: {says: lexicon:but}}, {id: USR-2, name: {en: a, zh: b}, who: agent, polarity: neutral, find: {says: lexicon:but, by: caller}}]',
    );
    const both = 'A lexicon:but\nC lexicon:but';
    expect(places('USR-1', both, {}, rules)).toEqual([0]);
    expect(places('USR-2', both, {}, rules)).toEqual([1]);
    expect(holds('USR-1', both, { inputs: { roles: false } }, rules)).toBe('not_applicable');
  });
});

describe('the empty pattern', () => {
  table([
    ['{by: agent}', 'A\nC\nA bc\nS\nA', [0, 4]],
    ['{where: {sentiment: negative}}', 'A -\nC -2\nC bc -', [0, 1]],
    ['{by: caller, times: 0}', 'A\nC bc', 'holds'],
  ]);
});

describe('value', () => {
  it.each([
    ['{value: meta.rings, range: 4..}', { 'meta.rings': 5 }, 'holds'],
    ['{value: meta.rings, range: 4..}', { 'meta.rings': 3 }, 'fails'],
    ['{value: meta.rings, range: 4..}', {}, 'not_applicable'],
    ['{value: meta.queue, equals: [billing, refund]}', { 'meta.queue': 'refund' }, 'holds'],
    ['{value: meta.queue, equals: billing}', { 'meta.queue': 'sales' }, 'fails'],
    ['{value: call.duration, range: 600.. s}', { 'call.duration': 600 }, 'holds'],
    ['{value: meta.callerName}', { 'meta.callerName': '' }, 'fails'],
    ['{value: history.openCase}', { 'history.openCase': true }, 'holds'],
    ['{value: history.openCase}', { 'history.openCase': false }, 'fails'],
    ['{value: history.openCase}', {}, 'not_applicable'],
    ['{not: {value: call.hasTimes}}', {}, 'holds'],
  ] as const)('%s with %j', (expression, quantities, expected) => {
    expect(holds(expression, 'A\nC', { quantities })).toBe(expected);
  });
  it("reads a rule's measure", () => {
    const rules = rulesOf(
      'rules: [{id: USR-1, name: {en: a, zh: b}, who: agent, polarity: neutral, measure: {each: {by: agent}, must: {with: empathy}}}]',
    );
    expect(holds('{value: USR-1, range: 0.5..}', 'A empathy\nC\nA', {}, rules)).toBe('holds');
    expect(holds('{value: USR-1, range: 0.6..}', 'A empathy\nC\nA', {}, rules)).toBe('fails');
    expect(holds('{value: USR-1, range: 0..}', 'C', {}, rules)).toBe('not_applicable');
  });
});

describe('any', () => {
  table([
    ['{any: [empathy, apology]}', 'A apology\nC\nA empathy', [0, 2]],
    ['{any: [{is: empathy, where: {kind: praise}}, empathy]}', 'A empathy(kind=praise)', [0]],
    ['{any: [empathy, {not: apology}]}', 'A', 'holds'],
    ['{any: [empathy, apology, thanks], need: 2}', 'A empathy\nC thanks', [0, 1]],
    ['{any: [empathy, apology, thanks], need: 2}', 'A empathy empathy', 'fails'],
    ['{any: [empathy, apology], need: 2, within: same turn}', 'A empathy\nC\nA apology', 'fails'],
    ['{any: [empathy, apology], need: 2, within: same turn}', 'A empathy\nA apology\nC', [0]],
    ['{any: [empathy, apology], need: 2, within: 1 agent turn}', 'A empathy\nC\nA apology\nC\nA empathy', [0]],
    ['{any: [empathy, apology], need: 2, within: 1 agent turn}', 'A empathy\nC\nA empathy\nC\nA apology', [2]],
  ]);
});

describe('all', () => {
  table([
    ['{all: [empathy, thanks]}', 'A empathy\nC thanks\nA empathy', [0, 2]],
    ['{all: [empathy, thanks]}', 'A empathy\nC', 'fails'],
    ['{all: [{not: thanks}, empathy]}', 'A empathy', 'holds'],
  ]);
});

describe('run', () => {
  const run = '{run: empathy, until: solution}';
  table([
    [run, 'A empathy\nC\nA empathy\nC\nA solution\nC\nA empathy', [0, 6]],
    [run, 'A empathy solution empathy', [0, 0]],
    [run, 'A empathy\nC\nA empathy@- solution@-', [0, 2]],
    [run, 'A solution\nC\nA empathy empathy', [2]],
    ['{run: empathy, until: {by: caller}}', 'A empathy\nC bc\nA empathy\nC\nA empathy', [0, 4]],
    ['{run: empathy, until: solution, times: 2..}', 'A empathy\nC\nA solution\nC\nA empathy empathy', [4]],
    ['{run: empathy, until: solution, times: 2.., pick: 2..}', 'A empathy\nC\nA empathy\nC\nA empathy', [2, 4]],
    ['{run: empathy, until: solution, where: {kind: praise}}', 'A empathy(kind=praise)\nC\nA empathy', [0]],
  ]);
  it('gives one place over the group, as weak as its weakest member', () => {
    expect(ask(run, 'A empathy%90\nC\nA empathy%60').places).toMatchObject([{ turn: 0, lastTurn: 2, strength: 0.6 }]);
  });
});

describe('steps', () => {
  table([
    ['{steps: [empathy, solution]}', 'A solution\nC\nA empathy\nC\nA solution', [2]],
    ['{steps: [empathy, solution]}', 'A solution empathy', 'fails'],
    ['{steps: [empathy, empathy]}', 'A empathy', 'fails'],
    ['{steps: [empathy, solution], within: 1 agent turn}', 'A empathy\nC\nA\nC\nA empathy\nC\nA solution', [4]],
    ['{steps: [empathy, solution], ordered: false}', 'A solution\nC\nA empathy', 'holds'],
  ]);
  const measured = (steps: string, call: string, extras = {}) => {
    const rules = rulesOf(
      `rules: [{id: USR-1, name: {en: a, zh: b}, who: agent, polarity: neutral, measure: ${steps}}]`,
    );
    return ask('{value: USR-1, range: 0..}', call, extras, rules).outcome === 'not_applicable'
      ? null
      : [1, 0.75, 0.667, 0.5, 0.333, 0.25, 0].find(
          (value) => ask(`{value: USR-1, range: ${value}..}`, call, extras, rules).outcome === 'holds',
        );
  };
  it.each([
    ['{steps: [greeting, empathy, solution, closing]}', 'A greeting\nC\nA solution\nC\nA empathy\nC\nA closing', 0.75],
    ['{steps: [greeting, empathy, solution, closing]}', 'A closing solution empathy greeting', 0.25],
    ['{steps: [greeting, solution, closing]}', 'A solution\nC\nA closing\nC\nA greeting', 0.667],
    ['{steps: [empathy, hold, solution]}', 'A empathy\nC\nA solution', 1],
    ['{steps: [empathy, solution, closing], ordered: false}', 'A closing\nC\nA empathy', 0.667],
    ['{steps: [hold, transfer]}', 'A', 0],
  ])('measures %s on %j', (steps, call, expected) => {
    expect(measured(steps, call, { inputs: { holdEvents: false } })).toBe(expected);
  });
  it('is not applicable where all steps are', () => {
    expect(measured('{steps: [hold, silence]}', 'A', { inputs: { holdEvents: false } })).toBeNull();
  });
});

describe('each', () => {
  it.each([
    [
      '{each: complaint, must: {followedBy: {of: empathy, within: 1 agent turn}}}',
      'C complaint\nA empathy\nC complaint\nA\nC\nA',
      0.5,
    ],
    ['{each: complaint, must: empathy, half: {with: apology}}', 'C complaint', 0],
    ['{each: {by: agent}, must: {unless: {is: negative_language}}}', 'A\nC\nA negative_language\nC\nA', 0.667],
    [
      '{each: {is: [responsibility, blame_shift]}, must: {with: responsibility}}',
      'A responsibility\nC\nA blame_shift',
      0.5,
    ],
    ['{each: complaint, must: {in: first 1 caller turn}}', 'C complaint\nA\nC complaint', 0.5],
    ['{each: complaint, must: {where: {about: service}}}', 'C complaint(about=service)', 1],
    ['{each: complaint, must: {followedBy: empathy}}', '', null],
    ['{each: complaint, must: empathy}', 'A empathy', null],
  ])('%s on %j', (expression, call, expected) => {
    expect(ask(expression, call || 'A').value).toBe(expected);
  });
  it('gives what met the condition as evidence, admitted by its trigger', () => {
    const result = ask(
      '{each: complaint, must: {followedBy: {of: empathy, within: 2 agent turns}}}',
      'C complaint\nA\nC\nA empathy',
    );
    expect(result.places).toMatchObject([{ turn: 3, name: 'empathy', anchor: { name: 'complaint', turn: 0 } }]);
    expect(result.searched.names).toEqual(['empathy']);
  });
});

describe('full', () => {
  it.each([
    ['{full: solution, half: alternative}', 'A solution alternative', 1],
    ['{full: solution, half: alternative}', 'A alternative', 0.5],
    ['{full: solution, half: alternative}', 'A', 0],
    ['{full: solution}', 'A', 0],
    ['{full: hold, half: alternative}', 'A alternative', 0.5],
    ['{full: hold, half: alternative}', 'A', 0],
    ['{full: hold, half: silence}', 'A', null],
  ])('%s on %j', (expression, call, expected) => {
    expect(ask(expression, call, { inputs: { holdEvents: false } }).value).toBe(expected);
  });
});

describe('by and where', () => {
  table([
    ['{is: deadline, by: agent}', 'A deadline\nC deadline', [0]],
    [
      '{is: commitment, where: {deadline: true, contact: false}}',
      'A commitment(deadline=true)\nC\nA commitment(deadline=true,contact=true)',
      [0],
    ],
    ['{is: empathy, where: {kind: [praise, detail]}}', 'A empathy(kind=praise)\nC\nA empathy', [0]],
    ['{is: hold_request, where: {parts: 2..}}', 'A hold_request(parts=1) hold_request(parts=2)', [0]],
    ['{is: empathy, where: {strength: 0.8..}}', 'A empathy%79\nC\nA empathy%80', [2]],
    ['{by: caller, where: {level: 1..2}}', 'C -1\nC -2\nC -3\nC', [0, 1]],
    ['{by: agent, where: {length: ..3 chars}}', 'A #3\nC\nA #4', [0]],
    [
      '{is: silence, where: {duration: 3..25 s, last: agent}}',
      'A 0-1s silence(duration=3,last=agent)\nC 4-5s silence(duration=9,last=caller)',
      [0],
    ],
    ['{by: agent, where: {duration: 5.. s}}', 'A 0-5s\nC 5-6s', [0]],
    ['{by: agent, where: {rate: 320.. per min}}', 'A 0-10s #60\nC 10-11s\nA 11-21s #50', [0]],
  ]);
  it('cannot judge what needs times, nor speakers without roles', () => {
    expect(ask('{by: agent, where: {duration: 5.. s}}', 'A\nC')).toMatchObject({
      outcome: 'not_applicable',
      unseen: ['times'],
    });
    expect(ask('{by: agent}', 'A\nC', { inputs: { roles: false } })).toMatchObject({
      outcome: 'not_applicable',
      unseen: ['roles'],
    });
    expect(ask('{where: {asrConfidence: 0.9..}}', 'A').outcome).toBe('not_applicable');
  });
});

describe('in', () => {
  const call = 'A empathy\nC\nA empathy\nC\nA empathy\nC bc\nA\nC\nA empathy';
  table([
    ['{is: empathy, in: first 2 agent turns}', call, [0, 2]],
    ['{is: empathy, in: last 1 agent turn}', call, [8]],
    ['{is: empathy, in: last 2 turns}', call, [8]],
    // The turns at 4 and 6 are one contribution: only a backchannel lies between.
    ['{is: empathy, in: first 3 agent turns}', call, [0, 2, 4]],
    ['{is: empathy, in: first 33 %}', call, [0, 2]],
    ['{is: empathy, in: first 9 agent turns}', call, [0, 2, 4, 8]],
    ['{is: empathy, in: {run: {by: agent}, until: {by: caller}, times: 2..}}', 'A empathy\nA\nC\nA empathy', [0]],
    ['{is: empathy, in: apology}', 'A empathy@2-4 apology@0-9\nC\nA empathy@2-4 apology@3-9', [0]],
    ['{by: agent, in: first 30 s}', 'A 0-20s\nC 20-29s\nA 30-31s\nC 31-32s\nA 33-34s', [0, 2]],
    ['{by: agent, in: last 5 s}', 'A 0-20s\nC 20-29s\nA 30-31s', [2]],
    ['{by: agent, in: first 30 s}', 'A\nC', 'not_applicable'],
  ]);
});

describe('after', () => {
  table([
    ['{is: apology, after: complaint}', 'A apology\nC complaint\nA apology', [2]],
    ['{is: apology, after: {of: complaint, within: 1 agent turn}}', 'C complaint\nA apology\nC\nA apology', [1]],
    ['{is: apology, after: {of: complaint, within: 2.. agent turns}}', 'C complaint\nA apology\nC\nA apology', [3]],
    ['{is: apology, after: {of: complaint, within: 2 turns}}', 'C complaint\nA\nC\nA apology', 'fails'],
    ['{is: apology, after: {of: complaint, until: solution}}', 'C complaint\nA apology solution\nC\nA apology', [1]],
    ['{is: apology, after: apology}', 'A apology\nC\nA apology', [2]],
    ['{is: apology, after: apology}', 'A apology@-', 'fails'],
    [
      '{is: apology, after: {of: complaint, within: 10 s}}',
      'C 0-1s complaint\nA 11-12s apology\nC 12-13s\nA 14-15s apology',
      [1],
    ],
    ['{is: apology, after: {of: complaint, within: 10 s}}', 'C complaint\nA apology', 'not_applicable'],
    ['{is: apology, after: hold}', 'A apology hold\nC\nA apology', [2]],
  ]);
  it('tells the place that came too late, with its distance', () => {
    const result = ask('{is: apology, after: {of: complaint, within: 1 agent turn}}', 'C complaint\nA\nC\nA apology');
    expect(result.nearMisses).toMatchObject([
      { turn: 3, name: 'apology', why: { kind: 'window', distance: 2, allowed: '1 agent turn' } },
    ]);
  });
});

describe('followedBy', () => {
  table([
    ['{is: complaint, followedBy: {of: empathy, within: 2 agent turns}}', 'C complaint\nA\nC\nA empathy', [0]],
    [
      '{is: complaint, followedBy: {of: empathy, within: 2 agent turns}}',
      'C complaint\nA\nC\nA\nC\nA empathy',
      'fails',
    ],
    ['{is: apology, followedBy: {of: solution, within: 1..2 agent turns}}', 'A apology solution\nC\nA', 'fails'],
    ['{is: apology, followedBy: {of: solution, within: 0 turns}}', 'A apology solution', [0]],
    ['{is: apology, followedBy: {of: solution, within: same turn}}', 'A apology\nA solution', [0]],
    ['{is: apology, followedBy: {of: solution, within: same turn}}', 'A solution apology', 'fails'],
    ['{is: complaint, followedBy: {of: empathy, until: solution}}', 'C complaint\nA solution empathy', 'fails'],
    ['{is: complaint, followedBy: {of: empathy, until: solution}}', 'C complaint\nA empathy solution', [0]],
    ['{is: closing, followedBy: {of: hangup, within: same turn}}', 'A closing hangup', [0]],
  ]);
});

describe('with', () => {
  table([
    ['{is: empathy, with: solution}', 'A solution empathy\nC\nA empathy\nA solution', [0, 2]],
    ['{is: empathy, with: solution}', 'A empathy\nC\nA solution', 'fails'],
    ['{is: empathy, with: {of: solution, within: 1 agent turn}}', 'A solution\nC\nA empathy\nC\nA\nC\nA empathy', [2]],
    ['{is: empathy, with: {of: solution, within: 1 agent turn}}', 'A empathy\nC\nA solution', [0]],
    ['{is: empathy, with: {of: solution, within: same clause}}', 'A empathy solution', [0]],
    ['{run: {by: caller}, until: {by: agent}, with: {is: backchannel, by: agent}}', 'C\nA bc\nC', 'fails'],
    ['{any: [{run: {by: caller}, until: {by: agent}}], with: {is: backchannel, by: agent}}', 'C\nA bc\nC', [0]],
  ]);
});

describe('unless', () => {
  table([
    ['{is: denial, unless: alternative}', 'A denial alternative\nC\nA denial', [2]],
    ['{is: denial, unless: [alternative, {after: complaint}]}', 'A denial\nC complaint\nA denial', [0]],
    ['{is: denial, unless: {where: {softened: true}}}', 'A denial(softened=true)\nC\nA denial', [2]],
    [
      '{is: denial, unless: {with: solution, after: complaint}}',
      'A denial solution\nC complaint\nA denial solution',
      [0],
    ],
    ['{is: denial, unless: {not: complaint}}', 'A denial', 'fails'],
    ['{is: denial, unless: {unless: {where: {softened: true}}}}', 'A denial(softened=true)\nC\nA denial', [0]],
  ]);
  it('keeps the place where the condition cannot be seen, and names it', () => {
    const result = ask('{is: denial, unless: hold}', 'A denial', { inputs: { holdEvents: false } });
    expect(result).toMatchObject({ outcome: 'holds', unseen: ['hold'] });
  });
  it('keeps what it dropped as a near miss', () => {
    expect(ask('{is: denial, unless: alternative}', 'A denial alternative').nearMisses).toMatchObject([
      { turn: 0, name: 'denial', why: { kind: 'unless', condition: 'alternative' } },
    ]);
  });
});

describe('alike', () => {
  const same = 'A "这个问题我们会尽快处理的"';
  table([
    ['{by: agent, alike: 0.9, times: 3..}', `${same}\nC\n${same}\nC\n${same}`, [0]],
    ['{by: agent, alike: 0.9, times: 3.., pick: 3..}', `${same}\nC\n${same}\nC\n${same}\nC\n${same}`, [4, 6]],
    ['{by: agent, alike: 0.9, times: 2..}', `${same}\nC\nA`, 'fails'],
    ['{by: agent, alike: {score: 0.9, within: 2 turns}, times: 3..}', `${same}\nC\n${same}\nC\nA\nC\n${same}`, 'fails'],
    ['{by: agent, alike: 0.6, times: 2..}', `${same}\nC\nA "这个问题我们会马上处理的"`, [0]],
  ]);
});

describe('times and pick', () => {
  const call = 'A empathy\nC\nA empathy\nC\nA empathy';
  table([
    ['{is: empathy, times: 3..}', call, [0, 2, 4]],
    ['{is: empathy, times: 4..}', call, 'fails'],
    ['{is: empathy, times: 3}', call, [0, 2, 4]],
    ['{is: empathy, times: ..3}', call, 'holds'],
    ['{is: empathy, times: ..2}', call, 'fails'],
    ['{is: empathy, times: 0}', call, 'fails'],
    ['{is: apology, times: 0}', call, 'holds'],
    ['{is: apology, times: ..2}', call, 'holds'],
    ['{is: empathy, pick: first}', call, [0]],
    ['{is: empathy, pick: last}', call, [4]],
    ['{is: empathy, pick: 2}', call, [2]],
    ['{is: empathy, pick: 2..}', call, [2, 4]],
    ['{is: empathy, times: 2.., pick: 3..}', call, [4]],
    ['{is: apology, pick: first}', call, 'fails'],
  ]);
});
