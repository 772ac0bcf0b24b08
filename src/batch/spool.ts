/**
 * Where results wait until all are there: appended to one file in the order of arrival, read back in the order of call
 * ids. In memory lies a place for each call and no words.
 */
import { type FileHandle, open, rm } from 'node:fs/promises';

export interface SpooledCall {
  readonly callId: string;
  /** The result as one line of JSON. */
  readonly resultLine: string;
  /** The masked turns, a line of JSON each, joined by line breaks. */
  readonly turnLines: string;
}

interface Place {
  readonly offset: number;
  readonly resultBytes: number;
  readonly turnBytes: number;
}

export class Spool {
  private readonly places = new Map<string, Place>();
  private end = 0;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  static async create(path: string): Promise<Spool> {
    return new Spool(path, await open(path, 'wx+'));
  }

  get size(): number {
    return this.places.size;
  }

  /** Appends calls one after the other; the caller awaits each batch before the next. */
  async append(calls: readonly SpooledCall[]): Promise<void> {
    const parts = calls.flatMap(({ resultLine, turnLines }) => [Buffer.from(resultLine), Buffer.from(turnLines)]);
    let offset = this.end;
    calls.forEach(({ callId }, index) => {
      const resultBytes = parts[index * 2]!.length;
      const turnBytes = parts[index * 2 + 1]!.length;
      this.places.set(callId, { offset, resultBytes, turnBytes });
      offset += resultBytes + turnBytes;
    });
    await this.file.write(Buffer.concat(parts), 0, null, this.end);
    this.end = offset;
  }

  /** Forgets a call; dropping one that is not there is no mistake. */
  drop(callId: string): void {
    this.places.delete(callId);
  }

  /** All calls in the order of their ids, by code units. */
  async *calls(): AsyncGenerator<SpooledCall> {
    for (const callId of [...this.places.keys()].sort((a, b) => (a < b ? -1 : 1))) {
      const { offset, resultBytes, turnBytes } = this.places.get(callId)!;
      const bytes = Buffer.allocUnsafe(resultBytes + turnBytes);
      await this.file.read(bytes, 0, bytes.length, offset);
      yield {
        callId,
        resultLine: bytes.toString('utf8', 0, resultBytes),
        turnLines: bytes.toString('utf8', resultBytes),
      };
    }
  }

  /** Closes and removes the file. */
  async remove(): Promise<void> {
    await this.file.close();
    await rm(this.path, { force: true });
  }
}
