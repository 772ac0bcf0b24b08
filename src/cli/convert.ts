/** `convert`: transcripts of any format as canonical JSONL, a call a line, its turns final. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { TingpingError } from '../domain/errors.js';
import { canonicalOf, DuplicateLedger, type IngestOptions, ingest, type Reject } from '../ingest/index.js';
import { logText } from '../reports/escape/log.js';
import type { App } from './app.js';
import { addModelsOption, maxRejectedOption } from './common-options.js';
import { EXIT, type ExitCode } from './exit.js';
import { addInputOptions, checkUse, type InputOptions, ingestOptionsOf } from './input-options.js';
import { checkInputs, noCalls } from './inputs.js';

interface ConvertOptions extends InputOptions {
  readonly out: string;
  readonly maxRejected: number;
}

/** What `--out` is called that stands for the standard output. */
const STDOUT = '-';

export function addConvertCommand(program: Command, app: App): void {
  const command = program
    .command('convert')
    .description('write transcripts of any format as canonical JSONL')
    .argument('<input...>', 'files, folders or patterns; - reads the standard input')
    .requiredOption('--out <file>', 'the JSONL file; - writes to the standard output')
    .addOption(maxRejectedOption());
  addModelsOption(addInputOptions(command), app.modelsFolder).action(
    async (inputs: string[], options: ConvertOptions) => {
      app.exitWith(await convert(inputs, options, app));
    },
  );
}

async function convert(inputs: readonly string[], options: ConvertOptions, app: App): Promise<ExitCode> {
  await checkInputs(inputs);
  await refuseFolder(options.out);
  const folder = options.out === STDOUT ? await mkdtemp(join(tmpdir(), 'tingping-')) : null;
  // Hidden, as the folder may be one of the inputs.
  const name = `.${basename(options.out)}.${process.pid}.part`;
  const draft = folder === null ? join(dirname(options.out), name) : join(folder, 'calls.jsonl');
  try {
    const ingestOptions = await ingestOptionsOf(options);
    const { written, dropped, rejects } = await writeAll(inputs, ingestOptions, draft);
    checkUse(ingestOptions.use, app);
    const lost = rejects.filter(({ loses }) => loses === 'call').length;
    const skipped = rejects.filter(({ loses }) => loses === 'file').length;
    if (written === 0 && lost === 0) throw noCalls(rejects);
    if (folder === null) await publish(draft, options.out, dropped);
    else for await (const line of linesOf(draft, dropped)) app.stdout(`${line}\n`);
    for (const { reason } of rejects) app.stderr(`tingping: ${logText(reason, app.masker)}\n`);
    app.stderr(`tingping: ${written} calls converted, ${lost} rejected, ${skipped} skipped\n`);
    return lost / Math.max(1, lost + written) > options.maxRejected / 100 ? EXIT.rejected : EXIT.ok;
  } finally {
    await rm(draft, { force: true });
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}

async function refuseFolder(out: string): Promise<void> {
  const stats = out === STDOUT ? null : await stat(out).catch(() => null);
  if (stats?.isDirectory()) throw new TingpingError('usage', `${out} is a folder: name a file for --out.`);
}

interface Tally {
  /** Calls that stand. */
  readonly written: number;
  /** Of calls that were written and turned out to be in conflict, or to lack turns. */
  readonly dropped: ReadonlySet<string>;
  readonly rejects: readonly Reject[];
}

async function writeAll(inputs: readonly string[], ingestOptions: IngestOptions, path: string): Promise<Tally> {
  const ledger = new DuplicateLedger();
  const rejects: Reject[] = [];
  const written = new Set<string>();
  async function* lines() {
    for await (const item of ingest(inputs, ingestOptions)) {
      if (item.kind === 'reject') {
        ledger.refuse(item.reject);
        rejects.push(item.reject);
      } else if (ledger.admit(item.call) === 'new') {
        written.add(item.call.callId);
        yield `${JSON.stringify(canonicalOf(item.call))}\n`;
      }
    }
  }
  await pipeline(lines, createWriteStream(path, { flags: 'w' }));
  const dropped = new Set(ledger.dropped());
  return {
    written: [...written].filter((callId) => !dropped.has(callId)).length,
    dropped,
    rejects: [...rejects, ...ledger.conflicts()],
  };
}

/** Puts the file in its place, whole; what was there before stands until then. */
async function publish(draft: string, out: string, dropped: ReadonlySet<string>): Promise<void> {
  if (dropped.size > 0) {
    const clean = `${draft}.clean`;
    try {
      await pipeline(async function* () {
        for await (const line of linesOf(draft, dropped)) yield `${line}\n`;
      }, createWriteStream(clean));
      await rename(clean, out);
    } finally {
      await rm(clean, { force: true });
    }
  } else await rename(draft, out);
}

/** The lines of calls that stand. */
async function* linesOf(path: string, dropped: ReadonlySet<string>): AsyncGenerator<string> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue;
    const { callId } = JSON.parse(line) as { readonly callId: string };
    if (!dropped.has(callId)) yield line;
  }
}
