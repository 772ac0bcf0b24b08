/** `check`: whether what decides is whole, from rules and lexicons to the encoder, before a night of calls depends on it. */
import type { Command } from 'commander';
import { readEncoderLabels } from '../config/encoder-labels.js';
import { compileLanguagePacks } from '../config/language-packs.js';
import { readSetup, type SetupFiles } from '../config/setup.js';
import { TingpingError } from '../domain/errors.js';
import { loadEncoder } from '../nlp/encoder.js';
import { terminalText } from '../reports/escape/terminal.js';
import type { Messages } from '../reports/messages.js';
import { namesOf } from '../reports/names.js';
import { compileScorer } from '../scoring/scorer.js';
import { readDangerData } from '../stages/danger-data.js';
import type { LanguagePack } from '../text/reading.js';
import type { App } from './app.js';
import { addCommonOptions, type CommonOptions, setupOptions } from './common-options.js';
import { loadCalibrationWords, loadMessages, loadRoleModel, loadVocabulary } from './data-files.js';
import { encoderChoice } from './encoder-choice.js';
import { EXIT } from './exit.js';
import { createLog } from './log.js';

export function addCheckCommand(program: Command, app: App): void {
  const command = program
    .command('check')
    .description(
      'check rules, rubric, policy, lexicons, signs of danger and encoder, and name every mistake with file and line',
    );
  addCommonOptions(command, app.modelsFolder).action(async (options: CommonOptions) => {
    await check(options, app);
    app.exitWith(EXIT.ok);
  });
}

async function check(options: CommonOptions, app: App): Promise<void> {
  const log = createLog(options.logLevel, app.masker);
  const messages = loadMessages(options.models, options.lang);
  const files = readSetup(setupOptions(options));
  const parts: readonly (() => readonly string[] | Promise<readonly string[]>)[] = [
    () => languageLines(files, messages),
    () => rulesLines(files, messages),
    () => scorerLines(files, messages),
    () => wordLines(options, messages),
    () => roleLines(options, messages),
    () => encoderLines(options, messages),
  ];
  const mistakes = new Set<string>();
  const lines: string[] = [];
  for (const part of parts) {
    try {
      lines.push(...(await part()));
    } catch (error) {
      if (!(error instanceof TingpingError)) throw error;
      for (const sentence of error.message.split('\n')) mistakes.add(sentence);
    }
  }
  log.info({ problems: mistakes.size }, 'checked');
  app.stdout(lines.map((line) => `${terminalText(line)}\n`).join(''));
  if (mistakes.size > 0) throw new TingpingError('config', [...mistakes].join('\n'));
}

/** The lexicons of both languages, and the signs of danger that are made of their entries. */
function languageLines(files: SetupFiles, messages: Messages): readonly string[] {
  const packs = compileLanguagePacks(files.languages);
  const { constructions } = readDangerData(files.dangerSigns, packs);
  const phrases = (pack: LanguagePack) =>
    [...pack.lexicons.values()].reduce((sum, lexicon) => sum + lexicon.entries.length, 0);
  return [
    ...Object.values(packs).map((pack) =>
      messages.text('check.languages', {
        language: pack.language,
        lexicons: pack.lexicons.size,
        phrases: phrases(pack),
      }),
    ),
    messages.text('check.danger', { constructions: constructions.length }),
  ];
}

function rulesLines(files: SetupFiles, messages: Messages): readonly string[] {
  return [messages.text('check.rules', { rules: namesOf(files.rules).size })];
}

function scorerLines(files: SetupFiles, messages: Messages): readonly string[] {
  const { rubric, provenance } = compileScorer(files);
  const service = rubric.criteria.filter((criterion) => criterion.card === null);
  return [
    messages.text('check.rubric', {
      name: messages.name(rubric.name),
      version: rubric.version,
      criteria: rubric.criteria.length,
      points: service.reduce((sum, criterion) => sum + criterion.points, 0),
    }),
    messages.text('check.policy', { policy: provenance.policy }),
  ];
}

/** Messages of both languages, the words of ingest, and those of human scores. */
async function wordLines(options: CommonOptions, messages: Messages): Promise<readonly string[]> {
  await loadVocabulary(options.models);
  loadCalibrationWords(options.models);
  const keys = (['en', 'zh'] as const).reduce(
    (sum, language) => sum + loadMessages(options.models, language).keys.length,
    0,
  );
  return [messages.text('check.messages', { keys })];
}

function roleLines(options: CommonOptions, messages: Messages): readonly string[] {
  return [messages.text('check.roles', { signs: loadRoleModel(options.models).weights.size })];
}

async function encoderLines(options: CommonOptions, messages: Messages): Promise<readonly string[]> {
  readEncoderLabels(options.models);
  const { encoderFolder, otherModel } = await encoderChoice(options);
  if (encoderFolder === null) return [];
  const encoder = await loadEncoder(encoderFolder, otherModel);
  const { id, version } = encoder.infoOf('zh');
  const labels = encoder.labels.map(({ name, meaning }) => `${name} = ${meaning ?? '?'}`).join(', ');
  await encoder.dispose();
  return [messages.text('check.model', { model: `${id} ${version}`, labels })];
}
