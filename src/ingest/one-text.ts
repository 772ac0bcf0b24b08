/** A text file that holds one call, read as a whole. */
import type { FileContext, IngestItem, ItemStream } from './item.js';
import { lineFault, rejectItem, tooLong } from './item.js';
import { callBytes } from './limits.js';
import type { Line, LineBatches } from './lines.js';

export async function* readWhole(
  batches: LineBatches,
  context: FileContext,
  read: (lines: readonly Line[]) => readonly IngestItem[],
): ItemStream {
  const { limits } = context;
  const held: Line[] = [];
  let characters = 0;
  for await (const lines of batches) {
    for (const line of lines) {
      characters += line.text.length + 1;
      const tooMuch = characters > callBytes(limits) ? tooLong(limits) : null;
      const broken = line.fault === null ? tooMuch : lineFault(line.fault);
      if (broken !== null) {
        yield rejectItem({ file: context.file, line: null }, context.fileId, broken);
        return;
      }
      held.push(line);
    }
  }
  yield* read(held);
}
