/**
 * What no call may break: feeling is evidence for nobody, a protected caller is at most under review but for the guide's
 * exceptions, and people in danger are neither cut off nor blocked.
 */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decideScript, inShort, POLICY_NAMES } from './policies.js';

vi.setConfig({ testTimeout: 120_000 });

const GRAVITY = ['none', 'review', 'end_call', 'block_number'];
const gravity = (decision: string) => GRAVITY.indexOf(decision);

const FEELING = ['profanity(target=situation)', 'profanity(target=organisation)', 'anger(threat=complain)'];
const INSULTS = ['insult', 'discrimination'];
const CALLER = [
  ...INSULTS,
  'demand',
  'demand%50',
  'demand%40',
  'sexual(kind=obscene)',
  'sexual(kind=advance)',
  'advance',
  'off_business(kind=prank)',
  'off_business(kind=flirting)',
  'threat(credible=false)',
  'threat(credible=true)',
  'acceptance',
  'lexicon:no_purpose',
  'fact_given',
];
const AGENT = [
  'question_open(purpose=help_offer)',
  'business_probe',
  'abuse_warning(form=recording)',
  'abuse_warning(form=ending)',
  'scope_notice',
  'hangup_request',
  'silence_notice',
  'solution',
  'answer',
  'escalation',
  'closing(ends_call=true)',
];

interface Said {
  readonly side: 'A' | 'C';
  readonly labels: readonly string[];
}

const said = (side: 'A' | 'C', labels: readonly string[], most: number): fc.Arbitrary<Said> =>
  fc.uniqueArray(fc.constantFrom(...labels), { maxLength: most }).map((chosen) => ({ side, labels: chosen }));
const anyCall = fc.array(fc.oneof(said('A', AGENT, 2), said('C', CALLER, 2)), { minLength: 1, maxLength: 12 });
const script = (turns: readonly Said[]) => turns.map(({ side, labels }) => [side, ...labels].join(' ')).join('\n');

/** Adds labels to some caller turns, and some caller turns of nothing else. */
const additions = (labels: readonly string[]) =>
  fc.array(fc.record({ at: fc.nat(20), label: fc.constantFrom(...labels), own: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  });

function withAdded(
  turns: readonly Said[],
  added: readonly { at: number; label: string; own: boolean }[],
): readonly Said[] {
  const result = turns.map((turn) => ({ side: turn.side, labels: [...turn.labels] }));
  for (const { at, label, own } of added) {
    const place = at % (result.length + 1);
    const turn = result[place];
    if (own || turn === undefined || turn.side !== 'C') result.splice(place, 0, { side: 'C', labels: [label] });
    else if (!turn.labels.includes(label)) turn.labels.push(label);
  }
  return result;
}

const RUNS = { numRuns: 400, seed: 20_261 };

describe.each(POLICY_NAMES)('under %s', (name) => {
  it('swearing and anger change nothing, whether they are put in or taken out', () => {
    const inTurns = (turns: readonly Said[], label: string) =>
      turns.map((turn) => (turn.side === 'C' ? { ...turn, labels: [...turn.labels, label] } : turn));
    fc.assert(
      fc.property(anyCall, fc.constantFrom(...FEELING), (turns, label) => {
        expect(inShort(decideScript(name, script(inTurns(turns, label))))).toBe(
          inShort(decideScript(name, script(turns))),
        );
      }),
      RUNS,
    );
  });

  it('a protected caller is at most under review, but for the exceptions of the guide', () => {
    fc.assert(
      fc.property(anyCall, (turns) => {
        const result = decideScript(name, script(turns));
        if (!result.demand || gravity(result.decision) <= gravity('review')) return;
        const cause = result.path.at(-1)!.signal;
        const allowed =
          name === 'default' ? ['obscene', 'advance'] : ['obscene', 'advance', 'insult', 'slur', 'credible_threat'];
        expect(allowed).toContain(cause);
        if (cause === 'credible_threat') return;
        expect(result.decision).toBe('end_call');
        const warned = turns
          .slice(0, result.fromTurn!)
          .some(({ labels }) => labels.some((label) => label.startsWith('abuse_warning')));
        expect(warned).toBe(true);
      }),
      { ...RUNS, numRuns: 1500 },
    );
  });

  it('danger is never answered with an end or a block before help is arranged', () => {
    const helpers = ['escalation', 'transfer', 'commitment'];
    const helpless = anyCall.map((turns) =>
      turns.map((turn) => ({ ...turn, labels: turn.labels.filter((label) => !helpers.includes(label)) })),
    );
    fc.assert(
      fc.property(helpless, fc.nat(20), (turns, at) => {
        const result = decideScript(name, script(withAdded(turns, [{ at, label: 'danger', own: true }])));
        expect(gravity(result.decision)).toBeLessThanOrEqual(gravity('review'));
      }),
      RUNS,
    );
  });

  it('a demand stated at the end never makes it graver', () => {
    fc.assert(
      fc.property(anyCall, (turns) => {
        const without = decideScript(name, script(turns));
        const withDemand = decideScript(name, script([...turns, { side: 'C', labels: ['demand'] }]));
        expect(gravity(withDemand.decision)).toBeLessThanOrEqual(Math.max(gravity(without.decision), 0));
      }),
      RUNS,
    );
  });

  it('a turn is named where ending is justified, and only there', () => {
    fc.assert(
      fc.property(anyCall, (turns) => {
        const { decision, fromTurn, categories } = decideScript(name, script(turns));
        expect(fromTurn === null).toBe(decision === 'none' || decision === 'review');
        if (fromTurn !== null) expect(categories.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });
});

describe('under default', () => {
  it('insults, slurs, swearing and anger added to a call with a developed demand never end it', () => {
    const harmless = CALLER.filter((label) => !/^(sexual|advance|threat|off_business|lexicon)/.test(label));
    const calls = fc.array(fc.oneof(said('A', AGENT, 2), said('C', harmless, 2)), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(calls, fc.nat(20), additions([...INSULTS, ...FEELING]), (turns, at, added) => {
        const call = withAdded(withAdded(turns, [{ at, label: 'demand', own: true }]), added);
        expect(gravity(decideScript('default', script(call)).decision)).toBeLessThanOrEqual(gravity('review'));
      }),
      { ...RUNS, numRuns: 1500 },
    );
  });
});
