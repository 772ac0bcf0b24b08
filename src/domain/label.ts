/**
 * Every label that a stage may find and a rule may name: whose act it is, which stage makes it, what it needs to be
 * seen, and its attributes. `guide: true` labels are defined in the labelling guide; the others exist because a row of
 * the catalogue asks for them.
 */
import type { StageName } from './finding.js';

/** What an attribute holds: a truth, a number in a unit, or one of a list of words. */
export type AttributeType = 'bool' | 'number' | 'ms' | 's' | readonly string[];

/** Input without which a label cannot be seen, so that a rule over it is not applicable instead of failing. */
export type NeededInput = 'times' | 'holdEvents' | 'hangupSide';

export interface LabelDefinition {
  readonly who: 'agent' | 'caller' | 'system' | 'any';
  readonly stage: StageName;
  readonly guide: boolean;
  readonly needs?: NeededInput;
  readonly attributes: Readonly<Record<string, AttributeType>>;
}

export const LABELS = {
  greeting: { who: 'agent', stage: 'procedure', guide: true, attributes: {} },
  name_request: { who: 'agent', stage: 'procedure', guide: true, attributes: { kind: ['ask', 'spelling'] } },
  empathy: {
    who: 'agent',
    stage: 'empathy',
    guide: true,
    attributes: {
      kind: ['feeling', 'labelled', 'perspective', 'validation', 'detail', 'sympathy', 'inconvenience', 'praise'],
      matches: 'bool',
    },
  },
  apology: { who: 'agent', stage: 'apology', guide: true, attributes: { specific: 'bool', onBehalf: 'bool' } },
  responsibility: {
    who: 'agent',
    stage: 'apology',
    guide: true,
    attributes: { kind: ['fault', 'ownership'], about: ['matter', 'own_slip'], conditional: 'bool' },
  },
  blame_shift: {
    who: 'agent',
    stage: 'apology',
    guide: true,
    attributes: {
      target: ['caller', 'colleague', 'shift', 'department', 'branch', 'system', 'policy', 'supplier', 'weather'],
    },
  },
  paraphrase: { who: 'agent', stage: 'procedure', guide: true, attributes: { check: 'bool' } },
  question_closed: {
    who: 'agent',
    stage: 'procedure',
    guide: true,
    attributes: { purpose: ['diagnosis', 'identity', 'sales', 'other'] },
  },
  question_open: {
    who: 'agent',
    stage: 'procedure',
    guide: true,
    attributes: { purpose: ['diagnosis', 'outcome', 'feeling', 'opinion', 'help_offer', 'other'] },
  },
  solution: {
    who: 'agent',
    stage: 'resolution',
    guide: true,
    attributes: { done: 'bool', promised: 'bool', new: 'bool', options: 'number', rank: 'number' },
  },
  alternative: { who: 'agent', stage: 'resolution', guide: true, attributes: { new: 'bool' } },
  commitment: {
    who: 'agent',
    stage: 'resolution',
    guide: true,
    attributes: { action: 'bool', deadline: 'bool', contact: 'bool', basis: 'bool', immediate: 'bool' },
  },
  follow_up: { who: 'agent', stage: 'resolution', guide: true, attributes: { time: 'bool', automatic: 'bool' } },
  acceptance_check: { who: 'agent', stage: 'resolution', guide: true, attributes: {} },
  offer_more_help: { who: 'agent', stage: 'procedure', guide: true, attributes: {} },
  gratitude: {
    who: 'agent',
    stage: 'procedure',
    guide: true,
    attributes: { object: ['reporting', 'calling', 'waiting', 'patience', 'cooperation', 'none'] },
  },
  closing: {
    who: 'agent',
    stage: 'procedure',
    guide: true,
    attributes: { goodbye: 'bool', thanks: 'bool', ends_call: 'bool' },
  },
  escalation: {
    who: 'agent',
    stage: 'procedure',
    guide: true,
    attributes: { explained: 'bool', target: 'bool', reason: 'bool', returned: 'bool' },
  },
  hold_request: {
    who: 'agent',
    stage: 'procedure',
    guide: true,
    attributes: { permission: 'bool', reason: 'bool', duration: 'bool', parts: 'number' },
  },
  refusal: { who: 'agent', stage: 'resolution', guide: true, attributes: {} },
  negative_language: { who: 'agent', stage: 'conduct', guide: true, attributes: { slight: 'bool' } },
  arguing: { who: 'agent', stage: 'conduct', guide: true, attributes: {} },
  abuse_warning: {
    who: 'agent',
    stage: 'abuse',
    guide: true,
    attributes: { form: ['recording', 'off_business', 'ending'] },
  },
  complaint: {
    who: 'caller',
    stage: 'sentiment',
    guide: true,
    attributes: { about: ['product', 'service', 'handling', 'agent', 'policy', 'elsewhere'] },
  },
  anger: {
    who: 'caller',
    stage: 'sentiment',
    guide: true,
    attributes: {
      about: ['product', 'service', 'handling', 'agent', 'policy', 'elsewhere'],
      threat: ['complain', 'sue', 'publish', 'leave', 'none'],
    },
  },
  profanity: {
    who: 'caller',
    stage: 'abuse',
    guide: true,
    attributes: { target: ['organisation', 'third_party', 'situation'] },
  },
  insult: { who: 'caller', stage: 'abuse', guide: true, attributes: {} },
  sexual: { who: 'caller', stage: 'abuse', guide: true, attributes: { kind: ['obscene', 'advance'] } },
  threat: { who: 'caller', stage: 'abuse', guide: true, attributes: { credible: 'bool' } },
  discrimination: { who: 'caller', stage: 'abuse', guide: true, attributes: {} },
  off_business: {
    who: 'caller',
    stage: 'abuse',
    guide: true,
    attributes: { kind: ['flirting', 'rambling', 'prank', 'silent', 'nonsense'] },
  },
  repeat_demand: { who: 'caller', stage: 'context', guide: true, attributes: {} },
  acceptance: { who: 'caller', stage: 'resolution', guide: true, attributes: {} },
  rejection: { who: 'caller', stage: 'resolution', guide: true, attributes: {} },
  thanks: { who: 'caller', stage: 'resolution', guide: true, attributes: {} },
  interruption: {
    who: 'any',
    stage: 'interruptions',
    guide: true,
    attributes: { overlap: 'ms', severe: 'bool', successful: 'bool', confirming: 'bool', textual: 'bool' },
  },
  mid_call_start: { who: 'system', stage: 'record', guide: false, attributes: {} },
  hold: { who: 'system', stage: 'record', guide: false, needs: 'holdEvents', attributes: { duration: 's' } },
  transfer: { who: 'system', stage: 'record', guide: false, attributes: {} },
  hangup: {
    who: 'system',
    stage: 'record',
    guide: false,
    needs: 'hangupSide',
    attributes: { side: ['agent', 'caller', 'line'] },
  },
  silence: {
    who: 'any',
    stage: 'interruptions',
    guide: false,
    needs: 'times',
    attributes: {
      duration: 's',
      last: ['agent', 'caller'],
      next: ['agent', 'caller'],
      owner: ['agent', 'caller', 'none'],
    },
  },
  backchannel: { who: 'any', stage: 'text', guide: false, attributes: {} },
  deadline: { who: 'any', stage: 'resolution', guide: false, attributes: { future: 'bool' } },
  demand: {
    who: 'caller',
    stage: 'context',
    guide: true,
    attributes: { kind: ['matter', 'number', 'remedy', 'lawful_complaint', 'earlier_contact'] },
  },
  possible_matter: { who: 'caller', stage: 'context', guide: false, attributes: {} },
  fact_given: { who: 'caller', stage: 'context', guide: false, attributes: {} },
  name_given: { who: 'caller', stage: 'procedure', guide: false, attributes: {} },
  open_ended: { who: 'caller', stage: 'interruptions', guide: false, attributes: {} },
  turn_resumed: { who: 'caller', stage: 'interruptions', guide: false, attributes: {} },
  organisation_name: { who: 'agent', stage: 'procedure', guide: false, attributes: {} },
  agent_name: { who: 'agent', stage: 'procedure', guide: false, attributes: {} },
  name_use: {
    who: 'agent',
    stage: 'procedure',
    guide: false,
    attributes: { form: ['surname', 'title_only', 'first_name'] },
  },
  misaddress: { who: 'agent', stage: 'procedure', guide: false, attributes: {} },
  self_correction: { who: 'agent', stage: 'procedure', guide: false, attributes: {} },
  asks_known_fact: { who: 'agent', stage: 'procedure', guide: false, attributes: { readback: 'bool' } },
  identity_request: { who: 'agent', stage: 'procedure', guide: false, attributes: {} },
  completes_caller: { who: 'agent', stage: 'interruptions', guide: false, attributes: {} },
  misunderstood: { who: 'caller', stage: 'procedure', guide: false, attributes: {} },
  caller_question: { who: 'caller', stage: 'procedure', guide: false, attributes: {} },
  answer: { who: 'agent', stage: 'procedure', guide: false, attributes: {} },
  consent: { who: 'caller', stage: 'procedure', guide: false, attributes: {} },
  supervisor_request: { who: 'caller', stage: 'procedure', guide: false, attributes: {} },
  business_probe: { who: 'agent', stage: 'procedure', guide: false, attributes: {} },
  small_talk: { who: 'agent', stage: 'procedure', guide: false, attributes: {} },
  sales_pitch: { who: 'agent', stage: 'procedure', guide: false, attributes: {} },
  lookup: { who: 'agent', stage: 'resolution', guide: false, attributes: {} },
  check_result: {
    who: 'agent',
    stage: 'resolution',
    guide: true,
    attributes: { finding: ['company_error', 'caller_error', 'no_error', 'other'] },
  },
  explanation: {
    who: 'agent',
    stage: 'resolution',
    guide: false,
    attributes: { cause: 'bool', ordered: 'bool', repeat: 'bool' },
  },
  policy: { who: 'agent', stage: 'resolution', guide: false, attributes: {} },
  denial: {
    who: 'agent',
    stage: 'resolution',
    guide: false,
    attributes: { whole_turn: 'bool', first_clause: 'bool', reason: 'bool', softened: 'bool', final: 'bool' },
  },
  limit: {
    who: 'agent',
    stage: 'resolution',
    guide: false,
    attributes: { kind: ['not_now', 'unsure', 'only_route'], reason: 'bool' },
  },
  compensation: { who: 'agent', stage: 'resolution', guide: false, attributes: { conditional: 'bool' } },
  outcome_promise: { who: 'agent', stage: 'resolution', guide: false, attributes: { about: ['result', 'process'] } },
  new_fact: { who: 'caller', stage: 'context', guide: false, attributes: {} },
  contradicts_self: {
    who: 'agent',
    stage: 'apology',
    guide: false,
    attributes: { topic: ['fault', 'promise', 'figure', 'other'], conceded: 'bool' },
  },
  scope_notice: { who: 'agent', stage: 'abuse', guide: false, attributes: {} },
  hangup_request: { who: 'agent', stage: 'abuse', guide: false, attributes: {} },
  peak: { who: 'caller', stage: 'context', guide: false, attributes: {} },
  level_rise: { who: 'caller', stage: 'context', guide: false, attributes: {} },
  level_drop: { who: 'caller', stage: 'context', guide: false, attributes: {} },
  sarcasm: { who: 'any', stage: 'sentiment', guide: false, attributes: {} },
  agent_emotion: { who: 'agent', stage: 'conduct', guide: false, attributes: {} },
  scolding: { who: 'agent', stage: 'conduct', guide: false, attributes: { insulting: 'bool' } },
  self_justification: { who: 'agent', stage: 'conduct', guide: false, attributes: {} },
  intimacy: { who: 'agent', stage: 'conduct', guide: false, attributes: { sexual: 'bool' } },
  advance: { who: 'caller', stage: 'abuse', guide: false, attributes: {} },
  danger: {
    who: 'caller',
    stage: 'context',
    guide: true,
    attributes: { of: ['wish', 'farewell', 'body', 'act', 'hazard'] },
  },
  silence_notice: { who: 'agent', stage: 'abuse', guide: false, attributes: {} },
} as const satisfies Record<string, LabelDefinition>;

export type LabelName = keyof typeof LABELS;

export const LABEL_NAMES = Object.keys(LABELS) as readonly LabelName[];

export function labelDefinition(name: LabelName): LabelDefinition {
  return LABELS[name];
}

export function isLabelName(name: string): name is LabelName {
  return Object.hasOwn(LABELS, name);
}
