/** What went wrong in our own code, told without the message: that may hold words of a call. */

const FRAME = /[/\\](?:dist|src)[/\\]([^()]+:\d+):\d+/;

/** Kind of the error and where it was thrown, e.g. `TypeError in stages/abuse.js:41`. */
export function causeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  const place = FRAME.exec(thrown.stack ?? '')?.[1];
  return place === undefined ? thrown.name : `${thrown.name} in ${place}`;
}
