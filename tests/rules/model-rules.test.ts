import { describe, expect, it } from 'vitest';
import { isLabelName } from '../../src/domain/label.js';
import { compileExpression, compileRules, evaluate, readsOf, readYaml } from '../../src/rules/index.js';
import { LEXICONS, MODEL_FILES, modelRules } from './model-rules.js';
import { type Extras, observe } from './observation-builder.js';

const rules = modelRules();
const flag = (id: string, call: string, extras: Extras = {}) => {
  const result = evaluate(rules, observe(call, extras)).rule(id);
  return result.places.length > 0 ? result.places.map((place) => place.turn) : result.outcome;
};
const outcome = (id: string, call: string, extras: Extras = {}) =>
  evaluate(rules, observe(call, extras)).rule(id).outcome;

describe('the shipped rules', () => {
  it('compile, all 303 rows of 22 groups', () => {
    expect(rules.ids.length).toBe(303);
    expect(new Set(rules.ids.map((id) => id.split('-')[0])).size).toBe(22);
  });
  it('ask for lexicons by names in small letters', () => {
    for (const name of LEXICONS) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    for (const { lexicon, id } of rules.phraseRequests)
      if (lexicon !== null) expect(LEXICONS.has(lexicon), id).toBe(true);
  });
  it('hold a charge with its polarity: rewards and penalties are of the agent or the system', () => {
    for (const { polarity, who, id } of rules.infos.values()) {
      if (polarity === 'reward' || polarity === 'penalise') expect(who, id).not.toBe('caller');
    }
  });
  it('let an unknown lexicon be told with the nearest name', () => {
    const fewer = new Set([...LEXICONS].filter((name) => name !== 'softener'));
    expect(() => compileRules(MODEL_FILES, { lexicons: fewer })).toThrow(
      /CON\.yaml:\d+ CON-04: unknown lexicon "softener"/,
    );
  });
  it('read nothing but labels, lexicons and lists of words', () => {
    for (const id of [...rules.ids, ...rules.flags]) {
      if (rules.infos.get(id)?.gives == null) continue;
      const { root } = readYaml({ path: 'x.yaml', text: id });
      const expression = compileExpression(rules, root, { file: 'x.yaml', owner: 'x' });
      for (const label of readsOf(expression).labels) {
        expect(isLabelName(label) || /^(lexicon|says):/.test(label), `${id} reads ${label}`).toBe(true);
      }
    }
  });
  it('find nothing to punish in an empty call, and nothing in one without roles', () => {
    for (const id of rules.ids) {
      if (rules.infos.get(id)?.polarity !== 'penalise') continue;
      expect(outcome(id, 'A'), id).not.toBe('holds');
      expect(outcome(id, 'U\nU', { inputs: { roles: false } }), id).not.toBe('holds');
    }
  });
});

describe('harassment', () => {
  const asked = 'A greeting question_open(purpose=help_offer)\n';
  it.each([
    ['insults before anybody asked for a matter', 'A greeting\nC insult\nA', 'fails'],
    ['insults after the opening question, with no matter', `${asked}C insult\nA`, [1]],
    ['insults after a probe', 'A greeting\nC insult\nA business_probe\nC insult', [3]],
    ['a slur after a probe', 'A\nC discrimination\nA business_probe\nC discrimination', [3]],
    ['insults of a caller with a demand', `${asked}C demand\nA\nC insult\nA\nC insult`, 'fails'],
    ['insults of a caller whose demand comes later', `${asked}C insult\nA\nC demand`, 'fails'],
    ['insults do not drop a demand', `${asked}C demand\nA\nC insult\nA business_probe\nC insult`, 'fails'],
    ['a demand given up for talk', `${asked}C demand\nA\nC off_business lexicon:no_purpose`, [3]],
    [
      'a demand dropped for sexual talk',
      `${asked}C demand\nA business_probe\nC sexual(kind=advance)\nA\nC sexual(kind=advance)`,
      [5],
    ],
    [
      'a demand taken up again after a probe',
      `${asked}C demand\nA\nC insult\nA business_probe\nC demand insult\nA`,
      'fails',
    ],
    ['insults after a demand that was settled', `${asked}C demand\nA solution\nC acceptance\nA\nC insult`, 'fails'],
    ['an explicit request at once', `${asked}C sexual(kind=obscene)`, [1]],
    ['a suggestive remark, from the second', `${asked}C sexual(kind=advance)\nA\nC sexual(kind=advance)`, [3]],
    [
      'sexual harassment that goes on after a warning, demand or not',
      `${asked}C demand sexual\nA abuse_warning\nC sexual`,
      [3],
    ],
    ['sexual talk beside a demand, not warned', `${asked}C demand\nA\nC sexual(kind=obscene)`, 'fails'],
    [
      'a pretext that is never developed',
      `${asked}C demand%40\nA\nC sexual(kind=advance)\nA\nC sexual(kind=advance)`,
      [5],
    ],
    ['a demand with facts is no pretext', `${asked}C demand fact_given\nA\nC sexual\nA\nC sexual`, 'fails'],
    ['a credible threat without a demand', 'A\nC threat(credible=true)', [1]],
    ['a credible threat of a caller with a demand', `${asked}C demand\nA\nC threat(credible=true)`, 'fails'],
    ['rambling after the opening question', `${asked}C off_business(kind=rambling)`, [1]],
    [
      'silence is none',
      `${asked}C off_business(kind=silent)\nA silence_notice\nC off_business(kind=silent)\nA silence_notice`,
      'fails',
    ],
    ['anger is none', `${asked}C -3 anger profanity\nA\nC -3 anger`, 'fails'],
  ] as const)('%s', (_, call, expected) => {
    expect(flag('harassment', call)).toEqual(expected);
  });
  it('a silent line is established by the second notice', () => {
    expect(flag('silent_line', 'A silence_notice\nA\nC bc\nA silence_notice')).toEqual([3]);
    expect(flag('silent_line', 'A silence_notice')).toBe('fails');
  });
  it('is entangled from the fourth agent turn on', () => {
    const call = `${asked}C sexual(kind=obscene)\nA\nC\nA\nC\nA\nC\nA\nC\nA closing`;
    expect(flag('HAR-10', call)).toEqual([8]);
  });
  it('grades how the call ended by what the policy says of it, and by nothing else', () => {
    const call = `${asked}C sexual(kind=obscene)\nA\nC\nA\nC\nA hangup(side=agent)`;
    const ended = (ending: string) => {
      const { value, places } = evaluate(rules, observe(call, { quantities: { 'policy.ending': ending } })).rule(
        'HAR-13',
      );
      return [value, ...places.map(({ turn }) => turn)];
    };
    expect(outcome('HAR-13', call)).toBe('not_applicable');
    expect(ended('none')).toEqual([null]);
    expect(ended('ended_without_warning')).toEqual([null]);
    expect(ended('not_ended')).toEqual([0]);
    expect(ended('ended_late')).toEqual([0.5, 6]);
    expect(ended('ended_in_time')).toEqual([1, 6]);
  });
  it('punishes no scope notice that ended nothing', () => {
    expect(flag('HAR-18', `${asked}C demand\nA scope_notice\nC\nA solution`)).toBe('fails');
    expect(flag('HAR-18', `${asked}C demand\nA scope_notice\nC\nA hangup(side=agent)`)).toEqual([2]);
    expect(flag('HAR-18', `${asked}C demand\nA hangup_request`)).toEqual([2]);
    expect(
      flag('HAR-18', `${asked}C demand\nA hangup_request`, { quantities: { 'policy.endingJustified': true } }),
    ).toBe('fails');
  });
});

describe('flags', () => {
  it.each([
    ['grievance', 'C complaint(about=elsewhere)', 'fails'],
    ['grievance', 'C complaint', [0]],
    ['inquiry', 'C demand\nA answer', [0]],
    ['inquiry', 'C -1 demand\nA answer', 'fails'],
    ['caller_narrative', 'C\nA bc\nC #80', [0]],
    ['caller_narrative', 'C #80\nA', [0]],
    ['caller_narrative', 'C #20\nA', 'fails'],
    ['settled', 'C demand\nA solution\nC acceptance', [1]],
    ['settled', 'C demand\nA solution(promised=true)', 'fails'],
    ['settled', 'C demand\nA solution\nC rejection', 'fails'],
    ['open_at_end', 'C demand\nA commitment', [0]],
    ['caller_leaves', 'C demand\nA\nC', [2]],
    ['caller_leaves', 'C demand\nA closing\nC', 'fails'],
    ['caller_leaves', 'C demand\nA\nC hangup(side=agent)', 'fails'],
    ['caller_leaves', 'C demand\nA hangup(side=caller)', [1]],
    ['open_matter', 'C complaint\nA empathy', [0]],
    ['open_matter', 'C complaint\nA limit', 'fails'],
    ['sustained_arguing', 'C -3 anger\nA arguing\nC -3 anger\nA arguing', [1]],
    ['sustained_arguing', 'C -3 anger\nA arguing\nC\nA\nC -3 anger\nA arguing', 'fails'],
    ['pretext', 'C demand\nA\nC sexual off_business\nA', 'fails'],
    ['pretext', 'C demand%40\nA\nC sexual off_business\nA', [0]],
    ['developed_demand', 'C demand%50\nA\nC\nA\nC demand%50', [0, 4]],
    ['developed_demand', 'C demand%50\nA\nC demand%40', 'fails'],
  ] as const)('%s on %j', (id, call, expected) => {
    expect(flag(id, call)).toEqual(expected);
  });
});

describe('listening', () => {
  it('is measured where overlaps can be seen, and judged from words elsewhere', () => {
    const seen = 'C 0-3s\nA 2-4s interruption(overlap=600)\nC 4-5s';
    expect(flag('LIS-03', seen)).toEqual([1]);
    expect(flag('LIS-04', seen)).toBe('not_applicable');
    const mono = { inputs: { overlap: false } };
    expect(flag('LIS-03', seen, mono)).toBe('not_applicable');
    expect(flag('LIS-04', seen, mono)).toBe('fails');
  });
  it('does not count short overlaps and confirmations', () => {
    expect(flag('LIS-03', 'C 0-3s\nA 2-4s interruption(overlap=499)')).toBe('fails');
    expect(flag('LIS-03', 'C 0-3s\nA 2-4s interruption(overlap=600,confirming=true)')).toBe('fails');
  });
  it('looks at small talk that answers a narrative', () => {
    expect(flag('LIS-07', 'C #80 complaint\nA sales_pitch')).toEqual([1]);
    expect(flag('LIS-07', 'C #80 complaint\nA solution\nC acceptance\nA sales_pitch')).toBe('fails');
  });
});

describe('refusals', () => {
  it('a no is flat unless something is offered in the same or the next agent turn', () => {
    expect(flag('RES-11', 'C demand\nA denial(whole_turn=true)\nC\nA')).toEqual([1]);
    expect(flag('RES-11', 'C demand\nA denial(whole_turn=true)\nC\nA alternative')).toBe('fails');
    expect(flag('RES-11', 'C demand\nA denial(first_clause=true,reason=true)')).toBe('fails');
    expect(flag('RES-11', 'C demand\nA denial(whole_turn=true,first_clause=true)')).toEqual([1]);
  });
});
