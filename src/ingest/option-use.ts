/**
 * What the user's words about the inputs find in them. `--column`, `--agent-speaker` and `--agent-channel` name things of
 * files, which a slip of the pen or another export turns into nothing. Each file takes down what it has; a file that
 * lacks what it was to have gets a note, and what fits nothing in the whole run is told at its end, so that the command
 * can end with an error. The same holds for `--format`.
 */
import type { Call } from '../domain/call.js';
import type { CallDraft } from './draft.js';
import type { Format } from './format.js';
import { type Fault, fault, namesList, type Reject, type RejectCode } from './reject.js';
import type { RoleOptions } from './roles.js';
import { namedSpeaker } from './speaker.js';
import { type ColumnField, foldWord, type IngestVocabulary } from './vocabulary.js';

export type ColumnName = readonly [name: string, field: ColumnField];

/** The user's words. */
export interface Asked {
  readonly columns: readonly ColumnName[];
  readonly agentSpeakers: readonly string[];
  readonly agentChannel: number | null;
  readonly format: Format | null;
}

/** Names that are remembered of a file, and of a run. */
const MOST_NAMES = 50;

/** What is seen in one file of the things that options name. */
export class FileSights {
  /** Columns of a table, or fields of the header lines of a script; by their folded form, as written. */
  readonly fields = new Map<string, string>();
  readonly speakers = new Map<string, string>();
  readonly channels = new Set<number>();
  isTable = false;
  /** Whether a call tells by itself who is the agent. */
  tellsAgent = false;
  /** Calls in which the source leaves open who speaks, and those of them in which an option tells. */
  openCalls = 0;
  namedCalls = 0;

  sawColumns(names: readonly string[]): void {
    this.isTable = true;
    for (const name of names) remember(this.fields, name);
  }

  sawField(name: string): void {
    remember(this.fields, name);
  }

  sawCall(draft: Pick<CallDraft, 'turns'>, { roles }: Pick<Call, 'roles'>): void {
    for (const { speaker, speakerLabel, channel } of draft.turns) {
      if (speakerLabel !== undefined) remember(this.speakers, speakerLabel);
      if (channel !== null && this.channels.size < MOST_NAMES) this.channels.add(channel);
      if (speaker === 'agent') this.tellsAgent = true;
    }
    if (roles.source === 'option') this.namedCalls++;
    if (draft.turns.some(({ speaker, text }) => speaker === 'unknown' && text.trim() !== '')) this.openCalls++;
  }
}

function remember(names: Map<string, string>, name: string): void {
  if (names.size < MOST_NAMES && name !== '') names.set(foldWord(name), name);
}

/** What a file lacks that it was to have; of roles only where it leaves them open. */
export function notesOf(
  sights: FileSights,
  columns: readonly ColumnName[],
  { agentSpeakers, agentChannel }: RoleOptions,
): readonly Fault[] {
  const missing = sights.isTable ? columns.filter(([name]) => !sights.fields.has(foldWord(name))) : [];
  const isLeftOpen = sights.openCalls > 0 && sights.namedCalls === 0;
  const isCalledSo = agentSpeakers.some((name) => sights.speakers.has(foldWord(name)));
  return [
    ...missing.map(([name, field]) => fault('no_such_column', { name, field, known: shown(sights.fields) })),
    ...(isLeftOpen && agentSpeakers.length > 0 && !isCalledSo
      ? [fault('no_such_speaker', { names: namesList(agentSpeakers), known: shown(sights.speakers) })]
      : []),
    ...(isLeftOpen && agentChannel !== null
      ? [fault('no_such_channel', { channel: agentChannel, known: channelsOf(sights.channels) })]
      : []),
  ];
}

const shown = (names: ReadonlyMap<string, string>) => namesList([...names.values()]);
const channelsOf = (channels: ReadonlySet<number>) => namesList([...channels].sort((a, b) => a - b).map(String));

/** A file that cannot be read as anything says nothing about its format. */
const UNREADABLE: ReadonlySet<RejectCode> = new Set<RejectCode>([
  ...(['unreadable', 'empty_file', 'broken_gzip', 'bad_json', 'truncated', 'too_deep', 'too_long'] as const),
  ...(['bad_encoding', 'broken_bytes', 'binary', 'bad_sidecar', 'filename_pattern'] as const),
  ...(['linked_folder', 'outside_link', 'spreadsheet', 'document', 'recording', 'archive'] as const),
]);

/** What is seen in all files of a run. */
export class OptionUse {
  private readonly all = new FileSights();
  private calls = 0;
  private misfit: Reject | null = null;

  constructor(
    private readonly asked: Asked,
    private readonly vocabulary: Pick<IngestVocabulary, 'speakers'>,
  ) {}

  add(sights: FileSights): void {
    const { all } = this;
    // What was asked for is never crowded out by what was seen before it.
    const own = [...this.asked.columns.map(([name]) => name), ...this.asked.agentSpeakers];
    for (const [seen, into] of [
      [sights.fields, all.fields],
      [sights.speakers, all.speakers],
    ] as const) {
      for (const [folded, name] of seen) {
        if (into.size < MOST_NAMES || own.some((one) => foldWord(one) === folded)) into.set(folded, name);
      }
    }
    for (const channel of sights.channels) all.channels.add(channel);
    all.isTable ||= sights.isTable;
    all.tellsAgent ||= sights.tellsAgent;
    all.openCalls += sights.openCalls;
    all.namedCalls += sights.namedCalls;
  }

  sawCall(): void {
    this.calls++;
  }

  sawReject(reject: Reject): void {
    if (reject.loses === 'call' && !UNREADABLE.has(reject.code)) this.misfit ??= reject;
  }

  /** A sentence for each option that fits nothing, though there was something that it could fit. */
  mistakes(): readonly string[] {
    const { asked, all } = this;
    if (asked.format !== null && this.calls === 0 && this.misfit !== null) {
      return [`No input is of the format that --format ${asked.format.id} names. ${this.misfit.reason}`];
    }
    return [
      ...(all.isTable ? this.missingColumns() : []),
      ...(all.openCalls > 0 ? [...this.missingSpeakers(), ...this.missingChannel()] : []),
    ];
  }

  /** A sentence for each option that could fit nothing, as all is told without it. */
  idle(): readonly string[] {
    const { all } = this;
    const toldAlready = 'the calls tell themselves who the agent is; leave it out';
    return [
      ...(all.isTable || this.missingColumns().length === 0
        ? []
        : ['--column names nothing: no table was read; leave it out.']),
      ...(all.openCalls > 0 || this.calls === 0
        ? []
        : [
            ...(this.missingSpeakers().length === 0 ? [] : [`--agent-speaker names nobody: ${toldAlready}.`]),
            ...(this.missingChannel().length === 0 ? [] : [`--agent-channel names no channel: ${toldAlready}.`]),
          ]),
    ];
  }

  private missingColumns(): readonly string[] {
    const known = shown(this.all.fields);
    return this.asked.columns
      .filter(([name]) => !this.all.fields.has(foldWord(name)))
      .map(([name, field]) => `--column "${name}=${field}": no table has a column "${name}"; there are ${known}.`);
  }

  private missingSpeakers(): readonly string[] {
    const { speakers, tellsAgent } = this.all;
    const isFound = (name: string) =>
      speakers.has(foldWord(name)) || (tellsAgent && namedSpeaker(name, this.vocabulary)?.speaker === 'agent');
    const known = speakers.size === 0 ? 'the speakers have no names' : `there are ${shown(speakers)}`;
    return this.asked.agentSpeakers
      .filter((name) => !isFound(name))
      .map((name) => `--agent-speaker "${name}": nobody is called so in any call; ${known}.`);
  }

  private missingChannel(): readonly string[] {
    const { channels } = this.all;
    const { agentChannel } = this.asked;
    if (agentChannel === null || channels.has(agentChannel)) return [];
    const known = channels.size === 0 ? 'no file names channels' : `there are ${channelsOf(channels)}`;
    return [`--agent-channel ${agentChannel}: nobody speaks on this channel in any call; ${known}.`];
  }
}
