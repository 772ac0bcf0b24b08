/** The canonical call of this project: README, "What it reads". */
import { callIdOf, canonicalDraft, looksCanonical } from '../canonical.js';
import type { JsonFormat } from '../format.js';
import { isFault } from '../reject.js';

export const canonical: JsonFormat = {
  id: 'canonical',
  name: 'Canonical JSON and JSONL',
  status: 'supported',
  recognisedBy:
    'an object with `callId` or `turns`; one call, a list of calls, a call a line, or the bare list of the turns of one',
  documentation: null,
  keeps: 'all fields of a call; other plain fields of the call as `meta`',
  sample: 'call.json',
  kind: 'json',
  recognise: looksCanonical,
  read(document, { vocabulary, fallbackId }) {
    const call = Array.isArray(document) ? { callId: fallbackId, turns: document } : document;
    const draft = canonicalDraft(call, vocabulary);
    return isFault(draft) ? [{ callId: callIdOf(call), fault: draft }] : [draft];
  },
};
