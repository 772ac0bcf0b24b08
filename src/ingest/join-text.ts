/** Words and sentences put together as their script is written: a space between Latin words, none between Han letters. */

const NO_SPACE_AFTER =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff65\s([{<"\u201c\u2018]$/u;
const NO_SPACE_BEFORE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff65\s,.;:!?%)\]}>\u201d\u2019]/u;

export function joinText(parts: readonly string[]): string {
  const joined: string[] = [];
  let last = '';
  for (const part of parts) {
    if (part === '') continue;
    if (last !== '' && !NO_SPACE_AFTER.test(last) && !NO_SPACE_BEFORE.test(part)) joined.push(' ');
    joined.push(part);
    // A long text is looked at by its end alone.
    last = part.slice(-2);
  }
  return joined.join('');
}
