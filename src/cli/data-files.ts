/** Reads the data files that the command line itself needs: messages and the words of ingest. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../domain/call.js';
import { ConfigError, messageOf } from '../domain/errors.js';
import { type CalibrationWords, readCalibrationWords } from '../evaluation/human-scores.js';
import {
  type IngestVocabulary,
  loadRoleModel as loadRoles,
  loadVocabulary as loadWords,
  type RoleModel,
} from '../ingest/index.js';
import { type Messages, parseMessages } from '../reports/messages.js';

export function loadMessages(modelsFolder: string, language: Language): Messages {
  const path = join(modelsFolder, 'messages', `${language}.yaml`);
  return parseMessages(language, { path, text: readText(path) });
}

export function loadVocabulary(modelsFolder: string): Promise<IngestVocabulary> {
  return loadWords(join(modelsFolder, 'ingest'));
}

export function loadRoleModel(modelsFolder: string): RoleModel {
  return loadRoles(join(modelsFolder, 'ingest', 'roles'));
}

export function loadCalibrationWords(modelsFolder: string): CalibrationWords {
  const path = join(modelsFolder, 'calibration.yaml');
  return readCalibrationWords({ path, text: readText(path) });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError([{ file: path, line: null, message: `cannot be read: ${messageOf(error)}.` }]);
  }
}
