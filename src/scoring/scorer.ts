/**
 * The scorer: one call in, one result out. Compiled once from the setup files; pure, so the same call gives the same
 * result in whatever worker and order.
 */
import { createHash } from 'node:crypto';
import { compileLanguagePacks, type LanguagePacks } from '../config/language-packs.js';
import { personalMasker } from '../config/personal.js';
import type { SetupFiles } from '../config/setup.js';
import type { TextFile } from '../config/yaml-file.js';
import type { Call } from '../domain/call.js';
import { messageOf } from '../domain/errors.js';
import { evidenceOf, type Quote } from '../domain/evidence.js';
import { type HarassmentResult, isEnding } from '../domain/harassment.js';
import type { Observation } from '../domain/observation.js';
import {
  type CallFacts,
  type CallResult,
  type CriterionResult,
  type Evidence,
  type Provenance,
  type PublishedTurn,
  RESULT_SCHEMA_VERSION,
  type Warning,
} from '../domain/result.js';
import type { RubricHead } from '../domain/rubric.js';
import type { Place } from '../domain/rule.js';
import { compilePolicy, decide, type Policy, safetyOf } from '../harassment/index.js';
import type { EncoderInfo, TurnRead, TurnText } from '../nlp/encoder.js';
import {
  type CompiledRules,
  compileRules,
  distinctRequests,
  type Evaluation,
  evaluate,
  type PhraseRequest,
} from '../rules/index.js';
import { type DangerData, readDangerData } from '../stages/danger-data.js';
import { ALL_STAGES } from '../stages/index.js';
import { checkStageOrder, runStages, type StagesResult } from '../stages/run-stages.js';
import { foldText } from '../text/fold.js';
import type { Lexicon } from '../text/lexicon.js';
import type { Masker } from '../text/personal/masker.js';
import { contextOf, isHarassmentOnly } from './call-context.js';
import { sumChecks } from './check.js';
import { commitmentsOf, interruptionsOf, sentimentOf, timingOf } from './course.js';
import { type Criterion, type CriterionContext, failedCriterion, judgeCriterion } from './criterion.js';
import { criticalFailures } from './critical.js';
import { compileWordSearch, observationOf, type WordSearch, withQuantities } from './observation.js';
import { compileRubric, type Detector, detectorsOf, paramsOf, type Rubric, readRubricFile } from './rubric.js';
import { totalOf, weightedScore } from './total.js';

export interface ScoredCall {
  readonly result: CallResult;
  /** The masked turns, for `turns.jsonl`. */
  readonly turns: readonly PublishedTurn[];
  /** What the stages saw, for those who explain; not published as it is. */
  readonly observation: Observation;
}

export interface Scorer {
  readonly provenance: Provenance;
  readonly rubric: RubricHead;
  /** Id of the harassment policy. */
  readonly policy: string;
  /** The turns as they are given to the encoder. */
  modelTexts(call: Call): readonly TurnText[];
  score(call: Call, probabilities: readonly TurnRead[] | null, model: EncoderInfo | null): ScoredCall;
}

interface Compiled {
  readonly rules: CompiledRules;
  readonly rubric: Rubric;
  readonly policy: Policy;
  readonly packs: LanguagePacks;
  readonly danger: DangerData;
  readonly searches: readonly WordSearch[];
  readonly masker: Masker;
  readonly provenance: Provenance;
}

const TOOL = 'tingping 0.1.0';
const DIGEST_LENGTH = 12;
const FEW_TURNS = 4;
const QUOTE_LENGTH = 80;
const LOW_ASR_CONFIDENCE = 0.6;

function digest(files: readonly TextFile[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.path}\n${file.text}\n`);
  return hash.digest('hex').slice(0, DIGEST_LENGTH);
}

const ENTRY = { strength: 0.8, negated: false, weak: false, attributes: {} } as const;

/** Phrases of a rule's own list, searched as a lexicon of the rule's name. */
function requestLexicon(request: PhraseRequest, folds: Readonly<Record<string, string>>): Lexicon {
  const fold = (text: string) => foldText(text, folds);
  const except = request.except.filter((each) => !each.startsWith('/')).map(fold);
  return {
    name: request.id,
    speaker: 'any',
    guards: ['quotation'],
    entries: request.phrases.map((phrase) => ({ ...ENTRY, phrase: fold(phrase), except })),
  };
}

function detectorLexicon(detector: Detector, folds: Readonly<Record<string, string>>): Lexicon {
  const fold = (text: string) => foldText(text, folds);
  return {
    name: detector.id,
    speaker: detector.speaker,
    guards: ['negation', 'quotation'],
    entries: detector.phrases.map((phrase) => ({ ...ENTRY, phrase: fold(phrase), except: detector.except.map(fold) })),
  };
}

function compile(files: SetupFiles): Compiled {
  const rubricFiles = files.rubrics.map(readRubricFile);
  const own = rubricFiles.at(-1)!;
  const used = rubricFiles.length > 1 && !own.extendsBase ? [own] : rubricFiles;
  const detectors = used.flatMap(detectorsOf);
  const lexicons = new Set([
    ...files.languages.zh.lexicons.map((file) => file.name),
    ...files.languages.en.lexicons.map((file) => file.name),
    ...detectors.map((detector) => detector.id),
  ]);
  const params = Object.assign({}, ...used.map(paramsOf)) as Readonly<Record<string, string>>;
  const embedded = files.rubrics
    .filter((file) => used.some((rubric) => rubric.path === file.path))
    .map((file) => ({ ...file, embedded: true }));
  const rules = compileRules([...files.rules, ...embedded], { lexicons }, { params });
  const rubric = compileRubric(used, rules);
  const policy = compilePolicy(files.policy, rules);
  const requests = distinctRequests([...rules.phraseRequests, ...rubric.phraseRequests, ...policy.phraseRequests]);
  const inline = requests.filter((request) => request.lexicon === null);
  const packs = compileLanguagePacks(files.languages, (_, folds) => [
    ...inline.filter((request) => request.phrases.length > 0).map((request) => requestLexicon(request, folds)),
    ...detectors.map((detector) => detectorLexicon(detector, folds)),
  ]);
  return {
    rules,
    rubric,
    policy,
    packs,
    danger: readDangerData(files.dangerSigns, packs),
    searches: requests.map(compileWordSearch),
    masker: personalMasker(files.personal),
    provenance: {
      tool: TOOL,
      rubric: `${rubric.id} ${rubric.version} ${digest(files.rubrics)}`,
      policy: `${policy.id} ${policy.version} ${digest([files.policy])}`,
      lexicons: digest([
        ...[files.languages.zh, files.languages.en].flatMap((language) => [language.data, ...language.lexicons]),
        files.dangerSigns,
      ]),
      rules: digest(files.rules),
      model: null,
    },
  };
}

function warningsOf(seen: StagesResult, model: EncoderInfo | null, english: boolean): readonly Warning[] {
  const { call, inputs } = seen;
  const warning = (code: Warning['code'], params: Warning['params'] = {}): Warning => ({ code, params });
  const unclear = call.turns.filter((turn) => (turn.asrConfidence ?? 1) < LOW_ASR_CONFIDENCE).length;
  return [
    ...rolesWarnings(call, inputs.roles),
    ...(inputs.times ? [] : [timesWarning(call)]),
    ...(inputs.times && !inputs.overlap ? [warning('overlap_not_observable')] : []),
    ...(model === null ? [warning('no_model')] : english && !model.reads ? [warning('english_without_model')] : []),
    ...(call.turns.length < FEW_TURNS ? [warning('few_turns', { turns: call.turns.length })] : []),
    ...(unclear > 0 ? [warning('low_asr_confidence', { turns: unclear })] : []),
    ...(seen.findings.some((finding) => finding.label === 'mid_call_start') ? [warning('starts_mid_call')] : []),
    ...(call.conversion?.warnings ?? []),
    ...seen.failures.map((failure) => warning('stage_error', { stage: failure.stage, message: failure.message })),
  ];
}

/** What is missing of the times of a call in which not every spoken turn has a start and an end. */
function timesWarning({ turns }: Call): Warning {
  const spoken = turns.filter(({ text }) => text.trim() !== '');
  const incomplete = spoken.filter(({ startMs, endMs }) => startMs === null || endMs === null).length;
  if (spoken.every(({ startMs, endMs }) => startMs === null && endMs === null)) return { code: 'no_times', params: {} };
  if (spoken.every(({ startMs, endMs }) => startMs !== null && endMs === null)) return { code: 'no_ends', params: {} };
  return { code: 'some_times', params: { turns: incomplete } };
}

/** Roles that were inferred are told of with their confidence, in whole percent, downwards: 90 is certain. */
function rolesWarnings({ roles }: Call, areKnown: boolean): readonly Warning[] {
  const params = { percent: Math.floor(roles.confidence * 100) };
  if (roles.source === 'inferred') return [{ code: areKnown ? 'inferred_roles' : 'uncertain_roles', params }];
  return areKnown ? [] : [{ code: 'no_roles', params: {} }];
}

function factsOf(call: Call, masker: Masker): CallFacts {
  const agents = [...new Set(call.turns.map((turn) => turn.agentId).filter((id) => id !== null))].sort();
  return {
    language: call.language,
    startedAt: call.startedAt,
    durationMs: call.durationMs,
    direction: call.direction,
    medium: call.medium,
    agentId: call.agentId,
    agents,
    team: call.team,
    queue: call.queue,
    callerNumber: masker.number(call.callerNumber),
    recordingUrl: masker.reference(call.recordingUrl),
    turns: call.turns.length,
  };
}

/** Quotes come from the masked text; masking keeps lengths, so spans hold. */
function quoter(masked: readonly string[]): Quote {
  return (turn, span) => {
    const text = masked[turn] ?? '';
    const words = span === null ? text : text.slice(span.start, span.end);
    return words.length > QUOTE_LENGTH ? `${words.slice(0, QUOTE_LENGTH - 1)}…` : words;
  };
}

function criterionContext(evaluation: Evaluation, evidence: (place: Place) => Evidence): CriterionContext {
  return {
    rule: (id) => evaluation.rule(id),
    expression: (expression) => evaluation.expression(expression),
    holds: (expression) => evaluation.expression(expression).outcome === 'holds',
    evidence,
  };
}

/** One criterion that throws is a result and not a crash. */
function judge(criterion: Criterion, rubric: Rubric, context: CriterionContext): CriterionResult {
  try {
    return judgeCriterion(criterion, rubric.bands, context);
  } catch (error) {
    return failedCriterion(criterion, messageOf(error));
  }
}

/** Whether the active policy justified ending the call and the agent did not end it before that turn. */
function endingJustified(call: Call, harassment: HarassmentResult): boolean {
  if (harassment.fromTurn === null) return false;
  const lastAgentTurn = call.turns.findLast((turn) => turn.speaker === 'agent')?.index ?? -1;
  return lastAgentTurn >= harassment.fromTurn || harassment.ending !== 'ended_on_protected';
}

/**
 * Nobody to whom patience is owed is ended, but where the policy ends callers with a matter, too, and where nobody can be
 * heard; and unless none is owed nobody in whom phrases alone see a demand. What would have ended the call is withheld: a
 * person decides.
 */
function decideCautiously(
  { policy, rules, packs, searches }: Compiled,
  { call, alone, patience }: StagesResult,
  observation: Observation,
  quote: Quote,
): HarassmentResult {
  const decided = (from: Observation, owed: boolean) => decide(policy, evaluate(rules, from), from, quote, owed);
  const found = decided(observation, false);
  const { decision } = found;
  if (!isEnding(decision) || alone === null || patience === 'none') return found;
  const withheld = ({ ending, handled, path }: HarassmentResult): HarassmentResult => {
    return { ...found, decision: 'review', withheld: decision, fromTurn: null, ending, handled, path };
  };
  const phrases = decided(observationOf(alone, packs[call.language], searches), false);
  if (phrases.demand && !isEnding(phrases.decision)) return withheld(phrases);
  if (patience === 'doubtful') return found;
  const own = decided(observation, true);
  return isEnding(own.decision) ? own : withheld(own);
}

function scoreCall(
  compiled: Compiled,
  call: Call,
  probabilities: readonly TurnRead[] | null,
  model: EncoderInfo | null,
): ScoredCall {
  const { rubric, rules, masker } = compiled;
  const pack = compiled.packs[call.language];
  const used = model !== null && probabilities !== null ? { info: model, turns: probabilities } : null;
  const seen = runStages(call, { pack, danger: compiled.danger }, ALL_STAGES, used);
  const masked = masker.turns(call.turns);
  const quote = quoter(masked);
  const evidence = (place: Place) => evidenceOf(place, quote);
  const first = observationOf(seen, pack, compiled.searches);
  const harassment = decideCautiously(compiled, seen, first, quote);
  const observation = withQuantities(first, {
    'policy.endingJustified': endingJustified(call, harassment),
    'policy.ending': harassment.ending ?? 'none',
    'policy.harassmentOnly': isHarassmentOnly(harassment),
  });
  const evaluation = evaluate(rules, observation);
  const context = criterionContext(evaluation, evidence);
  const judged = rubric.criteria.map((criterion) => ({ criterion, result: judge(criterion, rubric, context) }));
  const service = judged.filter(({ criterion }) => criterion.card === null).map(({ result }) => result);
  const card = judged.filter(({ criterion }) => criterion.card !== null).map(({ result }) => result);
  const critical = criticalFailures(rubric.critical, observation, context);
  const bonus = Math.min(rubric.bonus.most, sumChecks(rubric.bonus.checks, context).earned);
  const total = totalOf(service, critical, rubric, bonus);
  const result: CallResult = {
    schemaVersion: RESULT_SCHEMA_VERSION,
    callId: call.callId,
    call: factsOf(call, masker),
    rubric: { id: rubric.id, version: rubric.version },
    ...total,
    criticalFailures: critical,
    criteria: judged.map(({ result: each }) => each),
    abuseHandlingScore: weightedScore(card),
    bonus,
    context: contextOf(observation, harassment, { flag: (id) => evaluation.rule(id) }),
    sentiment: sentimentOf(observation, seen.reading),
    interruptions: interruptionsOf(observation),
    timing: timingOf(observation, seen.reading),
    commitments: commitmentsOf(observation),
    findings: observation.findings,
    harassment,
    safety: safetyOf(observation, quote),
    warnings: warningsOf(seen, used === null ? null : model, call.language === 'en'),
    provenance: { ...compiled.provenance, model: used === null ? null : `${used.info.id} ${used.info.version}` },
  };
  return { result, turns: publishedTurns(call, masked), observation };
}

function publishedTurns(call: Call, masked: readonly string[]): readonly PublishedTurn[] {
  return call.turns.map((turn) => ({
    callId: call.callId,
    turn: turn.index,
    speaker: turn.speaker,
    agentId: turn.agentId,
    startMs: turn.startMs,
    endMs: turn.endMs,
    text: masked[turn.index]!,
  }));
}

/** Compiles everything and checks it. Throws a ConfigError with every mistake of the first kind of file that has one. */
export function compileScorer(files: SetupFiles): Scorer {
  checkStageOrder(ALL_STAGES);
  const compiled = compile(files);
  return {
    provenance: compiled.provenance,
    rubric: compiled.rubric,
    policy: compiled.policy.id,
    modelTexts: ({ language, turns }) => turns.map(({ speaker, text }) => ({ language, speaker, text })),
    score: (call, probabilities, model) => scoreCall(compiled, call, probabilities, model),
  };
}
