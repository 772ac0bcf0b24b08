/** Files that real products wrote, where they lie beside the project. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { take } from './helpers.js';

const FOLDER = '../shared/data/vendor-formats';

interface Expected {
  readonly file: string;
  readonly format?: string;
  readonly turns?: number;
  /** Of the first turn. */
  readonly first?: object;
  /** The rest of the sentence, where the file holds no transcript. */
  readonly refused?: RegExp;
}

const FILES: readonly Expected[] = [
  {
    file: 'aliyun-filetrans/GetTaskResult.success.json',
    format: 'aliyun-filetrans',
    turns: 1,
    first: { startMs: 340, endMs: 2365, channel: 0, vendor: { loudness: [5], speechRate: 177 } },
  },
  {
    file: 'aliyun-filetrans/GetTaskResult.words.json',
    format: 'aliyun-filetrans',
    turns: 1,
    first: { words: { length: 3 } },
  },
  {
    file: 'aliyun-filetrans/callback.legacy-snake-case.json',
    format: 'aliyun-filetrans',
    turns: 1,
    first: { startMs: 340 },
  },
  {
    file: 'amazon-connect-contact-lens/extracted/contact-lens-example-output-files-chat-0.json',
    format: 'amazon-contact-lens',
    turns: 31,
    first: { speaker: 'system' },
  },
  {
    file: 'amazon-connect-contact-lens/extracted/contact-lens-example-output-files-chat-1.json',
    format: 'amazon-contact-lens',
    turns: 31,
  },
  { file: 'amazon-connect-contact-lens/extracted/sns-payload-2.json', refused: /of no known format/ },
  {
    file: 'amazon-transcribe/extracted/channel-id-output-batch-0.json',
    format: 'amazon-transcribe',
    turns: 2,
    first: { channel: 0, startMs: 4860, endMs: 6870 },
  },
  {
    file: 'amazon-transcribe/extracted/conversation-diarization-batch-med-1.json',
    format: 'amazon-transcribe',
    turns: 1,
    first: { speakerLabel: 'spk_0', text: 'Professional answer.' },
  },
  {
    file: 'amazon-transcribe/extracted/how-input-0.json',
    format: 'amazon-transcribe',
    turns: 1,
    first: { text: 'Welcome to Amazon Transcribe.' },
  },
  { file: 'amazon-transcribe/zh-CN-standard-output.json', format: 'amazon-transcribe', turns: 18 },
  {
    file: 'amazon-transcribe-call-analytics/sample-data/example-call.json',
    format: 'amazon-transcribe-call-analytics',
    turns: 37,
    first: { speaker: 'agent', startMs: 40, endMs: 5050, vendor: { sentiment: 'positive' } },
  },
  {
    file: 'assemblyai/transcript.trimmed.json',
    format: 'assemblyai',
    turns: 2,
    first: { speakerLabel: 'A', vendor: { sentiment: 'positive' } },
  },
  {
    file: 'azure/batch-transcription.v3.sample.json',
    format: 'azure-batch',
    turns: 1,
    first: { startMs: 70, endMs: 1660, speakerLabel: '1' },
  },
  {
    file: 'azure/content-understanding.prebuilt-callCenter.trimmed.json',
    format: 'azure-content-understanding',
    turns: 2,
    first: { speaker: 'agent', startMs: 80, endMs: 5120 },
  },
  {
    file: 'azure/conversation-analysis.input.trimmed.json',
    format: 'azure-conversation',
    turns: 6,
    first: { speaker: 'agent' },
  },
  {
    file: 'funasr/sentence_info.json',
    format: 'funasr',
    turns: 1,
    first: { startMs: 120, endMs: 980, speakerLabel: '0' },
  },
  {
    file: 'genesys-cloud/transcript.json',
    format: 'genesys-cloud',
    turns: 3,
    first: { speaker: 'caller', text: "Hi, I'm calling about my bill.", startMs: 500 },
  },
  { file: 'gong/calls-transcript.json', format: 'gong', turns: 1, first: { startMs: 60, endMs: 600 } },
  { file: 'iflytek-lfasr/result.plain.json', format: 'iflytek-lfasr', turns: 4, first: { startMs: 180, endMs: 2110 } },
  {
    file: 'iflytek-lfasr/result.words.json',
    format: 'iflytek-lfasr',
    turns: 1,
    first: { words: { length: 17 }, asrConfidence: 0.9667 },
  },
  {
    file: 'tencent-asr/DescribeTaskStatus.success.json',
    format: 'tencent-asr',
    turns: 1,
    first: { startMs: 20, endMs: 2380 },
  },
  { file: 'tencent-asr/DescribeTaskStatus.failed.json', refused: /the vendor's job ended with "failed"/ },
  {
    file: 'vcon/ab_call_ext_rec_analysis.vcon',
    format: 'deepgram',
    turns: 18,
    first: { speakerLabel: '0', startMs: 1200 },
  },
  { file: 'vcon/ab_call_ext_rec_redacted.vcon', format: 'vcon', turns: 4, first: { speakerLabel: 'Alice' } },
  {
    file: 'vcon/ab_email_prob_followup_text_thread.vcon',
    format: 'vcon',
    turns: 3,
    first: { speakerLabel: 'Alice', startMs: 0 },
  },
  { file: 'vcon/ab_call_ext_rec_encrypted.vcon', refused: /is encrypted/ },
  { file: 'vcon/ab_call_ext_rec_signed.vcon', refused: /holds no transcript, only dialogs of type recording/ },
  { file: 'vcon/b_email_acct_prob_image.vcon', refused: /holds no transcript, only messages that are not plain text/ },
  { file: 'vcon/ab.vcon', refused: /holds no transcript, only parties/ },
  { file: 'vcon/simple-vcon.vcon', refused: /is not valid JSON/ },
  { file: 'webvtt/voice-tags.vtt', format: 'webvtt', turns: 3, first: { speaker: 'agent', startMs: 0, endMs: 3000 } },
  {
    file: 'whisperx/reference_whisperx_transcription.json',
    format: 'whisper',
    turns: 2,
    first: { text: 'Okay, got it.', startMs: 151, endMs: 3863 },
  },
];

const isThere = existsSync(FOLDER);
if (!isThere) console.warn(`The files of real products are not in ${FOLDER}: what they give is not tested.`);

describe.skipIf(!isThere)('files of real products', () => {
  it.each(FILES)('$file', async ({ file, format, turns, first, refused }) => {
    const { calls, rejects } = await take([join(FOLDER, file)]);
    if (refused !== undefined) {
      expect(calls).toEqual([]);
      expect(rejects.map(({ reason }) => reason)).toEqual([expect.stringMatching(refused)]);
      return;
    }
    expect(rejects).toEqual([]);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ conversion: { format, warnings: [] } });
    expect(calls[0]!.turns).toHaveLength(turns!);
    if (first !== undefined) expect(calls[0]!.turns[0]).toMatchObject(first);
  });
});
