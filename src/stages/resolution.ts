/**
 * Stage 5: what is done about the matter - looked up, found, explained, solved, refused, promised - and how the caller
 * takes it. The parts stand in files of their own; this one gives each the findings it builds on.
 */
import type { Finding } from '../domain/finding.js';
import { answerFindings, thanksFindings } from './caller-answer.js';
import { checkFindings, explanationFindings, lookupFindings, policyFindings } from './checking.js';
import { commitmentFindings } from './commitment.js';
import { denialFindings, isStatus, limitFindings, refusalFindings } from './denial.js';
import { factAnswers } from './fact-answers.js';
import { deadlineFindings, followUpFindings } from './follow-up.js';
import { acceptanceChecks, compensationFindings, outcomeFindings } from './promised-outcome.js';
import { solutionFindings } from './solution.js';
import type { Stage, StageInput } from './stage.js';

type PerTurn = (input: StageInput, turn: number) => readonly Finding[];

export const resolutionStage: Stage = {
  name: 'resolution',
  needs: ['complaint', 'anger'],
  makes: [
    'lookup',
    'check_result',
    'explanation',
    'policy',
    'denial',
    'limit',
    'refusal',
    'solution',
    'alternative',
    'commitment',
    'follow_up',
    'deadline',
    'compensation',
    'outcome_promise',
    'acceptance_check',
    'acceptance',
    'rejection',
    'thanks',
  ],
  run(input) {
    const turns = input.reading.turns.map(({ turn }) => turn.index);
    const each = (find: PerTurn) => turns.flatMap((turn) => find(input, turn));
    const lookups = each(lookupFindings);
    const denials = each(denialFindings);
    const limits = each(limitFindings);
    const solutions = solutionFindings(input, [...denials, ...limits.filter((limit) => !isStatus(input, limit))]);
    const bareNo = denials.filter((denial) => denial.attributes.whole_turn === true);
    const taken = [...solutions, ...bareNo].filter((found) => found.counted).map((found) => found.turn);
    const answers = factAnswers(input, new Set(taken));
    const promises = [...each(commitmentFindings), ...each(followUpFindings)];
    const proposals = [...solutions, ...answers, ...promises.filter((found) => found.label === 'commitment')];
    const checks = turns.flatMap((turn) => acceptanceChecks(input, turn, proposals));
    const offers = [...proposals, ...checks];
    return {
      findings: [
        ...lookups,
        ...each(checkFindings),
        ...explanationFindings(input),
        ...each(policyFindings),
        ...denials,
        ...limits,
        ...refusalFindings(input, denials, [...solutions, ...promises, ...lookups]),
        ...solutions,
        ...answers,
        ...promises,
        ...each(deadlineFindings),
        ...each(compensationFindings),
        ...each(outcomeFindings),
        ...checks,
        ...turns.flatMap((turn) => answerFindings(input, turn, offers)),
        ...each(thanksFindings),
      ],
    };
  },
};
