/** A place as a reader can look it up: with its words, masked. */
import type { Span } from './finding.js';
import type { Evidence } from './result.js';
import type { Place } from './rule.js';

/** The words of a turn, or of a span in it, as they may be shown. */
export type Quote = (turn: number, span: Span | null) => string;

export function evidenceOf(place: Place, quote: Quote): Evidence {
  return {
    turn: place.turn,
    span: place.span,
    quote: quote(place.turn, place.span),
    name: place.name,
    strength: place.strength,
    sources: place.sources,
    ...(place.anchor === undefined ? {} : { anchor: place.anchor }),
  };
}
