import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TextFile } from '../../src/config/yaml-file.js';
import { compileRules } from '../../src/rules/index.js';
import { compileRubric, detectorsOf, paramsOf, type Rubric, readRubricFile } from '../../src/scoring/rubric.js';

const MODELS = resolve(import.meta.dirname, '../../models');
const ruleFiles = readdirSync(`${MODELS}/rules`)
  .sort()
  .map((name) => file(`models/rules/${name}`, readFileSync(`${MODELS}/rules/${name}`, 'utf8')));
const base = file('models/rubrics/default.yaml', readFileSync(`${MODELS}/rubrics/default.yaml`, 'utf8'));

function file(path: string, text: string): TextFile {
  return { path, text };
}

function compile(own: string | null): Rubric {
  const files = own === null ? [base] : [base, file('own.yaml', `schemaVersion: 1\n${own}`)];
  const read = files.map(readRubricFile);
  const detectors = read.flatMap(detectorsOf);
  const lexicons = new Set([
    ...readdirSync(`${MODELS}/lexicons/zh`).map((name) => name.replace('.yaml', '')),
    ...detectors.map((detector) => detector.id),
  ]);
  const params = Object.assign({}, ...read.map(paramsOf)) as Record<string, string>;
  const rules = compileRules(
    [...ruleFiles, ...files.map((each) => ({ ...each, embedded: true }))],
    { lexicons },
    { params },
  );
  return compileRubric(read, rules);
}

const points = (rubric: Rubric, id: string) => rubric.criteria.find((criterion) => criterion.id === id)?.points;

describe('the default rubric', () => {
  it('has 100 points on the service card', () => {
    const service = compile(null).criteria.filter((criterion) => criterion.card === null);
    expect(service.reduce((sum, criterion) => sum + criterion.points, 0)).toBe(100);
  });

  it('has every criterion of the labelling guide, and the five critical items', () => {
    const rubric = compile(null);
    expect(rubric.criteria.map((criterion) => criterion.id).sort()).toEqual([
      'abuse_handling',
      'acceptance',
      'apology',
      'closing',
      'commitment',
      'courtesy',
      'empathy',
      'follow_up',
      'hold_transfer',
      'listening',
      'opening',
      'personalisation',
      'responsibility',
      'sentiment_recovery',
      'solution',
      'understanding',
    ]);
    expect(rubric.critical.map((item) => item.id)).toEqual([
      'insults_caller',
      'counter_attack',
      'abandons_caller',
      'disguises_error',
      'intimacy',
    ]);
  });
});

describe("a user's rubric", () => {
  it('changes weights and thresholds and switches criteria off', () => {
    const rubric = compile(
      'extends: default\nid: acme\npass: 85\ncriteria:\n  - {id: empathy, points: 30}\n  - {id: opening, off: true}',
    );
    expect([
      rubric.id,
      rubric.pass,
      points(rubric, 'empathy'),
      points(rubric, 'opening'),
      points(rubric, 'closing'),
    ]).toEqual(['acme', 85, 30, undefined, 3]);
  });

  it('adds detectors, rules, checks and criteria', () => {
    const rubric = compile(`extends: default
detectors:
  - {id: survey_offer, speaker: agent, phrases: [满意度评价], except: [不用满意度评价]}
rules:
  - {id: ACME-01, name: {en: Survey offered, zh: 邀请评价}, who: agent, polarity: reward, find: {says: lexicon:survey_offer, in: last 3 agent turns}}
criteria:
  - {id: survey, section: closing, points: 2, name: {en: Survey, zh: 评价}, met: ACME-01}
  - id: closing
    addChecks: [{rule: ACME-01, points: 1}]`);
    expect(points(rubric, 'survey')).toBe(2);
    expect(rubric.criteria.find((criterion) => criterion.id === 'closing')!.checks.at(-1)!.rules).toEqual(['ACME-01']);
  });

  it('is shown by the example that the documentation names', () => {
    const example = readFileSync(resolve(import.meta.dirname, '../../fixtures/rubrics/own.yaml'), 'utf8');
    const rubric = compile(example.replace('schemaVersion: 1', ''));
    expect([rubric.pass, points(rubric, 'empathy'), points(rubric, 'opening'), points(rubric, 'survey')]).toEqual([
      85,
      20,
      undefined,
      2,
    ]);
  });

  it('makes a critical item take effect at once, adds one, switches one off', () => {
    const rubric = compile(`extends: default
critical:
  - {id: insults_caller, apply: true}
  - {id: intimacy, off: true}
  - {id: no_solution, name: {en: No solution, zh: 无方案}, find: RES-34}`);
    expect(rubric.critical.map((item) => [item.id, item.apply])).toEqual([
      ['insults_caller', true],
      ['counter_attack', false],
      ['abandons_caller', false],
      ['disguises_error', false],
      ['no_solution', false],
    ]);
  });

  it.each([
    ['an unknown key', 'extends: default\npas: 80', 'own.yaml:3 unknown key "pas"; the nearest is "pass".'],
    [
      'an unknown key of a criterion',
      'extends: default\ncriteria:\n  - {id: empathy, point: 3}',
      'own.yaml:4 unknown key "point"; the nearest is "points".',
    ],
    [
      'a wrong weight',
      'extends: default\ncriteria:\n  - {id: empathy, points: many}',
      'own.yaml:4 empathy: "points" is "many" and must be a number',
    ],
    [
      'a new criterion without what it needs',
      'extends: default\ncriteria:\n  - {id: empaty, points: 3}',
      'own.yaml:4 the criterion "empaty" is new and needs "name".',
    ],
    [
      'an unknown rule in a check',
      'extends: default\ncriteria:\n  - {id: empathy, checks: [{rule: EMP-99, points: 1}]}',
      'own.yaml:4 empathy: unknown rule "EMP-99"',
    ],
    [
      'an unknown name in an expression',
      'extends: default\ncriteria:\n  - {id: apology, met: apolgy}',
      'own.yaml:4 apology: unknown name "apolgy"; the nearest is "apology".',
    ],
    [
      'a window without unit',
      'extends: default\ncriteria:\n  - {id: apology, met: {is: apology, after: {of: complaint, within: 2}}}',
      'own.yaml:4',
    ],
    [
      'an unknown lexicon',
      'extends: default\nrules:\n  - {id: A-1, name: {en: a, zh: a}, who: agent, polarity: reward, find: {says: lexicon:nothing_of_that}}',
      'own.yaml:4 A-1: unknown lexicon "nothing_of_that"',
    ],
    [
      'a criterion twice',
      'extends: default\ncriteria:\n  - {id: empathy, points: 3}\n  - {id: empathy, points: 4}',
      'own.yaml:5 "empathy" stands twice',
    ],
    [
      'a floor on a reward',
      'extends: default\ncriteria:\n  - {id: empathy, checks: [{rule: EMP-01, points: 1, floor: -1}]}',
      'own.yaml:4 empathy: "perHit", "floor" and "total" belong to negative points.',
    ],
    ['bands that do not rise', 'extends: default\npass: 95', 'the bands must rise'],
    ['a detector without phrases', 'extends: default\ndetectors:\n  - {id: x_y}', 'own.yaml:4 a detector needs'],
    ['a parameter of no rule', 'extends: default\nparams: {EMP-11.windw: 3 agent turns}', 'EMP-11'],
    ['another base', 'extends: something', 'own.yaml:2 "extends" is "something" and must be default'],
    ['no YAML', 'criteria: [', 'own.yaml:'],
  ])('tells of %s with file and line', (_, own, expected) => {
    expect(() => compile(own)).toThrow(expected);
  });

  it('tells of every mistake at once', () => {
    expect(() =>
      compile('extends: default\ncriteria:\n  - {id: empathy, points: many}\n  - {id: apology, points: few}'),
    ).toThrow(/empathy[\s\S]*apology/);
  });
});
