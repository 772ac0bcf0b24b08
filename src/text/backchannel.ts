/** A backchannel keeps the other side talking and takes no floor: it is nothing but acknowledgements, and short. */
const MAX_CHARACTERS = 8;
const MAX_LATIN_CHARACTERS = 24;
const NOT_SPOKEN = /[^\p{L}\p{N} ]/gu;

function consists(text: string, tokens: readonly string[]): boolean {
  if (text === '') return true;
  return tokens.some((token) => text.startsWith(token) && consists(text.slice(token.length).trimStart(), tokens));
}

/** Whether a folded turn is a backchannel: at most 8 characters (24 Latin ones) of the acknowledgement list (rule grammar 3.1). */
export function isBackchannel(folded: string, acknowledgements: readonly string[], latin: boolean): boolean {
  const spoken = folded
    .replace(NOT_SPOKEN, latin ? ' ' : '')
    .trim()
    .replace(/ +/g, latin ? ' ' : '');
  if (spoken === '' || spoken.length > (latin ? MAX_LATIN_CHARACTERS : MAX_CHARACTERS)) return false;
  return consists(spoken, acknowledgements);
}
