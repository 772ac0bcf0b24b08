/** What was found in the turns of a call: personal data with their places. */
import type { Span } from '../../domain/finding.js';

/** Kinds of personal data that are known here; patterns of a user add kinds of their own. */
export type PersonalKind =
  | 'phone'
  | 'identity'
  | 'card'
  | 'passport'
  | 'plate'
  | 'email'
  | 'order'
  | 'account'
  | 'number'
  | 'name'
  | 'address'
  | `own:${string}`;

export interface Found {
  readonly kind: PersonalKind;
  readonly turn: number;
  /** From the first to the last character that belongs to it. */
  readonly span: Span;
  /** What of it a mask covers, in order; the rest stays readable. */
  readonly hidden: readonly Span[];
  /** The same however it was written: digits as figures, small letters. What a token is made of. */
  readonly value: string;
}

export function wholly(kind: PersonalKind, turn: number, span: Span, value: string): Found {
  return { kind, turn, span, hidden: [span], value };
}
