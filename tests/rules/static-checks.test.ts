import { describe, expect, it } from 'vitest';
import { compileExpression, readsOf, readYaml, rulesNamed, unusedRules } from '../../src/rules/index.js';
import { problemsOf, rulesOf } from './probe.js';

const HEAD = 'id: USR-1, name: {en: a, zh: b}, who: agent, polarity: neutral';
const OTHERS = `
  - {id: USR-8, name: {en: a, zh: b}, who: agent, polarity: neutral, measure: {each: complaint, must: empathy}}
  - {id: USR-9, name: {en: a, zh: b}, who: agent, polarity: neutral, state: not_observable, why: no sound}
flags:
  - {id: a_flag, name: {en: a, zh: b}, find: complaint}
  - {id: a_truth, name: {en: a, zh: b}, find: {not: complaint}}`;
const rule = (body: string) => `rules:\n  - {${HEAD}, ${body}}${OTHERS}`;

/** What is told of one rule whose body stands in line 2. */
const told = (body: string) => problemsOf(rule(body)).map((sentence) => sentence.replace(/^rules\.yaml:2 USR-1: /, ''));

describe('sentences', () => {
  it.each([
    // names
    ['find: empathi', 'unknown name "empathi"; the nearest is "empathy".'],
    ['find: {is: [empathy, xyzzy_nothing_near]}', 'unknown name "xyzzy_nothing_near".'],
    ['find: call.hasTimes', 'call.hasTimes is a quantity; write {value: call.hasTimes}.'],
    ['find: {value: meta.ring, range: 4..}', 'unknown name "meta.ring"; the nearest is "meta.rings".'],
    ['find: {says: lexicon:buts}', 'unknown lexicon "buts"; the nearest is "but".'],
    ['find: USR-9', 'USR-9 is kept and never evaluated, so nothing can be asked of it.'],
    // keys
    ['find: {is: empathy, aftr: complaint}', 'unknown key "aftr"; the nearest is "after".'],
    [
      'find: {is: empathy, after: {of: complaint, whithin: 2 turns}}',
      'unknown key "whithin"; the nearest is "within". What belongs to the anchor stands under "of".',
    ],
    ['find: {is: empathy, any: [apology]}', '"is" and "any" stand in one mapping, which looks for one thing only.'],
    [
      'find: [empathy, apology]',
      'a bare list stands nowhere but after "is", "says" and "unless"; write {any: […]} or {all: […]}.',
    ],
    ['find: {}', 'an empty mapping looks for nothing.'],
    ['find: {any: []}', '"any" is an empty list.'],
    ['find: {run: empathy}', '"run" needs "until".'],
    ['find: 3', '"3" is no name.'],
    // attributes and their values
    [
      'find: {is: check_result, where: {finding: company_eror}}',
      '"finding: company_eror" is no value of it; the nearest is "company_error".',
    ],
    ['find: {is: empathy, where: {kinds: praise}}', 'unknown attribute "kinds" of empathy; the nearest is "kind".'],
    [
      'find: {is: [empathy, apology], where: {kind: praise}}',
      'apology has no attribute "kind", which only empathy has; bound each on its own.',
    ],
    ['find: {is: commitment, where: {deadline: yes}}', '"deadline" is true or false, not "yes".'],
    [
      'find: {is: apology, where: {discarded: negatd}}',
      '"discarded: negatd" is no value of it; the nearest is "negated".',
    ],
    ['find: {is: a_flag, where: {discarded: negated}}', '"discarded" looks at findings of labels, and a_flag is none.'],
    [
      'find: {is: apology, unless: {where: {discarded: negated}}}',
      '"discarded" belongs beside "is" or "says"; a place that is judged here was counted.',
    ],
    ['find: {is: empathy, by: caller}', '"by: caller" finds nothing, since empathy is only ever of the agent.'],
    ['find: {is: deadline, by: callr}', '"by: callr" is no speaker; known are agent, caller, system.'],
    // places, truths and numbers
    [
      'find: {is: apology, after: USR-8}',
      '"after" needs places, and USR-8 is a measure; use a rule or flag with `find`.',
    ],
    [
      'find: {is: apology, after: a_truth}',
      '"after" needs places, and a_truth is a truth; use a rule or flag with `find` that gives places.',
    ],
    [
      'find: {is: a_truth, times: 2..}',
      '"times" needs places, and a_truth is a truth; use a rule or flag with `find` that gives places.',
    ],
    [
      'find: {each: complaint, must: empathy}',
      '"find" needs places or a truth, and this is a measure; write it under "measure".',
    ],
    ['measure: empathy', '"measure" needs each, full, steps or value; places and truths stand under "find".'],
    [
      'find: {steps: [empathy, a_truth]}',
      '"steps" needs places, and a_truth is a truth; use a rule or flag with `find` that gives places.',
    ],
    ['find: {value: a_flag, range: 1..}', 'a_flag has no measure; a rule with "find" is used by its name.'],
    ['find: {value: meta.rings}', 'meta.rings is a number; add "range".'],
    ['find: {value: meta.queue}', 'meta.queue is a text; add "equals".'],
    // units and ranges
    [
      'find: {is: apology, after: {of: complaint, within: 2}}',
      '"within: 2" has no unit; write "2 agent turns", "2 turns" or "2 s".',
    ],
    [
      'find: {is: apology, after: {of: complaint, within: 2 minutes}}',
      '"within: 2 minutes" has an unknown unit; windows are counted in turns, agent turns, caller turns or s.',
    ],
    [
      'find: {is: apology, after: {of: complaint, within: 3..2 turns}}',
      '"within: 3..2 turns" is empty, since its lower bound lies above the upper one.',
    ],
    ['find: {is: silence, where: {duration: 8000.. ms}}', 'silence is measured in s, not in "8000.. ms".'],
    ['find: {is: interruption, where: {overlap: 500..}}', '"overlap" is measured in ms, not in "500..".'],
    [
      'find: {by: caller, where: {level: 3..1}}',
      '"level: 3..1" is empty, since its lower bound lies above the upper one.',
    ],
    ['find: {value: call.duration, range: 10.. ms}', 'call.duration is measured in s, not in "10.. ms".'],
    ['find: {is: empathy, times: 2 turns}', '"times: 2 turns" counts places, so it is a whole number without a unit.'],
    [
      'find: {is: empathy, in: first 2}',
      '"in: first 2" is no position; write "first 3 agent turns", "last 2 turns", "first 30 s" or "last 33 %".',
    ],
    ['find: {is: empathy, alike: 2}', '"alike" needs a score above 0 and at most 1, not "2".'],
    ["find: {says: 'like(3):您好'}", '"like(3)" must lie between 0 and 1.'],
    // what can never be met
    [
      'find: {is: apology, in: first 2 agent turns, after: {of: complaint, within: 3.. agent turns}}',
      '"after" … "within: 3.. agent turns" can never be met "in: first 2 agent turns".',
    ],
    [
      'find: {is: apology, in: last 2 turns, followedBy: {of: closing, within: 2.. turns}}',
      '"followedBy" … "within: 2.. turns" can never be met "in: last 2 turns".',
    ],
    ['find: {is: empathy, times: 1..3, pick: 5}', '"pick: 5" can never be met with "times: 1..3".'],
    ['find: {is: empathy, times: ..3, pick: 2}', '"times: ..3" makes a truth, so "pick" has nothing to pick.'],
    ['find: {is: empathy, pick: 0}', '"pick: 0" picks nothing; members are counted from 1.'],
    ['find: {any: [empathy, apology], need: 3}', '"need: 3" is more than the 2 parts of "any".'],
    [
      'find: {any: [empathy, apology], within: 2 turns}',
      '"within" of "any" bounds how close "need" different parts lie; add "need: 2" or more.',
    ],
    [
      'find: {is: [empathy, apology], unless: {is: [apology, empathy, thanks]}}',
      '"unless" covers the whole pattern, so nothing is ever found.',
    ],
    ['find: {by: agent, unless: {by: agent}}', '"unless" covers the whole pattern, so nothing is ever found.'],
    [
      'find: {is: empathy, with: {of: apology, until: closing}}',
      '"with" looks to either side, so "until" has no meaning; use "after" or "followedBy".',
    ],
    // parameters
    ['params: {window: 2 turns}, find: empathy', 'nobody uses the parameter "window".'],
    [
      'params: {window: 2 turns}, find: {is: empathy, after: {of: complaint, within: $windw}}',
      'unknown parameter "$windw"; the nearest is "$window".',
    ],
    // the frame
    ['find: empathy, measure: {full: empathy}', 'has "find" and "measure"; a rule has one of them.'],
    ['when: empathy', 'needs "find" or "measure".'],
    ['find: empathy, holdsFrom: 0.5', '"holdsFrom" is for "measure"; "find" holds where it finds a place.'],
    ['measure: {full: empathy}, holdsFrom: 2', '"holdsFrom: 2" must be a number above 0 and at most 1.'],
    ['find: empathy, why: because', '"why" belongs to "state"; use "note".'],
    [
      'state: invariant, why: a, find: empathy',
      'a rule with "state" is never evaluated, so "find" has no place in it.',
    ],
    ['state: invariants, why: a', 'unknown "state: invariants"; the nearest is "invariant".'],
    ['fnd: empathy, find: empathy', 'unknown key "fnd"; the nearest is "find".'],
  ])('%s', (body, sentence) => {
    expect(told(body)).toContain(sentence);
  });

  it('tells of a pattern that cannot be used', () => {
    expect(told("find: {says: '/(?=a)b/'}")[0]).toMatch(/^the pattern \/\(\?=a\)b\/ cannot be used: .+\.$/);
  });
  it('tells file and line, and every mistake of a file at once', () => {
    const text = `rules:\n  - ${'{'}${HEAD},\n     find: {is: empathi,\n            after: {of: complaint, within: 2}}}\n`;
    expect(problemsOf(text)).toEqual([
      'rules.yaml:3 USR-1: unknown name "empathi"; the nearest is "empathy".',
      'rules.yaml:4 USR-1: "within: 2" has no unit; write "2 agent turns", "2 turns" or "2 s".',
    ]);
  });
  it('tells a mistake once, however many rules lean on it', () => {
    const flag = 'flags:\n  - {id: broken, name: {en: a, zh: b}, find: empathi}';
    const user = (id: string) =>
      `  - {id: ${id}, name: {en: a, zh: b}, who: agent, polarity: neutral, find: {is: apology, after: broken}}`;
    expect(problemsOf(`rules:\n${user('USR-1')}\n${user('USR-2')}\n${flag}`)).toEqual([
      'rules.yaml:5 broken: unknown name "empathi"; the nearest is "empathy".',
    ]);
  });
  it('tells a circle with its path', () => {
    const flag = (id: string, find: string) => `  - {id: ${id}, name: {en: a, zh: b}, find: ${find}}`;
    expect(
      problemsOf(['flags:', flag('one', '{not: two}'), flag('two', 'three'), flag('three', 'one')].join('\n')),
    ).toEqual(['rules.yaml:2 one > two > three > one is a circle.']);
  });
  it('tells doubled ids, ids that are labels, and missing frames', () => {
    const twice = `rules:\n  - {${HEAD}, find: empathy}\n  - {${HEAD}, find: apology}`;
    expect(problemsOf(twice)).toEqual(['rules.yaml:3 USR-1: this id is taken already, in rules.yaml:2.']);
    expect(problemsOf('flags: [{id: empathy, name: {en: a, zh: b}, find: apology}]')).toEqual([
      'rules.yaml:1 empathy: a label has this name already; names stand in one namespace.',
    ]);
    expect(problemsOf('rules: [{id: usr1, find: empathy}]')).toEqual([
      'rules.yaml:1 a rule needs an id like EMP-11 or USR-01, not "usr1".',
    ]);
    expect(problemsOf('rules: [{id: USR-1, name: x, find: empathy}]')).toEqual([
      'rules.yaml:1 USR-1: needs "polarity": reward, penalise, neutral, flag.',
      'rules.yaml:1 USR-1: needs "who": agent, caller, system.',
      'rules.yaml:1 USR-1: needs a name in both languages: {en: …, zh: …}.',
    ]);
    expect(problemsOf('rulez: []')).toEqual(['rules.yaml:1 unknown key "rulez"; the nearest is "rules".']);
  });
  it('tells YAML mistakes and their usual cause', () => {
    expect(problemsOf('rules: [\n')[0]).toMatch(/^rules\.yaml:\d+ is not valid YAML: .+\.$/);
    expect(problemsOf(`rules:\n  - {${HEAD}, find: {says: [/a.{1,2}b/]}}`)[0]).toMatch(
      /A pattern with \{ or \[ must be quoted\.$/,
    );
    expect(problemsOf('rules: []\nrules: []')).toEqual(['rules.yaml:2 the same key stands here twice; keep one.']);
    expect(problemsOf('flags: &a []\nrules: *a')).toContain(
      'rules.yaml:2 "*a" refers to an anchor; write the value out instead.',
    );
  });
});

describe('settings', () => {
  const text = `rules: [{${HEAD}, params: {window: 2 agent turns, uses: 2..}, find: {is: name_use, times: $uses, after: {of: complaint, within: $window}}}]`;
  it('replace parameters by amounts of the same unit', () => {
    expect(rulesOf(text, { 'USR-1.window': '1 agent turn' }).infos.get('USR-1')?.params).toEqual({
      window: '1 agent turn',
      uses: '2..',
    });
    expect(problemsOf(text, { 'USR-1.window': '3 s' })).toEqual([
      'settings "USR-1.window: 3 s" has another unit than "2 agent turns".',
    ]);
    expect(problemsOf(text, { 'USR-1.windw': '3 s' })).toEqual([
      'settings unknown parameter "USR-1.windw"; the nearest is "USR-1.window".',
    ]);
  });
});

describe('words', () => {
  it('become requests with ids that other rules do not move', () => {
    const text = `rules: [{${HEAD}, find: {any: [{says: [lexicon:but, 但是, '/a+/', 'like(0.9):您好']}, {says: lexicon:softener, except: [不过, '/b/']}, {says: lexicon:but}]}}]`;
    expect(rulesOf(text).phraseRequests).toEqual([
      { id: 'lexicon:but', lexicon: 'but', phrases: [], patterns: [], likes: [], except: [] },
      {
        id: 'says:USR-1#1',
        lexicon: null,
        phrases: ['但是'],
        patterns: ['a+'],
        likes: [{ score: 0.9, sentence: '您好' }],
        except: [],
      },
      { id: 'says:USR-1#2', lexicon: 'softener', phrases: [], patterns: [], likes: [], except: ['不过', '/b/'] },
    ]);
  });
});

describe('expressions of other rooms', () => {
  const rules = rulesOf(`rules:\n  - {${HEAD}, find: {by: caller, where: {level: 3..}, after: a_flag}}${OTHERS}`);
  const compile = (yaml: string) =>
    compileExpression(rules, readYaml({ path: 'rubric.yaml', text: yaml }).root, {
      file: 'rubric.yaml',
      owner: 'empathy',
    });
  it('are told of under their own file and owner', () => {
    expect(() => compile('\n\n{is: empathi}')).toThrow(
      'rubric.yaml:3 empathy: unknown name "empathi"; the nearest is "empathy".',
    );
  });
  it('share nodes with the rules', () => {
    const before = rules.engine.table.nodes.length;
    compile('{by: caller, where: {level: 3..}, after: a_flag}');
    expect(rules.engine.table.nodes.length).toBe(before);
  });
  it('show everything they read, through rules and flags', () => {
    expect(readsOf(compile('{all: [USR-1, {value: meta.rings, range: 1..}]}'))).toEqual({
      labels: ['complaint'],
      attributes: ['level'],
      quantities: ['meta.rings'],
    });
  });
  it('know what they give', () => {
    expect(compile('USR-1').gives).toBe('places');
    expect(compile('{not: USR-1}').gives).toBe('truth');
    expect(compile('{each: complaint, must: empathy}').gives).toBe('number');
  });
  it('may name groups of rules', () => {
    expect(rulesNamed(rules, 'USR-*')).toEqual(['USR-1', 'USR-8']);
    expect(rulesNamed(rules, 'USR-9')).toEqual(['USR-9']);
    expect(unusedRules(rules, ['USR-8', 'USR-9'])).toEqual(['a_truth']);
  });
});
