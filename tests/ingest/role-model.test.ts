import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/domain/errors.js';
import { loadRoleModel } from '../../src/ingest/index.js';
import { readRoleModel } from '../../src/ingest/role-model.js';
import { signsOfTurns } from '../../src/ingest/role-signs.js';

const FOLDER = 'models/ingest/roles';
const words = readFileSync(`${FOLDER}/words.yaml`, 'utf8');
const SUM = 'sum: {turn: 1, mostPerTurn: 3, talkShare: 0, speaksFirst: 0, mostPerCall: 7}';

function mistakes(signs: string, own = words): readonly string[] {
  try {
    readRoleModel({ words: { path: 'words.yaml', text: own }, signs: { path: 'signs.yaml', text: signs } });
    return [];
  } catch (thrown) {
    return (thrown as ConfigError).message.split('\n');
  }
}

describe('the weights of signs', () => {
  it('of the package are whole', () => {
    const model = loadRoleModel(FOLDER);
    expect(model.weights.size).toBeGreaterThan(500);
    expect(model.sum.turn).toBeGreaterThan(0);
  });

  it.each([
    ['a word for a weight', `${SUM}\nsigns:\n  您: high`, ['signs.yaml:3 "signs" must give "您" a number.']],
    [
      'a sign that is none',
      `${SUM}\nsigns:\n  <greet>: 1`,
      ['signs.yaml:3 has the unknown sign "<greet>": did you mean "<greets>"?'],
    ],
    [
      'an unknown part of the sum',
      `sum: {turns: 1}\nsigns: {您: 1}`,
      [/unknown part "turns": did you mean "turn"/, /lacks "sum\.turn"/],
    ],
    ['no signs', SUM, ['signs.yaml:1 lacks the weights of "signs".']],
    ['a list', '[]', [/must be a map/]],
    [
      'another version',
      `schemaVersion: 2\n${SUM}\nsigns: {您: 1}`,
      ['signs.yaml:1 has another "schemaVersion" than 1.'],
    ],
  ])('are refused with %s', (_name, signs, expected) => {
    const told = mistakes(signs);
    for (const sentence of expected)
      expect(told).toContainEqual(
        expect.stringMatching(sentence instanceof RegExp ? sentence : sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
      );
  });

  it.each([
    ['an unknown section', 'group: {}', /unknown section "group": did you mean "groups"/],
    ['a phrase that is a number', 'personal: [5]', /words\.yaml:1 "personal" lists something that is no phrase/],
    ['no lists', 'groups: {greets: [hello]}', /lacks the list "announcements"/],
  ])('words are refused with %s', (_name, own, sentence) => {
    expect(mistakes(SUM, own)).toContainEqual(expect.stringMatching(sentence));
  });

  it('cannot be read from a folder without them', () => {
    expect(() => loadRoleModel('nowhere')).toThrow(ConfigError);
  });
});

describe('the signs of a turn', () => {
  const { words: roleWords } = loadRoleModel(FOLDER);
  const signs = (...texts: readonly string[]) =>
    signsOfTurns(
      texts.map((text, at) => ({ voice: 'AB'[at % 2]!, text })),
      roleWords,
    ).map((each) => [...each].filter((sign) => sign.startsWith('<')));

  it.each<[string, readonly string[], readonly string[][]]>([
    [
      'a question and its answer',
      ['您贵姓？', '我姓赵'],
      [
        ['<asks_identity>', '<asks>', '<is_answered>', '<short>'],
        ['<answers>', '<short>'],
      ],
    ],
    [
      'a number that is asked for',
      ['账号多少', '零二四五六'],
      [
        ['<asks>', '<is_answered>', '<short>'],
        ['<answers>', '<gives_number>', '<short>'],
      ],
    ],
    ['a question with no mark', ['还没有好吗'], [['<asks>', '<short>']]],
    ['a word of Latin letters as a whole alone', ['simply'], [['<short>']]],
  ])('%s', (_name, texts, expected) => {
    expect(signs(...texts)).toEqual(expected);
  });

  it('are runs of letters and words, whatever their width and marks', () => {
    const [found] = signsOfTurns([{ voice: 'A', text: '您好，ＯＫ thank you 12345' }], roleWords);
    expect([...found!]).toEqual(expect.arrayContaining(['^您好', '好', 'thank you', 'you 0']));
    expect(found!.has('好ok')).toBe(false);
  });
});
