/**
 * All formats, in the order in which people are told of them. A file is of the first that recognises it; each sample is
 * recognised by one alone, which a test holds.
 */
import { suggestion } from '../../domain/errors.js';
import type { Format, JsonFormat, TextFormat } from '../format.js';
import { aliyunFiletrans } from './aliyun-filetrans.js';
import { amazonContactLens } from './amazon-contact-lens.js';
import { amazonPca } from './amazon-pca.js';
import { amazonTranscribe } from './amazon-transcribe.js';
import { amazonTranscribeCallAnalytics } from './amazon-transcribe-call-analytics.js';
import { assemblyai } from './assemblyai.js';
import { azureBatch } from './azure-batch.js';
import { azureContentUnderstanding } from './azure-content-understanding.js';
import { azureConversation } from './azure-conversation.js';
import { canonical } from './canonical.js';
import { csvCalls } from './csv-calls.js';
import { csvTurns } from './csv-turns.js';
import { deepgram } from './deepgram.js';
import { funasr } from './funasr.js';
import { genesysCloud } from './genesys-cloud.js';
import { gong } from './gong.js';
import { googleCcai } from './google-ccai.js';
import { googleSpeech } from './google-speech.js';
import { iflytekLfasr } from './iflytek-lfasr.js';
import { script } from './script.js';
import { srt } from './srt.js';
import { tencentAsr } from './tencent-asr.js';
import { vcon } from './vcon.js';
import { webvtt } from './webvtt.js';
import { whisper } from './whisper.js';

export const FORMATS: readonly Format[] = [
  canonical,
  csvTurns,
  csvCalls,
  script,
  webvtt,
  srt,
  amazonTranscribe,
  amazonTranscribeCallAnalytics,
  amazonContactLens,
  amazonPca,
  googleSpeech,
  googleCcai,
  azureBatch,
  azureConversation,
  azureContentUnderstanding,
  whisper,
  deepgram,
  assemblyai,
  aliyunFiletrans,
  tencentAsr,
  iflytekLfasr,
  funasr,
  genesysCloud,
  gong,
  vcon,
];

export const JSON_FORMATS: readonly JsonFormat[] = FORMATS.filter((format) => format.kind === 'json');
/** A signature is looked for before a table, and a table before the loose form of a script. */
export const TEXT_FORMATS: readonly TextFormat[] = [webvtt, srt, csvTurns, csvCalls, script];

/** The format of an id; a sentence where there is none. */
export function formatById(id: string): Format | string {
  const found = FORMATS.find((format) => format.id === id);
  if (found !== undefined) return found;
  const ids = FORMATS.map((format) => format.id);
  return `There is no format "${id}": ${suggestion(id, ids)}`;
}
