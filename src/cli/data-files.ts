/** Reads the data files that the command line itself needs: messages and the words of ingest. */
import { join } from 'node:path';
import { readModel } from '../config/text-files.js';
import type { Language } from '../domain/call.js';
import { type CalibrationWords, readCalibrationWords } from '../evaluation/calibration-words.js';
import {
  type IngestVocabulary,
  loadRoleModel as loadRoles,
  loadVocabulary as loadWords,
  type RoleModel,
} from '../ingest/index.js';
import { type Messages, parseMessages } from '../reports/messages.js';

export function loadMessages(modelsFolder: string, language: Language): Messages {
  return parseMessages(language, readModel(modelsFolder, 'messages', `${language}.yaml`));
}

export function loadVocabulary(modelsFolder: string): Promise<IngestVocabulary> {
  return loadWords(join(modelsFolder, 'ingest'));
}

export function loadRoleModel(modelsFolder: string): RoleModel {
  return loadRoles(join(modelsFolder, 'ingest', 'roles'));
}

export function loadCalibrationWords(modelsFolder: string): CalibrationWords {
  return readCalibrationWords(readModel(modelsFolder, 'calibration.yaml'));
}
