/** `explain`: one call told turn by turn, with what was found, what was thrown out, and how the score came about. */
import type { Command } from 'commander';
import { createGroupScorer } from '../batch/group-scorer.js';
import { readSetup } from '../config/setup.js';
import type { Call } from '../domain/call.js';
import { nearestName, TingpingError } from '../domain/errors.js';
import { ingest } from '../ingest/index.js';
import { explainText } from '../reports/explain.js';
import { namesOf } from '../reports/names.js';
import { wording } from '../reports/wording.js';
import type { App } from './app.js';
import { addCommonOptions, type CommonOptions, setupOptions } from './common-options.js';
import { loadMessages } from './data-files.js';
import { encoderChoice } from './encoder-choice.js';
import { EXIT } from './exit.js';
import { addInputOptions, checkUse, type InputOptions, ingestOptionsOf } from './input-options.js';
import { checkInputs } from './inputs.js';
import { createLog } from './log.js';
import { addPersonalOptions, type PersonalDataOptions, personalOptions } from './personal-options.js';

interface ExplainOptions extends CommonOptions, InputOptions, PersonalDataOptions {
  readonly call?: string;
  readonly criterion?: string;
  readonly hits: boolean;
}

/** Ids that a sentence names at most. */
const SHOWN_IDS = 10;

export function addExplainCommand(program: Command, app: App): void {
  const command = program
    .command('explain')
    .description('tell how one call was scored, turn by turn and criterion by criterion')
    .argument('<call>', 'a transcript file; - reads the standard input')
    .option('--call <id>', 'which call, where the file holds several')
    .option('--criterion <id>', 'this criterion alone')
    .option('--hits', 'tell every hit of the word lists that rules ask for, not only what was made of them', false);
  addCommonOptions(addPersonalOptions(addInputOptions(command)), app.modelsFolder).action(
    async (file: string, options: ExplainOptions) => {
      await explain(file, options, app);
      app.exitWith(EXIT.ok);
    },
  );
}

async function explain(file: string, options: ExplainOptions, app: App): Promise<void> {
  const log = createLog(options.logLevel, app.masker);
  const messages = loadMessages(options.models, options.lang);
  const files = readSetup(setupOptions(options, personalOptions(options, app)));
  await checkInputs([file]);
  const call = await findCall(file, options, app);
  log.info({ turns: call.turns.length }, 'call read');
  const scorer = await createGroupScorer({ files, ...(await encoderChoice(options)) });
  refuseUnknownCriterion(
    options.criterion,
    scorer.rubric.criteria.map(({ id }) => id),
  );
  const words = wording(messages, scorer.rubric, namesOf([...files.rules, ...files.rubrics]));
  const [scored] = await scorer.scoreEach([call]);
  await scorer.dispose();
  app.stdout(
    explainText(scored!, {
      words,
      style: app.style,
      rubric: scorer.rubric,
      criterion: options.criterion ?? null,
      allHits: options.hits,
    }),
  );
}

/** The call that is meant: the only one of the file, or the one of the id. */
async function findCall(file: string, options: ExplainOptions, app: App): Promise<Call> {
  const ids: string[] = [];
  let first: Call | null = null;
  let refused: string | null = null;
  const ingestOptions = await ingestOptionsOf(options);
  for await (const item of ingest([file], ingestOptions)) {
    if (item.kind === 'reject') {
      if (item.reject.loses !== 'nothing') refused ??= item.reject.reason;
      continue;
    }
    if (item.call.callId === options.call) return item.call;
    first ??= item.call;
    ids.push(item.call.callId);
  }
  checkUse(ingestOptions.use, app);
  if (first === null) throw new TingpingError('not_a_call', refused ?? `"${file}" holds no call.`);
  if (options.call !== undefined) throw new TingpingError('usage', unknownCallSentence(file, options.call, ids));
  if (ids.length === 1) return first;
  throw new TingpingError('usage', `"${file}" holds ${ids.length} calls: choose one with --call ID (${shown(ids)}).`);
}

function unknownCallSentence(file: string, id: string, ids: readonly string[]): string {
  const nearest = nearestName(id, ids);
  const hint = nearest === null ? `It holds ${shown(ids)}.` : `The nearest is "${nearest}".`;
  return `"${file}" holds no call "${id}". ${hint}`;
}

function shown(ids: readonly string[]): string {
  return `${ids.slice(0, SHOWN_IDS).join(', ')}${ids.length > SHOWN_IDS ? ', …' : ''}`;
}

function refuseUnknownCriterion(id: string | undefined, known: readonly string[]): void {
  if (id === undefined || known.includes(id)) return;
  const nearest = nearestName(id, known);
  const hint = nearest === null ? `It has ${known.join(', ')}.` : `The nearest is "${nearest}".`;
  throw new TingpingError('usage', `The rubric has no criterion "${id}". ${hint}`);
}
