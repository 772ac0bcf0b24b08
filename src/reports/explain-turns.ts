/** A call told turn by turn: who said what and when, what was found in it and by which witness, and what was thrown out. */
import type { Attributes, Finding } from '../domain/finding.js';
import { isLabelName } from '../domain/label.js';
import type { Interruption, PublishedTurn } from '../domain/result.js';
import { terminalText } from './escape/terminal.js';
import type { ExplainedCall, ReportedCall } from './reported-call.js';
import type { Style } from './style.js';
import { clockText, sourceText, type Wording } from './wording.js';

const INDENT = '         ';

export interface Telling {
  readonly words: Wording;
  readonly style: Style;
}

export interface TurnTelling extends Telling {
  /** Whether hits of word lists that rules ask for are told beside the labels; there are many. */
  readonly allHits: boolean;
}

export function turnLines(call: ExplainedCall, telling: TurnTelling): readonly string[] {
  return call.turns.flatMap((turn) => [
    ...interruptionLines(call.result.interruptions, turn, telling),
    spokenLine(call, turn, telling),
    ...call.result.findings
      .filter((finding) => finding.turn === turn.turn && (telling.allHits || isLabelName(finding.label)))
      .map((finding) => findingLine(finding, turn, telling)),
  ]);
}

function spokenLine(call: ReportedCall, turn: PublishedTurn, { words, style }: Telling): string {
  const mood = call.result.sentiment.turns.find((entry) => entry.turn === turn.turn);
  const speaker = words.word('speaker', turn.speaker);
  const who = turn.agentId === null ? speaker : `${speaker} ${terminalText(turn.agentId)}`;
  const notes =
    mood === undefined || (mood.label === 'neutral' && mood.level === 0)
      ? ''
      : ` ${style.dim(words.messages.text(mood.level > 0 ? 'explain.mood_level' : 'explain.mood', { mood: words.word('sentiment', mood.label), level: mood.level }))}`;
  const number = String(turn.turn).padStart(4);
  return `${number} ${style.dim(clockText(turn.startMs).padStart(5))} ${style.bold(who)}${notes} ${terminalText(turn.text)}`;
}

function interruptionLines(
  interruptions: readonly Interruption[],
  turn: PublishedTurn,
  { words, style }: Telling,
): readonly string[] {
  return interruptions
    .filter((interruption) => interruption.turn === turn.turn)
    .map((interruption) => {
      const by = words.word('speaker', interruption.by);
      const key = interruption.overlapMs === null ? 'explain.interrupts_words' : 'explain.interrupts';
      return `${INDENT}${style.yellow(words.messages.text(key, { by, ms: interruption.overlapMs ?? 0 }))}`;
    });
}

function findingLine(finding: Finding, turn: PublishedTurn, { words, style }: Telling): string {
  const { messages } = words;
  const witnesses = [finding.source, ...finding.witnesses].map((source) => terminalText(sourceText(source, words)));
  const line = messages.text('explain.finding', {
    name: words.named(finding.label),
    quote: terminalText(quoteOf(finding, turn, words)),
    details: detailsOf(finding.attributes),
    witnesses: witnesses.join(messages.text('join.list')),
    strength: finding.strength,
  });
  if (finding.counted) return `${INDENT}${style.green('+')} ${line}`;
  const reason = words.word('discard', finding.discardedBecause ?? '');
  return `${INDENT}${style.red('-')} ${style.dim(messages.text('explain.discarded', { line, reason }))}`;
}

/** The words that were found, from the masked turn; nothing where the whole turn or an event is meant. */
function quoteOf(finding: Finding, turn: PublishedTurn, { messages }: Wording): string {
  if (finding.span === null) return '';
  return messages.text('explain.quote', { quote: turn.text.slice(finding.span.start, finding.span.end) });
}

function detailsOf(attributes: Attributes): string {
  const entries = Object.entries(attributes).map(([key, value]) => (value === true ? key : `${key}=${value}`));
  return entries.length === 0 ? '' : ` [${entries.join(' ')}]`;
}
