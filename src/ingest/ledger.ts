/**
 * Which calls count. The same call may come twice (a file copied, an export repeated): equal copies count once. Where
 * calls of one id differ nobody can say which is right, so none counts, the first one included. The ledger remembers an
 * id, a hash and a place for each call, no words.
 */
import { createHash } from 'node:crypto';
import type { Call, CallSource } from '../domain/call.js';
import { fault, placeName, type Reject, rejectOf } from './reject.js';

export type Admission = 'new' | 'equal' | 'conflict';

interface Version {
  readonly hash: string;
  /** The first in the order of places, whatever the order of arrival. */
  readonly place: CallSource;
}

export class DuplicateLedger {
  private readonly versions = new Map<string, readonly Version[]>();
  private readonly withdrawn = new Set<string>();

  /** `new`: score it. `equal`: a copy, leave it out. `conflict`: leave it out, and drop what was accepted before. */
  admit(call: Call): Admission {
    const hash = contentHash(call);
    const known = this.versions.get(call.callId) ?? [];
    const same = known.find((version) => version.hash === hash);
    const place = same !== undefined && comparePlaces(same.place, call.source) <= 0 ? same.place : call.source;
    this.versions.set(call.callId, [...known.filter((version) => version !== same), { hash, place }]);
    if (known.length > 1 || (known.length === 1 && same === undefined)) return 'conflict';
    return same === undefined ? 'new' : 'equal';
  }

  /** Takes note of a reject: some mean that a call accepted before is incomplete, which `dropped` then names. */
  refuse({ code, callId }: Reject): void {
    if (code === 'csv_scattered' && callId !== null) this.withdrawn.add(callId);
  }

  /** A reject for each differing version of a call, sorted by id and place. */
  conflicts(): readonly Reject[] {
    return [...this.versions]
      .filter(([, versions]) => versions.length > 1)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([callId, versions]) => {
        const places = versions.map(({ place }) => place).sort(comparePlaces);
        return places.map((place) => {
          const others = places.filter((other) => other !== place).map(placeName);
          return rejectOf(place, callId, fault('duplicate', { others: others.join(', ') }));
        });
      });
  }

  /** Ids of calls whose results must not be reported though the calls were accepted; sorted. */
  dropped(): readonly string[] {
    const conflicting = [...this.versions].filter(([, versions]) => versions.length > 1).map(([callId]) => callId);
    return [...new Set([...conflicting, ...this.withdrawn])].sort((a, b) => (a < b ? -1 : 1));
  }
}

/** SHA-256 over the whole call but its place, with keys in order, in hexadecimal digits. */
export function contentHash({ source: _place, ...content }: Call): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, item]) => [key, sorted(item)]);
}

function comparePlaces(a: CallSource, b: CallSource): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0);
}
