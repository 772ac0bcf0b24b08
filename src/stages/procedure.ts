/**
 * Stage 6: how the agent runs the call - opening, names, questions, paraphrase, waiting, passing on, closing - and what
 * the caller asks. Each group of acts has its own file; this one runs them in the order in which they read each other.
 */
import type { Finding } from '../domain/finding.js';
import { answerFindings } from './procedure-answers.js';
import { asideFindings } from './procedure-asides.js';
import { closingFindings } from './procedure-closing.js';
import { factFindings } from './procedure-facts.js';
import { nameFindings } from './procedure-names.js';
import { openingFindings } from './procedure-opening.js';
import { paraphraseFindings } from './procedure-paraphrase.js';
import { questionFindings } from './procedure-questions.js';
import { consentFindings, waitingFindings } from './procedure-waiting.js';
import { type FindingStore, findingStore, type Stage, type StageInput } from './stage.js';

type Unit = (input: StageInput, found: FindingStore) => readonly Finding[];

/** Later units see what earlier ones found. */
const UNITS: readonly Unit[] = [
  openingFindings,
  nameFindings,
  factFindings,
  closingFindings,
  waitingFindings,
  paraphraseFindings,
  questionFindings,
  answerFindings,
  consentFindings,
  asideFindings,
];

export const procedureStage: Stage = {
  name: 'procedure',
  needs: [
    ...(['mid_call_start', 'acceptance_check', 'solution', 'alternative', 'limit', 'denial', 'refusal'] as const),
    ...(['policy', 'explanation', 'check_result', 'commitment', 'follow_up', 'blame_shift'] as const),
  ],
  makes: [
    ...([
      'greeting',
      'organisation_name',
      'agent_name',
      'name_request',
      'name_given',
      'name_use',
      'misaddress',
    ] as const),
    ...(['identity_request', 'asks_known_fact', 'gratitude', 'offer_more_help', 'closing'] as const),
    ...(['hold_request', 'escalation', 'consent', 'paraphrase', 'question_closed', 'question_open'] as const),
    ...(['caller_question', 'answer', 'business_probe', 'small_talk', 'sales_pitch', 'self_correction'] as const),
    ...(['misunderstood', 'supervisor_request'] as const),
  ],
  run(input) {
    const made: Finding[] = [];
    for (const unit of UNITS) {
      made.push(...unit(input, findingStore([...input.found.all, ...made])));
    }
    return { findings: made };
  },
};
