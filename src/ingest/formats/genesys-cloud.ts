/**
 * Genesys Cloud speech and text analytics, the file behind a transcript URL.
 * https://developer.genesys.cloud/analyticsdatamanagement/speechtextanalytics/transcript-url. Times are milliseconds since
 * 1970 (some exports: since the start); durations are objects of milliseconds; sentiment is -1..1 by phrase; the purposes
 * `external` and `internal` are customer and agent.
 */
import { z } from 'zod';
import type { TurnVendor } from '../../domain/call.js';
import type { JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { isFault } from '../reject.js';
import { confidence, numeric, optional, optionalList, optionalNumber, optionalText, parsed, text } from '../schema.js';
import { namedSpeaker } from '../speaker.js';
import { FIRST_DATE_MS } from '../time.js';
import { vendorCall, wordsOf } from '../vendor-call.js';
import { foldWord } from '../vocabulary.js';

const duration = z
  .union([z.object({ milliseconds: optionalNumber }).transform(({ milliseconds }) => milliseconds), numeric], {
    error: 'an object with milliseconds',
  })
  .nullish()
  .transform((value) => value ?? null);

const schema = z.object({
  conversationId: optionalText,
  communicationId: optionalText,
  mediaType: optionalText,
  conversationStartTime: optionalNumber,
  duration,
  participants: optionalList(
    z.object({ participantPurpose: optionalText, userId: optionalText, queueId: optionalText, ani: optionalText }),
  ),
  transcripts: z.array(
    z.object({
      language: optionalText,
      phrases: optionalList(
        z.object({
          text: optionalText,
          decoratedText: optionalText,
          startTimeMs: optionalNumber,
          duration,
          participantPurpose: optionalText,
          phraseIndex: optionalNumber,
          confidence,
          words: optionalList(z.object({ word: text, startTimeMs: optionalNumber, duration })),
        }),
      ),
      analytics: optional(
        z.object({
          sentiment: optionalList(z.object({ phraseIndex: optionalNumber, sentiment: optionalNumber })),
          topics: optionalList(z.object({ phraseIndex: optionalNumber, topicName: optionalText })),
        }),
      ),
    }),
  ),
});

type Transcript = z.infer<typeof schema>['transcripts'][number];

export const genesysCloud: JsonFormat = {
  id: 'genesys-cloud',
  name: 'Genesys Cloud',
  status: 'experimental',
  recognisedBy: 'a list `transcripts` with `phrases`',
  documentation: 'https://developer.genesys.cloud/analyticsdatamanagement/speechtextanalytics/transcript-url',
  keeps:
    'conversation id, roles by purpose (IVR as system), agent, queue, word times, confidence, sentiment and topics of phrases',
  sample: 'genesys-cloud.json',
  kind: 'json',
  emptyLists: ['transcripts'],
  recognise(document) {
    const list = isObject(document) && 'transcripts' in document ? document.transcripts : null;
    return Array.isArray(list) && isObject(list[0]) && 'phrases' in list[0];
  },
  read(document, context) {
    const file = parsed(schema, document);
    if (isFault(file)) return file;
    const { vocabulary } = context;
    const roleOf = (purpose: string | null) => namedSpeaker(purpose ?? '', vocabulary)?.speaker ?? 'unknown';
    const segments = file.transcripts.flatMap((transcript) => {
      const vendors = vendorsOf(transcript);
      return transcript.phrases.map((phrase, index) => ({
        text: phrase.decoratedText ?? phrase.text ?? '',
        startMs: phrase.startTimeMs,
        endMs: endOf(phrase.startTimeMs, phrase.duration),
        speaker: roleOf(phrase.participantPurpose),
        label: phrase.participantPurpose,
        words: wordsOf(
          phrase.words.map((word) => ({
            text: word.word,
            startMs: word.startTimeMs,
            endMs: endOf(word.startTimeMs, word.duration),
          })),
        ),
        asrConfidence: phrase.confidence,
        vendor: vendors.get(phrase.phraseIndex ?? index) ?? {},
      }));
    });
    const dated = segments.every(({ startMs }) => startMs !== null && startMs >= FIRST_DATE_MS);
    const medium = vocabulary.media.get(foldWord(file.mediaType ?? '')) ?? 'voice';
    const agent = file.participants.find(
      ({ participantPurpose, userId }) => userId !== null && roleOf(participantPurpose) === 'agent',
    );
    return [
      vendorCall(
        genesysCloud.id,
        {
          callId: file.conversationId ?? file.communicationId,
          language: file.transcripts.find(({ language }) => language !== null)?.language ?? null,
          medium,
          durationMs: file.duration,
          startedAt: momentOf(file.conversationStartTime),
          agentId: agent?.userId ?? null,
          queue: file.participants.find(({ queueId }) => queueId !== null)?.queueId ?? null,
          callerNumber: file.participants.find(({ ani }) => ani !== null)?.ani ?? null,
          segments,
          unit: 'ms',
          datedTimes: dated,
          // Both sides are transcribed from channels of their own.
          separateChannels: medium === 'voice',
        },
        context,
      ),
    ];
  },
};

function endOf(startMs: number | null, durationMs: number | null): number | null {
  return startMs === null || durationMs === null ? null : startMs + durationMs;
}

const LAST_DATE_MS = 8.64e15;

function momentOf(epochMs: number | null): string | null {
  const isDate = epochMs !== null && epochMs >= FIRST_DATE_MS && epochMs <= LAST_DATE_MS;
  return isDate ? new Date(epochMs).toISOString() : null;
}

function vendorsOf({ analytics }: Transcript): ReadonlyMap<number, TurnVendor> {
  const vendors = new Map<number, TurnVendor>();
  for (const { phraseIndex, sentiment } of analytics?.sentiment ?? []) {
    if (phraseIndex !== null && sentiment !== null) vendors.set(phraseIndex, { sentimentScore: sentiment });
  }
  for (const { phraseIndex, topicName } of analytics?.topics ?? []) {
    if (phraseIndex === null || topicName === null) continue;
    const vendor = vendors.get(phraseIndex) ?? {};
    vendors.set(phraseIndex, { ...vendor, labels: [...(vendor.labels ?? []), topicName] });
  }
  return vendors;
}
