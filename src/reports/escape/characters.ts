/** What every sink takes out of a foreign text: characters that steer a program or a reader instead of being read. */

const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** C0 and C1 controls; characters that turn the direction of writing; invisible ones that hide or split words; tags. */
const STEERING =
  /[\u0000-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;
const BROKEN = /\p{Cs}/gu;

/** The text on one line: breaks and tabs become a space, steering characters go, half characters become U+FFFD. */
export function plainText(text: string): string {
  return text.replace(BREAKS, ' ').replace(STEERING, '').replace(BROKEN, '\uFFFD');
}
