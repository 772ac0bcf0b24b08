import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/rules/index.js';
import { modelRules } from './model-rules.js';
import { type Extras, observe } from './observation-builder.js';

const rule = (id: string, call: string, extras: Extras = {}) => evaluate(modelRules(), observe(call, extras)).rule(id);
const turnsOf = (id: string, call: string, extras: Extras = {}) => {
  const result = rule(id, call, extras);
  return result.places.length > 0 ? result.places.map((place) => place.turn) : result.outcome;
};
const share = (id: string, call: string, extras: Extras = {}) => rule(id, call, extras).value;

describe('EMP-11, empathy in time', () => {
  it('is met by empathy in the second agent turn after the stretch begins', () => {
    expect(share('EMP-11', 'C -2 complaint\nA\nC -1\nA empathy')).toBe(1);
  });
  it('earns half in the third or fourth agent turn, and tells the distance', () => {
    const result = rule('EMP-11', 'C -2 complaint\nA\nC -1\nA\nC -1\nA empathy\nC\nA');
    expect(result.value).toBe(0.5);
    expect(result.triggers).toEqual([{ turn: 0, outcome: 'half' }]);
    expect(result.nearMisses[0]).toMatchObject({
      turn: 5,
      why: { kind: 'window', distance: 3, allowed: '2 agent turns' },
    });
  });
  it('counts a stretch once, and a new one after a turn that is not negative', () => {
    const call = 'C -2 complaint\nA empathy\nC -2 complaint\nA\nC =\nA\nC -2 complaint\nA\nC -2 anger\nA\nC\nA';
    expect(rule('EMP-11', call).triggers).toEqual([
      { turn: 0, outcome: 'met' },
      { turn: 6, outcome: 'missed' },
    ]);
    expect(share('EMP-11', call)).toBe(0.5);
  });
  it('does not count backchannels as turns', () => {
    expect(share('EMP-11', 'C -2 complaint\nA bc\nC -2\nA bc\nC -1\nA\nC\nA empathy')).toBe(1);
  });
  it('leaves a stretch open whose window the caller cut off, and misses it where the agent ended the call', () => {
    expect(rule('EMP-11', 'C\nA\nC -2 complaint\nA').outcome).toBe('not_applicable');
    expect(rule('EMP-11', 'C\nA\nC -2 complaint\nA closing(ends_call=true)').value).toBe(0);
    expect(rule('EMP-11', 'C\nA\nC -2 complaint\nA hangup(side=agent)').triggers).toEqual([
      { turn: 2, outcome: 'missed' },
    ]);
  });
  it('has no occasion without distress, and worry alone is none', () => {
    const result = rule('EMP-11', 'C -1\nA empathy');
    expect(result.outcome).toBe('not_applicable');
    expect(result.searched.names).toEqual(['caller_distress']);
  });
  it('keeps what was said and thrown out as the nearest thing to empathy', () => {
    const result = rule('EMP-11', 'C -2 complaint\nA empathy~negated\nC\nA\nC\nA');
    expect(result.outcome).toBe('fails');
    expect(result.nearMisses).toMatchObject([
      { turn: 1, name: 'empathy', why: { kind: 'discarded', reason: 'negated' } },
    ]);
  });
});

describe('EMP-12, feeling before matter', () => {
  it('lets the spans decide inside one turn', () => {
    expect(share('EMP-12', 'C -2 complaint\nA empathy solution')).toBe(1);
    expect(share('EMP-12', 'C -2 complaint\nA solution empathy')).toBe(0);
  });
  it('closes at an identity question too', () => {
    expect(share('EMP-12', 'C -2 complaint\nA identity_request\nC\nA empathy')).toBe(0);
  });
  it('counts an apology as an answer to the feeling', () => {
    expect(share('EMP-12', 'C -3 anger\nA\nC\nA apology solution')).toBe(1);
  });
  it('stands aside while a person is in danger', () => {
    expect(rule('EMP-12', 'C -2 complaint danger\nA identity_request').outcome).toBe('not_applicable');
  });
});

describe('QST-02, more than three closed questions in a row', () => {
  const question = 'question_closed(purpose=diagnosis)';
  it('finds the fourth, and two questions in one turn count twice', () => {
    const call = `A ${question} ${question}\nC\nA ${question}\nC bc\nA ${question}`;
    expect(rule('QST-02', call).places).toMatchObject([{ turn: 0, lastTurn: 4 }]);
  });
  it('ends the run at what informs, soothes or opens', () => {
    expect(turnsOf('QST-02', `A ${question}\nC\nA ${question}\nC\nA empathy ${question}\nC\nA ${question}`)).toBe(
      'fails',
    );
  });
  it('leaves identity questions out', () => {
    const identity = 'question_closed(purpose=identity)';
    expect(turnsOf('QST-02', `A ${question}\nC\nA ${identity}\nC\nA ${identity}\nC\nA ${question}`)).toBe('fails');
  });
  it('excuses a series that was announced', () => {
    const call = `A lexicon:series_announced ${question}\nC\nA ${question}\nC\nA ${question}\nC\nA ${question}`;
    expect(turnsOf('QST-02', call)).toBe('fails');
  });
});

describe('RSP-02, premature responsibility', () => {
  const fault = 'responsibility(kind=fault,about=matter,conditional=false)';
  it('finds fault admitted before the facts', () => {
    expect(turnsOf('RSP-02', `C complaint\nA ${fault}\nC\nA check_result`)).toEqual([1]);
  });
  it('lets it pass after the facts, also inside one turn', () => {
    expect(turnsOf('RSP-02', `C complaint\nA check_result ${fault}`)).toBe('fails');
    expect(turnsOf('RSP-02', `C complaint\nA ${fault} check_result`)).toEqual([1]);
  });
  it('does not hold the order against findings without a span', () => {
    expect(turnsOf('RSP-02', `C complaint\nA check_result@- ${fault}`)).toBe('fails');
  });
  it('means neither slips in the call nor conditional sentences', () => {
    expect(turnsOf('RSP-02', 'C complaint\nA responsibility(kind=fault,about=own_slip)')).toBe('fails');
    expect(turnsOf('RSP-02', 'C complaint\nA responsibility(kind=fault,about=matter,conditional=true)')).toBe('fails');
  });
});

describe('EMP-15, empathy cancelled by but', () => {
  it('finds the chain inside one turn', () => {
    expect(turnsOf('EMP-15', 'A empathy lexicon:but denial')).toEqual([0]);
  });
  it('needs the order, and one turn', () => {
    expect(turnsOf('EMP-15', 'A lexicon:but empathy denial')).toBe('fails');
    expect(turnsOf('EMP-15', 'A empathy\nC\nA lexicon:but denial')).toBe('fails');
  });
  it('lets it pass where help follows in the same turn', () => {
    const result = rule('EMP-15', 'A empathy lexicon:but denial alternative');
    expect(result.outcome).toBe('fails');
    expect(result.nearMisses).toMatchObject([{ turn: 0, why: { kind: 'unless' } }]);
  });
  it("does not mean the caller's but", () => {
    expect(turnsOf('EMP-15', 'A empathy\nC lexicon:but')).toBe('fails');
  });
});

describe('LIS-04, cut off, judged from words', () => {
  it('takes the words of the caller alone', () => {
    expect(turnsOf('LIS-04', 'C\nA\nC lexicon:let_me_finish')).toEqual([2]);
  });
  it('takes the shape of the turns where both ends show it', () => {
    expect(turnsOf('LIS-04', 'C open_ended\nA\nC turn_resumed')).toEqual([0]);
    expect(turnsOf('LIS-04', 'C open_ended\nA\nC')).toBe('fails');
  });
  it('counts one event once', () => {
    expect(turnsOf('LIS-04', 'C open_ended\nA\nC lexicon:let_me_finish turn_resumed')).toEqual([2]);
  });
  it('stands aside where overlaps can be seen', () => {
    expect(turnsOf('LIS-04', 'C 0-3s open_ended\nA 3-4s\nC 4-5s lexicon:let_me_finish')).toBe('not_applicable');
  });
});

describe('CAL-10, pestering', () => {
  const explained = 'C demand\nA limit explanation\n';
  it('begins at the third repetition after a full explanation', () => {
    const call = `${explained}C repeat_demand\nA\nC repeat_demand\nA\nC repeat_demand\nA\nC repeat_demand`;
    expect(turnsOf('CAL-10', call)).toEqual([6, 8]);
  });
  it('starts anew after a new fact', () => {
    const call = `${explained}C repeat_demand\nA\nC repeat_demand\nA\nC new_fact\nA\nC repeat_demand`;
    expect(turnsOf('CAL-10', call)).toBe('fails');
  });
  it('is none where nothing was explained', () => {
    expect(turnsOf('CAL-10', 'C demand\nA\nC repeat_demand\nA\nC repeat_demand\nA\nC repeat_demand')).toBe('fails');
  });
});

describe('CLO-06, agent ends on an open matter', () => {
  it('finds a hang-up after a complaint without reply', () => {
    expect(turnsOf('CLO-06', 'C demand complaint\nA\nC complaint\nA hangup(side=agent)')).toEqual([3]);
  });
  it('is none where the matter was answered, or the caller said goodbye', () => {
    expect(turnsOf('CLO-06', 'C demand complaint\nA solution\nC\nA hangup(side=agent)')).toBe('fails');
    expect(turnsOf('CLO-06', 'C demand complaint\nA\nC lexicon:caller_goodbye\nA hangup(side=agent)')).toBe('fails');
  });
  it('is not excused by abuse, but by a policy that justifies the end', () => {
    const call = 'C demand complaint\nA\nC insult -4\nA hangup(side=agent)';
    expect(turnsOf('CLO-06', call)).toEqual([3]);
    expect(turnsOf('CLO-06', call, { quantities: { 'policy.endingJustified': true } })).toBe('fails');
  });
  it('is none after the third closing question to a pestering caller', () => {
    const pester = 'C repeat_demand\nA explanation(repeat=true) offer_more_help\n'.repeat(4);
    expect(turnsOf('CLO-06', `C demand\nA limit explanation\n${pester}C complaint\nA hangup(side=agent)`)).toBe(
      'fails',
    );
    const hasty = 'C repeat_demand\nA explanation(repeat=true)\n'.repeat(4);
    expect(turnsOf('CLO-06', `C demand\nA limit explanation\n${hasty}C complaint\nA hangup(side=agent)`)).toEqual([11]);
  });
});

describe('LIS-20, the useful silence', () => {
  const silence = 'silence(duration=8,last=agent,next=caller)';
  const timed = (call: string) => turnsOf('LIS-20', call);
  it('is one silence after a position stated with empathy', () => {
    expect(timed(`C 0-3s\nA 4-9s empathy solution ${silence}\nC 17-19s`)).toEqual([1]);
  });
  it('is none when it is short, without empathy, in a search, or the second', () => {
    expect(timed('C 0-3s\nA 4-9s empathy solution silence(duration=2,last=agent,next=caller)\nC 11-12s')).toBe('fails');
    expect(timed(`C 0-3s\nA 4-9s solution ${silence}\nC 17-19s`)).toBe('fails');
    expect(timed(`C 0-3s\nA 4-9s empathy solution lookup ${silence}\nC 17-19s`)).toBe('fails');
    expect(
      timed(`C 0-3s\nA 4-9s empathy solution ${silence}\nC 17-19s\nA 20-22s empathy limit ${silence}\nC 30-31s`),
    ).toBe('fails');
  });
  it('is not applicable without times', () => {
    expect(turnsOf('LIS-20', 'C\nA empathy solution\nC')).toBe('not_applicable');
  });
});

describe('COM-02, deadline', () => {
  it('lies in the promise itself or in a neighbouring agent turn', () => {
    expect(turnsOf('COM-02', 'C demand\nA commitment(deadline=true)')).toEqual([1]);
    expect(turnsOf('COM-02', 'C demand\nA commitment\nC\nA deadline(future=true)')).toEqual([1]);
  });
  it("is neither a caller's time nor one that is past nor one far off", () => {
    expect(turnsOf('COM-02', 'C demand\nA commitment\nC deadline(future=true)')).toBe('fails');
    expect(turnsOf('COM-02', 'C demand\nA commitment deadline(future=false)')).toBe('fails');
    expect(turnsOf('COM-02', 'C demand\nA commitment\nC\nA\nC\nA deadline(future=true)')).toBe('fails');
  });
  it('has no occasion where the matter was settled', () => {
    expect(turnsOf('COM-02', 'C demand\nA solution\nC acceptance')).toBe('not_applicable');
  });
});

describe('HAR-14, polite formula', () => {
  const cue = 'A question_open(purpose=help_offer)\nC sexual(kind=obscene)\n';
  it('needs three of the four parts within two neighbouring agent turns', () => {
    const three = 'A apology~refusal_opener scope_notice hangup_request';
    expect(rule('HAR-14', cue + three).places).toMatchObject([
      { turn: 2, lastTurn: 2, anchor: { name: 'harassment_cue', turn: 1 } },
    ]);
    expect(turnsOf('HAR-14', `${cue}A apology~refusal_opener scope_notice\nC\nA closing(goodbye=true)`)).toEqual([2]);
  });
  it('does not count a part twice, nor parts far from each other', () => {
    expect(turnsOf('HAR-14', `${cue}A scope_notice scope_notice hangup_request`)).toBe('fails');
    expect(turnsOf('HAR-14', `${cue}A scope_notice\nC\nA\nC\nA hangup_request closing(goodbye=true)`)).toBe('fails');
  });
  it('does not count before the cue', () => {
    expect(turnsOf('HAR-14', `A apology~opener scope_notice hangup_request\n${cue}A`)).toBe('fails');
  });
});

describe('EMP-14, hollow empathy', () => {
  it('finds one template three times', () => {
    const template = 'A empathy@- question_open@- "很理解您的心情"';
    const call = `${template}\nC\n${template}\nC\n${template}`;
    expect(turnsOf('EMP-14', `${template}\nC\n${template}`)).toBe('fails');
    expect(rule('EMP-14', call).places).toMatchObject([{ turn: 0, lastTurn: 4, name: 'empathy' }]);
  });
  it('does not count those that bring something new, nor different words', () => {
    const busy = 'A empathy@- lookup@- "很理解您的心情"';
    expect(turnsOf('EMP-14', `${busy}\nC\n${busy}\nC\n${busy}`)).toBe('fails');
    expect(turnsOf('EMP-14', 'A empathy lookup\nC\nA empathy question_open\nC\nA empathy solution')).toBe('fails');
  });
  it('finds two agent turns of nothing but empathy', () => {
    expect(turnsOf('EMP-14', 'A empathy\nC\nA empathy')).toEqual([0]);
    expect(turnsOf('EMP-14', 'A empathy\nC\nA\nC\nA empathy')).toBe('fails');
  });
  it('believes the caller who says so', () => {
    expect(turnsOf('EMP-14', 'A empathy\nC lexicon:hollow_protest')).toEqual([1]);
    expect(turnsOf('EMP-14', 'A\nC lexicon:hollow_protest')).toBe('fails');
  });
});
