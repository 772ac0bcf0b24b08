/** Runs all stages over a few lines of talk: "A: ..." the agent, "C: ..." the caller, "S: ..." the system. */
import { resolve } from 'node:path';
import { type LanguagePacks, loadLanguagePacks } from '../../src/config/language-packs.js';
import type { Call, Language, Speaker } from '../../src/domain/call.js';
import { ALL_STAGES } from '../../src/stages/index.js';
import { runStages, type StagesResult } from '../../src/stages/run-stages.js';
import { blankCall } from '../blank-call.js';

let loaded: LanguagePacks | null = null;

function packs(): LanguagePacks {
  loaded ??= loadLanguagePacks(resolve(import.meta.dirname, '../../models'));
  return loaded;
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
  return runStages(call, packs()[call.language], ALL_STAGES, null);
}

/** Counted labels of one turn, sorted. */
export function labelsAt(result: StagesResult, turn: number): readonly string[] {
  const labels = result.findings.filter((found) => found.turn === turn && found.counted).map((found) => found.label);
  return [...new Set(labels)].sort();
}
