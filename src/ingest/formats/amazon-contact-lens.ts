/**
 * Amazon Connect Contact Lens, output file of an analysed contact, voice and chat.
 * https://docs.aws.amazon.com/connect/latest/adminguide/contact-lens-example-output-files.html. Voice has milliseconds
 * from the start of the contact, chat has dates; participants are named by id and have their role in a list of their own.
 */
import { z } from 'zod';
import type { TurnVendor } from '../../domain/call.js';
import type { Segment } from '../clean.js';
import type { DocumentContext, JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { isFault } from '../reject.js';
import { optional, optionalList, optionalNumber, optionalText, parsed, text } from '../schema.js';
import { namedSpeaker } from '../speaker.js';
import { epochOf, parseMoment } from '../time.js';
import { moodOf, vendorCall } from '../vendor-call.js';
import { callAnalysis, callVendorOf, turnAnalysis, turnVendorOf } from './amazon-analysis.js';

const schema = z.object({
  ...callAnalysis,
  Channel: optionalText,
  LanguageCode: optionalText,
  CustomerMetadata: optional(z.object({ ContactId: optionalText })),
  Participants: optionalList(
    z.object({ ParticipantId: optionalText, ParticipantRole: optionalText, DisplayName: optionalText }),
  ),
  Transcript: z.array(
    z.object({
      ...turnAnalysis,
      Id: optionalText,
      Type: optionalText,
      // Events and attachments of a chat have no content.
      Content: text.nullish(),
      ParticipantId: optionalText,
      ParticipantRole: optionalText,
      DisplayName: optionalText,
      AbsoluteTime: optionalText,
      BeginOffsetMillis: optionalNumber,
      EndOffsetMillis: optionalNumber,
      LoudnessScore: optionalList(z.number().nullable()),
    }),
  ),
});

type Contact = z.infer<typeof schema>;

export const amazonContactLens: JsonFormat = {
  id: 'amazon-contact-lens',
  name: 'Amazon Connect Contact Lens (voice and chat)',
  status: 'supported',
  recognisedBy: 'a list `Transcript` beside `Version` or `CustomerMetadata`',
  documentation: 'https://docs.aws.amazon.com/connect/latest/adminguide/contact-lens-example-output-files.html',
  keeps:
    'roles, names of participants, contact id; sentiment, loudness, issues, outcomes and actions of turns; sentiment, categories, interruptions and silence of the contact',
  sample: 'amazon-contact-lens.json',
  kind: 'json',
  recognise: (document) =>
    isObject(document) &&
    'Transcript' in document &&
    Array.isArray(document.Transcript) &&
    ('Version' in document || 'CustomerMetadata' in document),
  read(document, context) {
    const contact = parsed(schema, document);
    if (isFault(contact)) return contact;
    const isChat = contact.Channel?.toUpperCase() === 'CHAT';
    return [
      vendorCall(
        amazonContactLens.id,
        {
          callId: contact.CustomerMetadata?.ContactId ?? null,
          language: contact.LanguageCode,
          medium: isChat ? 'chat' : 'voice',
          durationMs: contact.ConversationCharacteristics?.TotalConversationDurationMillis ?? null,
          segments: segmentsOf(contact, context),
          unit: 'ms',
          datedTimes: isChat,
          separateChannels: !isChat,
          vendor: callVendorOf(contact),
        },
        context,
      ),
    ];
  },
};

function segmentsOf(contact: Contact, { vocabulary }: DocumentContext): readonly Segment[] {
  const participants = new Map(contact.Participants.map((participant) => [participant.ParticipantId, participant]));
  const sentiments = new Map<string, TurnVendor>();
  for (const group of contact.ConversationCharacteristics?.Sentiment?.DetailsByTranscriptItemGroup ?? []) {
    const vendor = {
      ...moodOf(group.Sentiment, vocabulary),
      ...(group.ProgressiveScore === null ? {} : { sentimentScore: group.ProgressiveScore }),
    };
    for (const { Id } of group.TranscriptItems) if (Id !== null) sentiments.set(Id, vendor);
  }
  return contact.Transcript.flatMap((turn) => {
    if (turn.Content === undefined || turn.Content === null || turn.Type === 'EVENT') return [];
    const participant = participants.get(turn.ParticipantId);
    const role = turn.ParticipantRole ?? participant?.ParticipantRole ?? turn.ParticipantId;
    const speaker = namedSpeaker(role ?? '', vocabulary)?.speaker ?? 'unknown';
    const name = turn.DisplayName ?? participant?.DisplayName ?? null;
    const moment = turn.AbsoluteTime === null ? null : parseMoment(turn.AbsoluteTime);
    return [
      {
        text: turn.Content,
        startMs: moment === null ? turn.BeginOffsetMillis : epochOf(moment),
        endMs: moment === null ? turn.EndOffsetMillis : null,
        speaker,
        label: name ?? role,
        agentId: speaker === 'agent' ? name : null,
        vendor: {
          ...(turn.Id === null ? {} : sentiments.get(turn.Id)),
          ...turnVendorOf(turn, turn.LoudnessScore, vocabulary),
        },
      },
    ];
  });
}
