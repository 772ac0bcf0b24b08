/** The decision table: small calls under both policies, from what the stages would have found in them. */
import { describe, expect, it } from 'vitest';
import { decideScript, inShort } from './policies.js';

const ASKED = 'A greeting question_open(purpose=help_offer)\n';
const HELLO = 'A greeting\n';
const REC = 'abuse_warning(form=recording)';
const END = 'abuse_warning(form=ending)';
const OBSCENE = 'sexual(kind=obscene)';
const ADVANCE = 'sexual(kind=advance)';

/** Name, call, decision under `default`, decision under `protect-staff` (the same where it is left out). */
const CALLS: readonly (readonly [string, string, string, string?])[] = [
  // Protected callers, first the furious ones.
  ['a plain inquiry', `${ASKED}C demand\nA answer\nC thanks`, 'none'],
  ['anger about a matter', `${ASKED}C -3 demand complaint anger\nA\nC -3 anger(threat=complain)`, 'none'],
  ['swearing at the situation', `${ASKED}C -3 demand profanity\nA\nC -3 profanity\nA\nC profanity`, 'none'],
  ['swearing without any matter', `${ASKED}C profanity\nA\nC profanity`, 'none'],
  ['anger without any matter', `${ASKED}C -3 anger\nA\nC -3 anger(threat=sue)`, 'none'],
  ['an insult beside a demand', `${ASKED}C demand insult\nA empathy`, 'review'],
  [
    'insults in every turn of a complainant',
    `${ASKED}C demand insult\nA\nC insult\nA\nC insult\nA\nC insult`,
    'review',
  ],
  ['insults first, the matter later', `${ASKED}C insult\nA\nC insult\nA\nC demand`, 'review'],
  [
    'insults of a protected caller that go on after a warning',
    `${ASKED}C demand insult\nA ${REC}\nC insult`,
    'review',
    'end_call@3',
  ],
  ['a warning, then no insult any more', `${ASKED}C demand insult\nA ${REC}\nC demand`, 'review'],
  [
    'a warning to a caller who was only angry, then one insult',
    `${ASKED}C -3 demand anger\nA ${END}\nC insult`,
    'review',
  ],
  [
    'insults answered with a probe',
    `${ASKED}C demand\nA\nC insult\nA business_probe\nC insult\nA business_probe\nC insult`,
    'review',
  ],
  [
    'insults after the matter was settled',
    `${ASKED}C demand\nA solution\nC acceptance\nA\nC insult\nA\nC insult`,
    'review',
  ],
  ['slurs of a protected caller', `${ASKED}C demand\nA\nC discrimination\nA\nC discrimination`, 'review'],
  [
    'slurs of a protected caller after a warning',
    `${ASKED}C demand discrimination\nA ${END}\nC discrimination`,
    'review',
    'end_call@3',
  ],
  ['two weak signs of a matter protect', `${ASKED}C demand%50\nA\nC demand%50\nA\nC insult`, 'review'],
  ['one weak sign of a matter protects from insults', `${ASKED}C demand%50\nA\nC insult\nA\nC insult`, 'review'],
  ['small talk of a caller with a matter', `${ASKED}C off_business(kind=rambling)\nA\nC demand`, 'none'],
  [
    'rambling beside a matter',
    `${ASKED}C demand\nA\nC off_business(kind=rambling)\nA\nC off_business(kind=rambling)\nA\nC demand`,
    'none',
  ],
  ['a threat to complain and publish', `${ASKED}C demand anger(threat=publish)\nA\nC anger(threat=sue)`, 'none'],
  [
    'pestering',
    `${ASKED}C demand\nA solution explanation\nC repeat_demand\nA\nC repeat_demand\nA\nC repeat_demand\nA\nC repeat_demand`,
    'none',
  ],
  [
    'reported abuse',
    `${ASKED}C demand insult~quoted\nA\nC threat~quoted(credible=true)`.replace(
      'threat~quoted(credible=true)',
      'threat(credible=true)~quoted',
    ),
    'none',
  ],
  // Threats.
  ['a credible threat without a demand', `${ASKED}C threat(credible=true)`, 'block_number@1'],
  ['a credible threat, nobody asked yet', `${HELLO}C threat(credible=true)`, 'block_number@1'],
  [
    'a credible threat of a protected caller',
    `${ASKED}C demand\nA\nC threat(credible=true)`,
    'review',
    'block_number@3',
  ],
  ['a threat in the heat, no demand', `${ASKED}C threat(credible=false)`, 'end_call@1'],
  ['a threat in the heat of a protected caller', `${ASKED}C demand\nA\nC threat(credible=false)`, 'review'],
  ['a threat first, the matter later', `${ASKED}C threat(credible=true)\nA\nC demand`, 'review', 'block_number@1'],
  ['a pretext and a credible threat', `${ASKED}C demand%40\nA\nC threat(credible=true)`, 'block_number@3'],
  // Sexual remarks.
  ['an explicit request at once', `${ASKED}C ${OBSCENE}`, 'end_call@1'],
  ['an explicit request, nobody asked yet', `${HELLO}C ${OBSCENE}`, 'end_call@1'],
  ['one suggestive remark', `${ASKED}C ${ADVANCE}`, 'review'],
  ['suggestive remarks, from the second', `${ASKED}C ${ADVANCE}\nA\nC ${ADVANCE}`, 'end_call@3'],
  ['a lure after a suggestive remark', `${ASKED}C ${ADVANCE}\nA business_probe\nC advance ${ADVANCE}`, 'end_call@3'],
  [
    'flirting, from the second',
    `${ASKED}C off_business(kind=flirting)\nA\nC off_business(kind=flirting)`,
    'end_call@3',
  ],
  ['one flirting remark', `${ASKED}C off_business(kind=flirting)\nA`, 'review'],
  ['sexual remarks that go on after a warning', `${ASKED}C ${OBSCENE}\nA ${REC}\nC ${OBSCENE}`, 'block_number@1'],
  ['suggestive, warned, suggestive again', `${ASKED}C ${ADVANCE}\nA ${REC}\nC ${ADVANCE}`, 'block_number@3'],
  ['sexual remarks of a protected caller, not warned', `${ASKED}C demand\nA\nC ${OBSCENE}\nA\nC ${OBSCENE}`, 'review'],
  [
    'sexual harassment of a protected caller that goes on after a warning',
    `${ASKED}C demand ${OBSCENE}\nA ${END}\nC ${ADVANCE}`,
    'end_call@3',
  ],
  [
    'a protected caller asks on for a number after a warning',
    `${ASKED}C demand ${ADVANCE} advance\nA ${END}\nC ${ADVANCE} advance`,
    'review',
  ],
  [
    'insulted, warned, then one sexual remark of a protected caller',
    `${ASKED}C demand insult\nA ${END}\nC ${ADVANCE}`,
    'review',
  ],
  ['a sexual remark, a warning, back to the matter', `${ASKED}C demand ${ADVANCE}\nA ${REC}\nC demand`, 'review'],
  ['sexual first, the matter later', `${ASKED}C ${ADVANCE}\nA\nC ${ADVANCE}\nA business_probe\nC demand`, 'review'],
  // Pretexts and dropped demands.
  ['a pretext that is never developed', `${ASKED}C demand%40\nA\nC ${ADVANCE}\nA\nC ${ADVANCE}`, 'end_call@5'],
  ['a pretext beside an explicit request', `${ASKED}C demand%40 ${OBSCENE}`, 'end_call@1'],
  ['a pretext and pranks', `${ASKED}C demand%40\nA\nC off_business(kind=prank)`, 'end_call@3'],
  ['a pretext that is developed after all', `${ASKED}C demand%40 insult\nA\nC demand`, 'review'],
  ['a demand given up for talk', `${ASKED}C demand\nA\nC lexicon:no_purpose off_business(kind=rambling)`, 'end_call@3'],
  [
    'given up, and taken up again',
    `${ASKED}C demand\nA\nC lexicon:no_purpose off_business(kind=rambling)\nA business_probe\nC demand`,
    'none',
  ],
  [
    'settled, then sexual remarks',
    `${ASKED}C demand\nA answer\nC acceptance\nA\nC ${ADVANCE}\nA\nC ${ADVANCE}`,
    'end_call@7',
  ],
  [
    'asked for the matter, twice only advances',
    `${ASKED}C demand\nA business_probe\nC ${ADVANCE}\nA\nC ${ADVANCE}`,
    'end_call@5',
  ],
  [
    'asked for the matter, one advance, then the matter',
    `${ASKED}C demand\nA business_probe\nC ${ADVANCE}\nA\nC demand`,
    'review',
  ],
  // No demand: insults, slurs, pranks, rambling.
  ['insults without a matter', `${ASKED}C insult`, 'end_call@1'],
  ['insults before anybody asked', `${HELLO}C insult\nA`, 'review'],
  ['insults before and after a probe', `${HELLO}C insult\nA business_probe\nC insult`, 'end_call@3'],
  ['insults after an off-business notice', `${HELLO}C insult\nA scope_notice\nC insult`, 'end_call@3'],
  ['insults after a warning, no matter', `${HELLO}C insult\nA ${REC}\nC insult`, 'end_call@3'],
  ['no matter, he says, and insults', `${ASKED}C lexicon:no_purpose insult possible_matter%60`, 'end_call@1'],
  [
    'no matter, he says, and hints at one later',
    `${ASKED}C lexicon:no_purpose insult\nA\nC possible_matter%60`,
    'review',
  ],
  ['slurs without a matter', `${ASKED}C discrimination`, 'end_call@1'],
  ['a prank', `${ASKED}C off_business(kind=prank)\nA business_probe\nC off_business(kind=prank)`, 'end_call@1'],
  [
    'a prank, nobody asked yet',
    `${HELLO}C off_business(kind=prank)\nA business_probe\nC off_business(kind=prank)`,
    'end_call@3',
  ],
  ['rambling', `${HELLO}C off_business(kind=rambling)\nA ${REC}\nC off_business(kind=nonsense)`, 'end_call@3'],
  ['rambling, never asked', `${HELLO}C off_business(kind=rambling)\nA\nC off_business(kind=rambling)`, 'none'],
  ['insults and a suggestive remark', `${ASKED}C insult ${ADVANCE}`, 'end_call@1'],
  // Silence.
  ['one notice of silence', `${ASKED}A silence_notice`, 'none'],
  ['two notices of silence', `${ASKED}A silence_notice\nA silence_notice`, 'end_call@2'],
  ['the caller speaks between', `${ASKED}A silence_notice\nC demand\nA silence_notice`, 'none'],
  ['a backchannel is no speech', `${ASKED}A silence_notice\nC bc\nA silence_notice`, 'end_call@3'],
  [
    'words that may be a matter after two notices',
    `${ASKED}A silence_notice\nA silence_notice\nC possible_matter%45`,
    'none',
  ],
  ['the line dies after a matter was stated', `${ASKED}C demand\nA silence_notice\nA silence_notice`, 'none'],
  // Danger.
  ['danger and insults without a matter', `${ASKED}C danger insult`, 'review'],
  ['danger and an explicit request', `${ASKED}C ${OBSCENE}\nA\nC danger`, 'review'],
  ['danger and a credible threat', `${ASKED}C threat(credible=true)\nA\nC danger`, 'review'],
  ['danger, help arranged, then explicit requests', `${ASKED}C danger\nA escalation\nC ${OBSCENE}`, 'end_call@3'],
  ['danger alone', `${ASKED}C danger\nA`, 'none'],
  // Cut off by the agent.
  ['cut off before the matter could be stated', `${ASKED}C\nA hangup(side=agent)`, 'review'],
  ['the caller was wrong', `${ASKED}C lexicon:calls_off\nA closing(ends_call=true)`, 'none'],
  ['an ordinary end by the agent', `${ASKED}C demand\nA answer\nC thanks\nA closing(ends_call=true)`, 'none'],
];

describe('the decision of one call', () => {
  for (const [name, call, byDefault, protecting] of CALLS)
    it(name, () => {
      expect({
        default: inShort(decideScript('default', call)),
        staff: inShort(decideScript('protect-staff', call)),
      }).toEqual({
        default: byDefault,
        staff: protecting ?? byDefault,
      });
    });
  it('is undetermined without roles', () => {
    const result = decideScript('default', 'U insult\nU demand', { inputs: { roles: false } });
    expect(result).toMatchObject({ decision: 'undetermined', fromTurn: null, categories: [], demand: false });
  });
});

describe('the decision on a caller to whom patience is owed', () => {
  it.each([
    ['insults', `${ASKED}C insult\nA business_probe\nC insult`, 'review'],
    ['a prank', `${ASKED}C off_business(kind=prank)`, 'none'],
    ['an explicit request', `${ASKED}C ${OBSCENE}`, 'review'],
    ['a credible threat', `${ASKED}C threat(credible=true)`, 'review'],
    ['explicit requests that go on after a warning', `${ASKED}C ${OBSCENE}\nA ${REC}\nC ${OBSCENE}`, 'end_call@3'],
    ['two notices of silence', `${ASKED}A silence_notice\nA silence_notice`, 'end_call@2'],
  ])('%s', (_, call, expected) => {
    expect(inShort(decideScript('default', call, {}, true))).toBe(expected);
  });
});

describe('what stands beside the decision', () => {
  it('names categories in one order, once, and the path', () => {
    const result = decideScript('default', `${ASKED}C insult ${ADVANCE}\nA\nC threat(credible=true) insult`);
    expect(result.categories).toEqual(['insult', 'sexual', 'threat']);
    expect(result.path).toEqual([
      { state: 'abused', turn: 1, signal: 'advance' },
      { state: 'ending_justified', turn: 1, signal: 'insult' },
      { state: 'block_justified', turn: 3, signal: 'credible_threat' },
    ]);
    expect(result).toMatchObject({ decision: 'block_number', fromTurn: 1, target: 'agent', demand: false });
  });
  it('keeps review without a turn, with its categories and quotes', () => {
    const result = decideScript('default', `${ASKED}C demand insult\nA\nC insult`);
    expect(result).toMatchObject({ decision: 'review', fromTurn: null, categories: ['insult'], demand: true });
    expect(result.evidence.map(({ turn, name }) => [turn, name])).toEqual([
      [1, 'insult'],
      [3, 'insult'],
    ]);
    expect(result.evidence[0]!.quote).toMatch(/^1:/);
  });
  it('marks threats of violence for security', () => {
    expect(decideScript('default', `${ASKED}C demand\nA\nC threat(credible=false)`).priority).toBe('security');
    expect(decideScript('default', `${ASKED}C demand insult`).priority).toBeNull();
  });
  it('names whom the swearing meant', () => {
    const target = (labels: string) => decideScript('default', `${ASKED}C demand ${labels}`).target;
    expect(target('profanity(target=organisation)')).toBe('organisation');
    expect(target('profanity(target=third_party)')).toBe('third_party');
    expect(target('profanity(target=situation)')).toBe('situation');
    expect(target('profanity(target=situation) insult')).toBe('agent');
    expect(target('complaint')).toBeNull();
  });
});

describe('how the call ended', () => {
  const obscene = `${ASKED}C ${OBSCENE}\n`;
  const ending = (call: string) => decideScript('default', call).ending;
  it.each([
    ['in time', `${obscene}A scope_notice hangup_request closing(goodbye=true,ends_call=true)`, 'ended_in_time'],
    ['in the third agent turn', `${obscene}A\nC\nA\nC\nA hangup(side=agent)`, 'ended_in_time'],
    ['late', `${obscene}A\nC\nA\nC\nA\nC\nA hangup(side=agent)`, 'ended_late'],
    ['not at all', `${obscene}A\nC\nA\nC\nA\nC\nA\nC hangup(side=caller)`, 'not_ended'],
    ['by the caller before it was due', `${obscene}A\nC hangup(side=caller)`, null],
    ['after insults, with no word before', `${ASKED}C insult\nA hangup(side=agent)`, 'ended_without_warning'],
    ['after insults and a warning', `${ASKED}C insult\nA ${END}\nC insult\nA hangup(side=agent)`, 'ended_in_time'],
    ['on one suggestive remark', `${ASKED}C ${ADVANCE}\nA hangup(side=agent)`, 'ended_without_warning'],
    ['on a protected caller', `${ASKED}C demand insult\nA hangup_request hangup(side=agent)`, 'ended_on_protected'],
    ['on a protected caller, with no goodbye', `${ASKED}C demand insult\nA hangup(side=agent)`, 'ended_on_protected'],
    ['as calls end', `${ASKED}C demand\nA answer\nC thanks\nA closing(ends_call=true)`, null],
    ['nobody knows how', `${ASKED}C demand insult\nA`, null],
  ] as const)('%s', (_, call, expected) => {
    expect(ending(call)).toBe(expected);
  });
});

describe('how the agent handled it', () => {
  it('says nothing where nothing was called for', () => {
    expect(decideScript('default', `${ASKED}C demand\nA answer`).handled).toEqual({
      asked: null,
      warned: null,
      noScolding: null,
      politeFormula: null,
      promptEnd: null,
    });
  });
  it('sees the question, the warning, the formula and the end', () => {
    const call = `${ASKED}C insult\nA business_probe\nC insult\nA ${REC}\nC insult\nA apology~refusal_opener scope_notice hangup_request closing(goodbye=true,ends_call=true)`;
    expect(decideScript('default', call).handled).toEqual({
      asked: true,
      warned: true,
      noScolding: true,
      politeFormula: true,
      promptEnd: true,
    });
  });
  it('sees scolding and talking on', () => {
    const call = `${ASKED}C insult\nA scolding\nC insult\nA scolding\nC insult\nA\nC insult\nA\nC insult\nA hangup(side=agent)`;
    expect(decideScript('default', call).handled).toMatchObject({ noScolding: false, politeFormula: false });
  });
  it('asks nothing but patience towards a caller with a demand', () => {
    expect(decideScript('default', `${ASKED}C demand insult\nA empathy`).handled).toEqual({
      asked: null,
      warned: null,
      noScolding: true,
      politeFormula: null,
      promptEnd: null,
    });
  });
});
