/** What a policy file must be: each mistake one sentence with file and line. */
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/domain/errors.js';
import { compilePolicy } from '../../src/harassment/index.js';
import { POLICY_NAMES, policy, policyText, rules } from './policies.js';

function mistakes(change: (text: string) => string): string {
  const before = policyText('default');
  const text = change(before);
  expect(text).not.toBe(before);
  try {
    compilePolicy({ path: 'own.yaml', text }, rules());
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

const lineOf = (words: string) =>
  policyText('default')
    .split('\n')
    .findIndex((line) => line.includes(words)) + 1;

describe('the shipped policies', () => {
  it.each(POLICY_NAMES)('%s is whole', (name) => {
    expect(policy(name)).toMatchObject({ id: name, version: '1.0.0', start: 'normal' });
  });
  it('differ in their options and nothing else that decides', () => {
    const decides = (name: (typeof POLICY_NAMES)[number]) =>
      policyText(name)
        .split('\n')
        .filter((line) => !/^#|^id:|^name:|_with_demand: \{value/.test(line));
    expect(decides('protect-staff')).toEqual(decides('default'));
  });
  it('ask for the words that they name', () => {
    expect(policy('default').phraseRequests.map((request) => request.id)).toContain('lexicon:calls_off');
  });
});

describe('a policy is refused', () => {
  it.each([
    [
      'level in a signal',
      (t: string) =>
        t.replace('slur: {find: discrimination,', 'slur: {find: {is: discrimination, where: {level: 3..}},'),
      'slur: a policy must not lean on "level"',
    ],
    [
      'anger in a signal',
      (t: string) => t.replace('slur: {find: discrimination,', 'slur: {find: anger,'),
      'slur: a policy must not lean on "anger"',
    ],
    [
      'swearing in a signal',
      (t: string) => t.replace('slur: {find: discrimination,', 'slur: {find: profanity,'),
      'slur: a policy must not lean on "profanity"',
    ],
    [
      'feeling behind a flag',
      (t: string) => t.replace('asked: asked_for_matter', 'asked: caller_distress'),
      'asked: a policy must not lean on "anger"',
    ],
    [
      'feeling behind a rule',
      (t: string) => t.replace('asked: asked_for_matter', 'asked: DIF-01'),
      'asked: a policy must not lean on "anger"',
    ],
    [
      'feeling in the protection',
      (t: string) =>
        t.replace(
          'protection: live_demand',
          'protection: {all: [live_demand, {by: caller, where: {sentiment: neutral}}]}',
        ),
      'protection: a policy must not lean on "sentiment"',
    ],
    [
      'a share of feeling',
      (t: string) => t.replace('from: danger', 'from: {value: caller.emotiveShare, range: 0.5..}'),
      'must not lean on "caller.emotiveShare"',
    ],
  ])('for %s', (_, change, expected) => {
    expect(mistakes(change)).toContain(expected);
  });
  it.each([
    ['an unknown key', (t: string) => t.replace('atEnd:', 'atEnds:'), 'unknown key "atEnds"; the nearest is "atEnd".'],
    ['a missing part', (t: string) => t.replace('protection: live_demand', ''), 'the policy needs "protection".'],
    [
      'an unknown label',
      (t: string) => t.replace('insult: {find: insult,', 'insult: {find: insullt,'),
      'insult: unknown name "insullt"; the nearest is "insult".',
    ],
    [
      'an unknown category',
      (t: string) => t.replace('find: insult, category: insult', 'find: insult, category: insults'),
      'unknown category "insults"; the nearest is "insult".',
    ],
    [
      'an unknown signal',
      (t: string) => t.replace('on: silent_line', 'on: silent_lin'),
      'unknown signal "silent_lin"; the nearest is "silent_line".',
    ],
    [
      'an unknown state',
      (t: string) => t.replace('if: harasses_on, to: block_justified', 'if: harasses_on, to: block_justifed'),
      'unknown state "block_justifed"; the nearest is "block_justified".',
    ],
    [
      'an unknown option',
      (t: string) => t.replace('only: {threats_with_demand', 'only: {threat_with_demand'),
      'unknown option "threat_with_demand"',
    ],
    [
      'a value that an option has not',
      (t: string) => t.replace('value: patience', 'value: pacience'),
      'option "insults_with_demand" is "pacience"',
    ],
    [
      'a state that nothing reaches',
      (t: string) => t.replace('  - {id: abused', '  - {id: hinted, decision: review}\n  - {id: abused'),
      'nothing leads to the state "hinted".',
    ],
    [
      'a signal without places',
      (t: string) => t.replace('slur: {find: discrimination,', 'slur: {find: {not: discrimination},'),
      'signal "slur" needs places',
    ],
    ['a wrong decision', (t: string) => t.replace('most: review', 'most: nothing'), 'unknown decision "nothing"'],
    ['a wrong head', (t: string) => t.replace('schemaVersion: 1', 'schemaVersion: 2'), '"schemaVersion"'],
    [
      'a list where a mapping is due',
      (t: string) => t.replace(/conditions:[\s\S]*?\n\n/, 'conditions: [asked]\n\n'),
      '"conditions" must be a mapping.',
    ],
  ])('for %s', (_, change, expected) => {
    expect(mistakes(change)).toContain(expected);
  });
  it('with the line of the mistake', () => {
    const said = mistakes((text) => text.replace('slur: {find: discrimination,', 'slur: {find: anger,'));
    expect(said).toContain(`own.yaml:${lineOf('slur: {find')} `);
  });
});
