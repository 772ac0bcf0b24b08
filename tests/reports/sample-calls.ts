/** Small hand-made results: a good complaint, a harassment call with danger in it, a call of two agents, an empty one. */
import type { CallFacts, CallResult, CriterionResult, Evidence, PublishedTurn } from '../../src/domain/result.js';
import type { ExplainedCall, ReportRubric } from '../../src/reports/reported-call.js';

export const RUBRIC: ReportRubric = {
  id: 'sample',
  version: '1.0.0',
  name: { en: 'Sample', zh: '样例' },
  criteria: [
    { id: 'opening', section: 'opening', points: 10, card: null, name: { en: 'Opening', zh: '开场' } },
    { id: 'empathy', section: 'empathy', points: 50, card: null, name: { en: 'Empathy', zh: '共情' } },
    { id: 'closing', section: 'closing', points: 40, card: null, name: { en: 'Closing', zh: '结束' } },
    {
      id: 'abuse_handling',
      section: 'harassment card',
      points: 100,
      card: 'harassment',
      name: { en: 'Handling of abuse', zh: '骚扰辱骂应对' },
    },
  ],
};

export function evidence(turn: number, quote: string, name: string): Evidence {
  return {
    turn,
    span: { start: 0, end: quote.length },
    quote,
    name,
    strength: 0.8,
    sources: [{ kind: 'phrase', lexicon: name, entry: quote }],
  };
}

export function criterion(id: string, changes: Partial<CriterionResult> = {}): CriterionResult {
  const points = RUBRIC.criteria.find((head) => head.id === id)?.points ?? 0;
  const score = changes.score === undefined ? 1 : changes.score;
  return {
    id,
    status: 'met',
    score,
    points,
    earned: score === null ? null : points * score,
    evidence: [],
    reason: { code: 'met_nothing_against', params: {} },
    checks: [],
    searched: [],
    nearMisses: [],
    unseen: [],
    ...changes,
  };
}

export function notApplicable(id: string): CriterionResult {
  const reason = { code: 'na_condition', params: { looked: 'caller_distress' } };
  return criterion(id, { status: 'not_applicable', score: null, reason });
}

const FACTS: CallFacts = {
  language: 'zh',
  startedAt: '2026-03-02T09:15:00+08:00',
  durationMs: 65_000,
  direction: 'inbound',
  medium: 'voice',
  agentId: 'A1',
  agents: [],
  team: '一组',
  queue: '投诉',
  callerNumber: '138****1234',
  recordingUrl: null,
  turns: 4,
};

export function result(callId: string, changes: Partial<CallResult> = {}): CallResult {
  return {
    schemaVersion: 1,
    callId,
    call: FACTS,
    rubric: { id: RUBRIC.id, version: RUBRIC.version },
    score: 90,
    rawScore: 90,
    band: 'excellent',
    coverage: 1,
    criticalFailures: [],
    criteria: [criterion('opening'), criterion('empathy'), criterion('closing'), notApplicable('abuse_handling')],
    abuseHandlingScore: null,
    bonus: 0,
    context: {
      kind: 'complaint',
      resolved: 'yes',
      demand: { firstTurn: 1, lastTurn: 1, dropped: false },
      pending: false,
      factsKnownFromTurn: null,
      limits: [],
    },
    sentiment: {
      caller: { mean: -0.2, trend: 0.1, start: 'negative', end: 'neutral', quarters: [null, -0.5, null, 0] },
      agent: { mean: 0, trend: 0, start: 'neutral', end: 'neutral', quarters: [0, null, 0, null] },
      turns: [{ turn: 1, label: 'negative', score: -0.6, level: 2, sources: [] }],
    },
    interruptions: [],
    timing: {
      talkShare: 0.5,
      silenceMs: 0,
      longestSilenceMs: 0,
      speechRatePerMinute: 220,
      interruptionsPer10Min: 0,
    },
    commitments: [],
    findings: [],
    harassment: {
      policy: { id: 'default', version: '1.0.0' },
      decision: 'none',
      withheld: null,
      fromTurn: null,
      categories: [],
      target: null,
      evidence: [],
      demand: true,
      priority: null,
      ending: null,
      handled: { asked: null, warned: null, noScolding: null, politeFormula: null, promptEnd: null },
      path: [],
    },
    safety: null,
    warnings: [],
    provenance: { tool: 'tingping', rubric: 'r', policy: 'p', lexicons: 'l', rules: 'u', model: null },
    ...changes,
  };
}

const TEXTS = ['您好，请问有什么可以帮您', '=cmd|你们又扣我钱', '扣了钱您着急，我很理解', '感谢来电，再见'];

export function turns(callId: string, agents: readonly (string | null)[] = [null, null]): readonly PublishedTurn[] {
  return TEXTS.map((text, index) => ({
    callId,
    turn: index,
    speaker: index === 1 ? 'caller' : 'agent',
    agentId: index === 1 ? null : (agents[index === 3 ? 1 : 0] ?? null),
    startMs: index * 15_000,
    endMs: index * 15_000 + 9_000,
    text,
  }));
}

/** Missed empathy, with near misses and a formula in the quote. */
function missedEmpathy(): ExplainedCall {
  const missed = criterion('empathy', {
    status: 'not_met',
    score: 0.1,
    reason: { code: 'not_met_missed', params: { turns: '1' } },
    evidence: [evidence(1, '=cmd|你们又扣我钱', 'complaint'), evidence(2, '我很理解', 'empathy')],
    checks: [
      { rules: ['EMP-11'], outcome: 'fails', points: 0, possible: 7, evidence: [] },
      { rules: ['EMP-15'], outcome: 'holds', points: -1, possible: 0, evidence: [] },
      { rules: ['EMP-16'], outcome: 'not_applicable', points: 0, possible: 0, evidence: [] },
    ],
    searched: ['empathy', 'says:EMP-03', 'lexicon:but'],
    nearMisses: [
      { turn: 2, span: null, name: 'empathy', why: { kind: 'discarded', reason: 'negated' } },
      { turn: 3, span: null, name: 'empathy', why: { kind: 'window', distance: 4, allowed: '2 agent turns' } },
    ],
    unseen: ['call.hasTimes'],
  });
  return {
    result: result('c-1', {
      score: 55,
      rawScore: 55,
      band: 'fail',
      criteria: [criterion('opening'), missed, criterion('closing'), notApplicable('abuse_handling')],
      interruptions: [
        { turn: 2, by: 'agent', overlapMs: 820, severe: false, successful: true, confidence: 0.9 },
        { turn: 3, by: 'agent', overlapMs: null, severe: false, successful: true, confidence: 0.4 },
      ],
      findings: [
        {
          label: 'complaint',
          stage: 'sentiment',
          turn: 1,
          span: { start: 5, end: 10 },
          strength: 0.8,
          source: { kind: 'phrase', lexicon: 'complaint', entry: '又扣我钱' },
          witnesses: [{ kind: 'model', id: 'small', probability: 0.93 }],
          attributes: { about: 'product' },
          counted: true,
          discardedBecause: null,
        },
        {
          label: 'empathy',
          stage: 'empathy',
          turn: 2,
          span: { start: 7, end: 11 },
          strength: 0.7,
          source: { kind: 'phrase', lexicon: 'empathy', entry: '我很理解' },
          witnesses: [],
          attributes: { matches: true },
          counted: false,
          discardedBecause: 'negated',
        },
      ],
      warnings: [{ code: 'no_model', params: {} }],
    }),
    turns: turns('c-1'),
  };
}

function harassmentWithDanger(): ExplainedCall {
  const abuse = evidence(1, '你个废物', 'insult');
  return {
    result: result('c-2', {
      score: null,
      rawScore: null,
      band: 'critical?',
      coverage: 0.2,
      criticalFailures: [
        { id: 'insults_caller', state: 'proposed', confidence: 0.8, evidence: [evidence(2, '你才是', 'scolding')] },
        { id: 'intimacy', state: 'rejected', confidence: 0.6, evidence: [] },
      ],
      criteria: [
        criterion('opening'),
        notApplicable('empathy'),
        criterion('closing', {
          status: 'error',
          score: null,
          reason: { code: 'error', params: { message: 'no such place' } },
        }),
        criterion('abuse_handling', {
          status: 'partly',
          score: 0.5,
          reason: { code: 'partly_against', params: { turn: 2, name: 'scolding', count: 1 } },
          evidence: [evidence(2, '你才是', 'scolding')],
        }),
      ],
      abuseHandlingScore: 50,
      context: {
        kind: 'harassment',
        resolved: 'not_applicable',
        demand: null,
        pending: false,
        factsKnownFromTurn: null,
        limits: [],
      },
      harassment: {
        policy: { id: 'default', version: '1.0.0' },
        decision: 'end_call',
        withheld: null,
        fromTurn: 2,
        categories: ['insult', 'off_business'],
        target: 'agent',
        evidence: [abuse],
        demand: false,
        priority: null,
        ending: 'ended_in_time',
        handled: { asked: true, warned: false, noScolding: false, politeFormula: true, promptEnd: null },
        path: [{ state: 'ending_justified', turn: 1, signal: 'insult' }],
      },
      safety: { kind: 'danger', turn: 1, evidence: [evidence(1, '我不想活了', 'danger')] },
    }),
    turns: turns('c-2'),
  };
}

/** Opened by A1, closed by A2; the empathy was found in the turn of A1. */
function twoAgents(): ExplainedCall {
  return {
    result: result('c-3', {
      call: { ...FACTS, agents: ['A1', 'A2'], startedAt: null, team: null },
      criteria: [
        criterion('opening'),
        criterion('empathy', {
          reason: { code: 'met_found', params: { turn: 2, name: 'empathy' } },
          evidence: [evidence(2, '我很理解', 'empathy')],
        }),
        criterion('closing', {
          status: 'partly',
          score: 0.5,
          reason: { code: 'partly_absent', params: { looked: 'closing, gratitude', discarded: 0 } },
        }),
        notApplicable('abuse_handling'),
      ],
    }),
    turns: turns('c-3', ['A1', 'A2']),
  };
}

export const SAMPLE_CALLS: readonly ExplainedCall[] = [missedEmpathy(), harassmentWithDanger(), twoAgents()];
