/** The wording of the tests: the messages that the package carries. */
import { readFileSync } from 'node:fs';
import type { Language } from '../../src/domain/call.js';
import { type Messages, parseMessages } from '../../src/reports/messages.js';
import { type Wording, wording } from '../../src/reports/wording.js';
import { RUBRIC } from './sample-calls.js';

const NAMES = new Map([
  ['EMP-11', { en: 'Empathy in time', zh: '及时共情' }],
  ['EMP-03', { en: 'Perspective taken', zh: '换位思考' }],
  ['insults_caller', { en: 'Insults the caller', zh: '侮辱客户' }],
]);

export function messages(language: Language): Messages {
  const path = `models/messages/${language}.yaml`;
  return parseMessages(language, { path, text: readFileSync(path, 'utf8') });
}

export function words(language: Language): Wording {
  return wording(messages(language), RUBRIC, NAMES);
}
