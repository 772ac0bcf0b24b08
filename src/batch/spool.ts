/**
 * Where results wait until all are there: appended to one file in the order of arrival, read back in the order of call
 * ids. In memory lies a place for each call and no words.
 */
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { StoredCall } from '../scoring/stored-call.js';

interface Place {
  readonly offset: number;
  readonly verdictBytes: number;
  readonly findingsBytes: number;
  readonly turnsBytes: number;
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
  async append(calls: readonly StoredCall[]): Promise<void> {
    let offset = this.end;
    for (const { callId, verdict, findings, turns } of calls) {
      this.places.set(callId, {
        offset,
        verdictBytes: verdict.length,
        findingsBytes: findings.length,
        turnsBytes: turns.length,
      });
      offset += verdict.length + findings.length + turns.length;
    }
    const bytes = Buffer.concat(calls.flatMap(({ verdict, findings, turns }) => [verdict, findings, turns]));
    await this.file.write(bytes, 0, null, this.end);
    this.end = offset;
  }

  /** Forgets a call; dropping one that is not there is no mistake. */
  drop(callId: string): void {
    this.places.delete(callId);
  }

  /** All calls in the order of their ids, by code units. */
  async *calls(): AsyncGenerator<StoredCall> {
    for (const callId of [...this.places.keys()].sort((a, b) => (a < b ? -1 : 1))) {
      const { offset, verdictBytes, findingsBytes, turnsBytes } = this.places.get(callId)!;
      const bytes = Buffer.allocUnsafe(verdictBytes + findingsBytes + turnsBytes);
      await this.file.read(bytes, 0, bytes.length, offset);
      yield {
        callId,
        verdict: bytes.subarray(0, verdictBytes),
        findings: bytes.subarray(verdictBytes, verdictBytes + findingsBytes),
        turns: bytes.subarray(verdictBytes + findingsBytes),
      };
    }
  }

  /** Closes and removes the file. */
  async remove(): Promise<void> {
    await this.file.close();
    await rm(this.path, { force: true });
  }
}
