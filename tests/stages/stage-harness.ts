/** Runs all stages over a few lines of talk: "A: ..." the agent, "C: ..." the caller, "S: ..." the system. */
import { resolve } from 'node:path';
import { loadLanguagePacks } from '../../src/config/language-packs.js';
import { readModel } from '../../src/config/text-files.js';
import type { Call, Language, Speaker } from '../../src/domain/call.js';
import { readDangerData } from '../../src/stages/danger-data.js';
import { ALL_STAGES } from '../../src/stages/index.js';
import { runStages, type StagesResult } from '../../src/stages/run-stages.js';
import type { StageData } from '../../src/stages/stage.js';
import { blankCall } from '../blank-call.js';

const MODELS = resolve(import.meta.dirname, '../../models');

let loaded: Readonly<Record<Language, StageData>> | null = null;

function load(): Readonly<Record<Language, StageData>> {
  const packs = loadLanguagePacks(MODELS);
  const danger = readDangerData(readModel(MODELS, 'danger-signs.yaml'), packs);
  return { zh: { pack: packs.zh, danger }, en: { pack: packs.en, danger } };
}

/** The data of the models folder, read once. */
export function stageData(language: Language): StageData {
  loaded ??= load();
  return loaded[language];
}

const SPEAKERS: Readonly<Record<string, Speaker>> = { A: 'agent', C: 'caller', S: 'system', U: 'unknown' };

export function talk(lines: readonly string[], changes: Partial<Call> = {}): Call {
  const language: Language = changes.language ?? 'zh';
  return blankCall({
    callId: 'talk',
    source: { file: 'talk', line: null },
    turns: lines.map((line, index) => ({
      index,
      speaker: SPEAKERS[line[0] ?? 'U'] ?? 'unknown',
      agentId: null,
      channel: null,
      text: line.slice(2).trim(),
      startMs: null,
      endMs: null,
      asrConfidence: null,
    })),
    ...changes,
    language,
  });
}

export function observe(lines: readonly string[], changes: Partial<Call> = {}): StagesResult {
  const call = talk(lines, changes);
  return runStages(call, stageData(call.language), ALL_STAGES, null);
}

/** Counted labels of one turn, sorted. */
export function labelsAt(result: StagesResult, turn: number): readonly string[] {
  const labels = result.findings.filter((found) => found.turn === turn && found.counted).map((found) => found.label);
  return [...new Set(labels)].sort();
}
