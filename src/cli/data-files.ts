/** Reads the data files that the command line itself needs: messages and the words of ingest. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../domain/call.js';
import { ConfigError, messageOf } from '../domain/errors.js';
import { type IngestVocabulary, parseVocabulary } from '../ingest/index.js';
import { type Messages, parseMessages } from '../reports/messages.js';

export function loadMessages(modelsFolder: string, language: Language): Messages {
  const path = join(modelsFolder, 'messages', `${language}.yaml`);
  return parseMessages(language, { path, text: readText(path) });
}

export function loadVocabulary(modelsFolder: string): IngestVocabulary {
  const folder = join(modelsFolder, 'ingest');
  const names = withSentence(folder, () => readdirSync(folder)).filter((name) => name.endsWith('.yaml'));
  return parseVocabulary(
    names.sort().map((name) => ({ file: join(folder, name), text: readText(join(folder, name)) })),
  );
}

function readText(path: string): string {
  return withSentence(path, () => readFileSync(path, 'utf8'));
}

function withSentence<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError([{ file: path, line: null, message: `cannot be read: ${messageOf(error)}.` }]);
  }
}
