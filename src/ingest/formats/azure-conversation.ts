/**
 * Azure AI Language, a conversation as it is given to conversation analysis.
 * https://learn.microsoft.com/azure/ai-services/language-service/summarization/how-to/conversation-summarization. Times
 * (where `conversationItemLevelTiming` is given) are ticks of 100 ns; `modality` tells a transcript from a chat.
 */
import { z } from 'zod';
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
} from '../schema.js';
import { namedSpeaker } from '../speaker.js';
import { vendorCall, wordsOf } from '../vendor-call.js';
import { msOf } from './azure-time.js';

const timing = { offset: optionalNumber, duration: optionalNumber };

const conversationSchema = z.object({
  id: optionalName,
  language: optionalText,
  modality: optionalText,
  conversationItems: z.array(
    z.object({
      text: optionalText,
      participantId: optionalName,
      role: optionalText,
      conversationItemLevelTiming: optional(z.object(timing)),
      wordLevelTimings: optionalList(z.object({ ...timing, word: optionalText })),
    }),
  ),
});

const schema = z.object({ conversations: z.array(anything) });

export const azureConversation: JsonFormat = {
  id: 'azure-conversation',
  name: 'Azure conversation analysis',
  status: 'supported',
  recognisedBy: '`conversations` with `conversationItems`, also within `analysisInput`',
  documentation:
    'https://learn.microsoft.com/azure/ai-services/language-service/summarization/how-to/conversation-summarization',
  keeps: 'conversation id, roles (by `role`, else by the name of the participant), medium, times where given',
  sample: 'azure-conversation.json',
  kind: 'json',
  emptyLists: ['conversations', 'analysisInput.conversations'],
  recognise(document) {
    const list = isObject(document) ? inputOf(document).conversations : null;
    return Array.isArray(list) && isObject(list[0]) && 'conversationItems' in list[0];
  },
  read(document, context) {
    const input = parsed(schema, isObject(document) ? inputOf(document) : document);
    if (isFault(input)) return input;
    return input.conversations.map((value, index, all) => {
      const conversation = parsed(conversationSchema, value, `conversations[${index}]`);
      if (isFault(conversation)) return { callId: idOf(value, 'id'), fault: conversation };
      return vendorCall(
        azureConversation.id,
        {
          callId: conversation.id,
          language: conversation.language,
          medium: conversation.modality?.toLowerCase() === 'text' ? 'chat' : 'voice',
          segments: conversation.conversationItems.map((item) => ({
            ...spanOf(item.conversationItemLevelTiming),
            text: item.text ?? '',
            words: wordsOf(item.wordLevelTimings.map((word) => ({ text: word.word ?? '', ...spanOf(word) }))),
            speaker:
              (
                namedSpeaker(item.role ?? '', context.vocabulary) ??
                namedSpeaker(item.participantId ?? '', context.vocabulary)
              )?.speaker ?? 'unknown',
            label: item.participantId,
          })),
          unit: 'ms',
        },
        contextOfPart(context, index, all.length),
      );
    });
  },
};

function inputOf(document: object): { readonly conversations?: unknown } {
  return 'analysisInput' in document && isObject(document.analysisInput) ? document.analysisInput : document;
}

function spanOf(span: { readonly offset: number | null; readonly duration: number | null } | null) {
  const startMs = msOf(span?.offset ?? null);
  const lengthMs = msOf(span?.duration ?? null);
  return { startMs, endMs: startMs === null || lengthMs === null ? null : startMs + lengthMs };
}
