/** Mistakes in the words that tell of danger together, and what is made of those of the package. */
import { describe, expect, it } from 'vitest';
import { loadLanguagePacks } from '../../src/config/language-packs.js';
import { readModel } from '../../src/config/text-files.js';
import { readDangerData } from '../../src/stages/danger-data.js';
import { MODELS_FOLDER } from '../default-masker.js';

const packs = loadLanguagePacks(MODELS_FOLDER);
const file = readModel(MODELS_FOLDER, 'danger-signs.yaml');

const HEAD = ['schemaVersion: 1', 'spreads: {wide: 6, close: 2}'];
const GROUPS = ['groups:', '  SOMEBODY: [frail, person]'];
const FALL = '  - {id: fall, of: body, spread: wide, parts: [SOMEBODY, down, inert|grave]}';
const FORESHADOWING = 'foreshadowing: {alone: [brink], together: [hush, nearby]}';
const EVERYDAY = 'everyday: [SOMEBODY, now]';

interface Sections {
  readonly groups?: readonly string[];
  readonly constructions?: readonly string[];
  readonly foreshadowing?: string;
  readonly everyday?: string;
}

/** A whole file in which the sections under test are put in place of sound ones; the constructions begin in line 6. */
function written({
  groups = GROUPS,
  constructions = [FALL],
  foreshadowing = FORESHADOWING,
  everyday = EVERYDAY,
}: Sections): string {
  return [...HEAD, ...groups, 'constructions:', ...constructions, foreshadowing, everyday].join('\n');
}

function mistakes(text: string): readonly string[] {
  try {
    readDangerData({ path: 'own.yaml', text }, packs);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

const having = (...lines: readonly string[]) => written({ constructions: lines });

describe('a mistake in the signs of danger', () => {
  const LEXICONS = 'danger_people, danger_bodies, danger_places, danger_hazards, danger_acts';

  it.each([
    [
      'an unknown kind',
      having('  - {id: fall, of: bodies, spread: wide, parts: [down]}'),
      'own.yaml:6 "constructions.0.of" is "bodies" and must be farewell, body, act or hazard.',
    ],
    [
      'a kind whose words are said whole',
      having('  - {id: fall, of: wish, spread: wide, parts: [down]}'),
      'own.yaml:6 "constructions.0.of" is "wish" and must be farewell, body, act or hazard.',
    ],
    [
      'a mistyped part',
      having('  - {id: fall, of: body, spread: wide, parts: [down, inert|graev]}'),
      'own.yaml:6 unknown part or group "graev": did you mean "grave"?',
    ],
    [
      'a part that no entry has',
      having('  - {id: fall, of: body, spread: wide, parts: [down, earthquakes]}'),
      `own.yaml:6 unknown part or group "earthquakes": write the "part" of an entry of ${LEXICONS}.`,
    ],
    [
      'a mistyped group',
      having('  - {id: fall, of: body, spread: wide, parts: [SOMBODY, down]}'),
      'own.yaml:6 unknown part or group "SOMBODY": did you mean "SOMEBODY"?',
    ],
    [
      'a spread without a name',
      having('  - {id: fall, of: body, spread: 3, parts: [down]}'),
      'own.yaml:6 "constructions.0.spread" is 3 and must be text.',
    ],
    [
      'an unknown spread',
      having('  - {id: fall, of: body, spread: near, parts: [down]}'),
      'own.yaml:6 unknown spread "near": known are wide, close.',
    ],
    [
      'a construction twice',
      having(FALL, '  - {id: lying, of: body, spread: wide, parts: [grave|inert, down, person|frail]}'),
      'own.yaml:7 the same construction stands already in line 6.',
    ],
    [
      'two constructions in a line',
      having('  [{id: fall, of: body, spread: wide, parts: [down]}, {id: fire, of: act, spread: wide, parts: [fire]}]'),
      'own.yaml:6 holds two constructions; write one a line.',
    ],
    [
      'names with something else between them',
      having('  - {id: fall, of: body, spread: wide, parts: [down, inert/grave]}'),
      'own.yaml:6 "constructions.0.parts.1" is "inert/grave" and must be names with | between them.',
    ],
    [
      'a construction of nothing',
      having('  - {id: fall, of: body, spread: wide, parts: []}'),
      'own.yaml:6 "constructions.0.parts" is a list and must be a list of at least 1.',
    ],
    [
      'an unknown key',
      having('  - {id: fall, of: body, spread: wide, part: [down], parts: [down]}'),
      'own.yaml:6 unknown key "part"; the nearest is "parts".',
    ],
    [
      'an id with other signs',
      having('  - {id: Fall 1, of: body, spread: wide, parts: [down]}'),
      'own.yaml:6 "constructions.0.id" is "Fall 1" and must be small letters and -.',
    ],
    [
      'a group of an unknown part',
      written({ groups: ['groups:', '  SOMEBODY: [frail, persons]'] }),
      'own.yaml:4 unknown part "persons": did you mean "person"?',
    ],
    [
      'a group within a group',
      written({ groups: [...GROUPS, '  ANYBODY: [SOMEBODY]'] }),
      `own.yaml:5 unknown part "SOMEBODY": write the "part" of an entry of ${LEXICONS}.`,
    ],
    [
      'a group that is called as a part',
      written({ groups: [...GROUPS, '  down: [inert]'] }),
      'own.yaml:5 the group "down" has the name of a part: name it otherwise.',
    ],
    [
      'an unknown part that foreshadows',
      written({ foreshadowing: 'foreshadowing: {alone: [brinks], together: [hush, nearby]}' }),
      'own.yaml:7 unknown part or group "brinks": did you mean "brink"?',
    ],
    [
      'a group among parts that foreshadow together',
      written({ foreshadowing: 'foreshadowing: {alone: [brink], together: [hush, SOMEBODY]}' }),
      `own.yaml:7 unknown part "SOMEBODY": write the "part" of an entry of ${LEXICONS}.`,
    ],
    [
      'an unknown part of everyday talk',
      written({ everyday: 'everyday: [SOMEBODY, nows]' }),
      'own.yaml:8 unknown part or group "nows": did you mean "now"?',
    ],
    ['no constructions', having('  []'), 'own.yaml:6 "constructions" is a list and must be a list of at least 1.'],
  ])('%s is one sentence with file and line', (_, text, sentence) => {
    expect(mistakes(text)).toEqual([sentence]);
  });

  it('is told beside the others', () => {
    const text = having(
      '  - {id: fall, of: body, spread: wider, parts: [down]}',
      '  - {id: fire, of: hazard, spread: wide, parts: [fires]}',
    );
    expect(mistakes(text).map((each) => each.slice(0, 'own.yaml:6'.length))).toEqual(['own.yaml:6', 'own.yaml:7']);
  });
});

describe('the signs of danger', () => {
  it('of the package are whole', () => {
    expect(readDangerData(file, packs).constructions.length).toBeGreaterThan(50);
  });

  it('have their groups opened, their spread in clauses, and the order of the file', () => {
    const text = having(FALL, '  - {id: fire, of: hazard, spread: close, parts: [fire]}');
    const { constructions: read, ...rest } = readDangerData({ path: 'own.yaml', text }, packs);
    expect(read).toEqual([
      { id: 'danger-fall', of: 'body', spread: 6, parts: [['frail', 'person'], ['down'], ['inert', 'grave']] },
      { id: 'danger-fire', of: 'hazard', spread: 2, parts: [['fire']] },
    ]);
    expect(rest).toEqual({
      foreshadows: new Set(['brink']),
      foreshadowsTogether: ['hush', 'nearby'],
      everyday: new Set(['frail', 'person', 'now']),
    });
  });

  it('of the same parts may differ in spread and kind', () => {
    const lines = [
      '  - {id: fire, of: hazard, spread: close, parts: [fire, building]}',
      '  - {id: fire, of: hazard, spread: wide, parts: [fire, building]}',
      '  - {id: fire, of: act, spread: wide, parts: [fire, building]}',
    ];
    expect(mistakes(having(...lines))).toEqual([]);
  });
});
