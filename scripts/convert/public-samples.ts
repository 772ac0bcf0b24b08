/**
 * Turns public transcripts into canonical calls, one JSON per line on stdout:
 *   node dist-scripts/convert/public-samples.js mobilecs FILE.json
 *   node dist-scripts/convert/public-samples.js amazon FILE.json
 *   node dist-scripts/convert/public-samples.js smile FILE.jsonl.gz [COUNT]
 * MobileCS is a mobile carrier's calls, Amazon a Transcribe Call Analytics result, SMILE written support dialogues that
 * are read as calls to see how many false alarms a text without any caller gives.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

interface SampleTurn {
  readonly speaker: 'agent' | 'caller';
  readonly text: string;
  readonly startMs?: number;
  readonly endMs?: number;
}

interface SampleCall {
  readonly schemaVersion: 1;
  readonly callId: string;
  readonly language: 'zh' | 'en';
  readonly turns: readonly SampleTurn[];
}

const mobilecs = z.array(
  z.object({
    id: z.string(),
    content: z.array(z.object({ '[SPEAKER 1]': z.string().optional(), '[SPEAKER 2]': z.string().optional() })),
  }),
);

function mobilecsCalls(text: string): readonly SampleCall[] {
  return mobilecs.parse(JSON.parse(text)).map((call) => ({
    schemaVersion: 1,
    callId: `mobilecs-${call.id.slice(0, 8)}`,
    language: 'zh',
    turns: call.content.flatMap((pair): readonly SampleTurn[] => [
      ...(pair['[SPEAKER 1]'] ? [{ speaker: 'agent', text: pair['[SPEAKER 1]'] } as const] : []),
      ...(pair['[SPEAKER 2]'] ? [{ speaker: 'caller', text: pair['[SPEAKER 2]'] } as const] : []),
    ]),
  }));
}

const amazon = z.object({
  LanguageCode: z.string(),
  Transcript: z.array(
    z.object({
      ParticipantRole: z.enum(['AGENT', 'CUSTOMER']),
      Content: z.string(),
      BeginOffsetMillis: z.number(),
      EndOffsetMillis: z.number(),
    }),
  ),
});

function amazonCall(text: string): SampleCall {
  const call = amazon.parse(JSON.parse(text));
  return {
    schemaVersion: 1,
    callId: 'amazon-example-call',
    language: call.LanguageCode.startsWith('zh') ? 'zh' : 'en',
    turns: call.Transcript.map((turn) => ({
      speaker: turn.ParticipantRole === 'AGENT' ? 'agent' : 'caller',
      text: turn.Content,
      startMs: turn.BeginOffsetMillis,
      endMs: turn.EndOffsetMillis,
    })),
  };
}

const smile = z.object({ id: z.string(), turns: z.array(z.tuple([z.enum(['client', 'counselor']), z.string()])) });

function smileCalls(lines: readonly string[]): readonly SampleCall[] {
  return lines.map((line) => {
    const dialogue = smile.parse(JSON.parse(line));
    return {
      schemaVersion: 1,
      callId: `smile-${dialogue.id.replace(/\W+/g, '-')}`,
      language: 'zh',
      turns: dialogue.turns.map(([side, text]) => ({ speaker: side === 'client' ? 'caller' : 'agent', text })),
    };
  });
}

function samples(kind: string | undefined, file: string | undefined, count: number): readonly SampleCall[] {
  if (file === undefined) throw new Error('Name a kind (mobilecs, amazon, smile) and a file.');
  if (kind === 'mobilecs') return mobilecsCalls(readFileSync(file, 'utf8'));
  if (kind === 'amazon') return [amazonCall(readFileSync(file, 'utf8'))];
  if (kind === 'smile') {
    const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').filter(Boolean);
    // Evenly over the file, since neighbours in it are variants of one another.
    const step = Math.max(1, Math.floor(lines.length / count));
    return smileCalls(lines.filter((_, index) => index % step === 0).slice(0, count));
  }
  throw new Error(`Unknown kind "${kind}"; known are mobilecs, amazon and smile.`);
}

const [kind, file, count] = process.argv.slice(2);
for (const call of samples(kind, file, Number(count ?? 2000))) process.stdout.write(`${JSON.stringify(call)}\n`);
