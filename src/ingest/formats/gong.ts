/**
 * Gong, answer of /v2/calls/transcript. https://help.gong.io/docs/what-the-gong-api-provides. Times are milliseconds; one
 * answer holds many calls; speakers are ids whose side (`affiliation`) only the parties of /v2/calls/extensive tell: where
 * somebody put those into the file as `calls`, or as `parties` of a call, they are used.
 */
import { z } from 'zod';
import type { Segment } from '../clean.js';
import { contextOfPart, type JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { isFault } from '../reject.js';
import {
  anything,
  idOf,
  optional,
  optionalList,
  optionalName,
  optionalNumber,
  optionalText,
  parsed,
  text,
} from '../schema.js';
import { namedSpeaker } from '../speaker.js';
import { secondsToMs, vendorCall } from '../vendor-call.js';
import { foldWord } from '../vocabulary.js';

const parties = optionalList(
  z.object({ speakerId: optionalName, name: optionalText, affiliation: optionalText, userId: optionalName }),
);

const callSchema = z.object({
  callId: optionalName,
  parties,
  transcript: optionalList(
    z.object({
      speakerId: optionalName,
      topic: optionalText,
      sentences: optionalList(z.object({ start: optionalNumber, end: optionalNumber, text })),
    }),
  ),
});

const schema = z.object({
  callTranscripts: z.array(anything),
  calls: optionalList(
    z.object({
      metaData: optional(
        z.object({
          id: optionalName,
          started: optionalText,
          duration: optionalNumber,
          direction: optionalText,
          language: optionalText,
        }),
      ),
      parties,
    }),
  ),
});

export const gong: JsonFormat = {
  id: 'gong',
  name: 'Gong',
  status: 'experimental',
  recognisedBy: 'a list `callTranscripts`',
  documentation: 'https://help.gong.io/docs/what-the-gong-api-provides',
  keeps: 'call ids, speakers, topics of turns; roles, names and start where the parties stand in the file',
  sample: 'gong.json',
  kind: 'json',
  recognise: (document) => isObject(document) && 'callTranscripts' in document,
  read(document, context) {
    const answer = parsed(schema, document);
    if (isFault(answer)) return answer;
    const details = new Map(answer.calls.map((call) => [call.metaData?.id ?? null, call]));
    return answer.callTranscripts.map((value, index, all) => {
      const call = parsed(callSchema, value, `callTranscripts[${index}]`);
      if (isFault(call)) return { callId: idOf(value, 'callId'), fault: call };
      const detail = call.callId === null ? undefined : details.get(call.callId);
      const people = new Map([...(detail?.parties ?? []), ...call.parties].map((party) => [party.speakerId, party]));
      const segments = call.transcript.flatMap((monologue) => {
        const person = people.get(monologue.speakerId);
        const speaker = namedSpeaker(person?.affiliation ?? '', context.vocabulary)?.speaker ?? 'unknown';
        return monologue.sentences.map(
          (sentence): Segment => ({
            text: sentence.text,
            startMs: sentence.start,
            endMs: sentence.end,
            speaker,
            label: person?.name ?? monologue.speakerId,
            agentId: speaker === 'agent' ? (person?.userId ?? person?.name ?? null) : null,
            vendor: monologue.topic === null ? {} : { labels: [monologue.topic] },
          }),
        );
      });
      return vendorCall(
        gong.id,
        {
          callId: call.callId,
          language: null,
          startedAt: detail?.metaData?.started ?? null,
          durationMs: secondsToMs(detail?.metaData?.duration ?? null),
          direction: context.vocabulary.directions.get(foldWord(detail?.metaData?.direction ?? '')) ?? null,
          segments,
          unit: 'ms',
        },
        contextOfPart(context, index, all.length),
      );
    });
  },
};
