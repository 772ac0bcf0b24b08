/** Reads the items of `says`: phrases, `lexicon:NAME`, `/patterns/` and `like(0.8):sentences`. */
import { RE2JS } from 're2js';
import type { YamlNode, YamlScalar } from '../config/yaml-file.js';
import { messageOf, nearestName } from '../domain/errors.js';
import type { PhraseRequest, Scope } from './scope.js';

const LEXICON = /^lexicon:(.*)$/;
const PATTERN = /^\/(.*)\/$/s;
const LIKE = /^like(?:\(([^)]*)\))?:(.*)$/s;
/** Likeness that is meant where a sentence is given without a score. */
const DEFAULT_LIKENESS = 0.8;

interface Items {
  readonly lexicons: string[];
  readonly phrases: string[];
  readonly patterns: string[];
  readonly likes: { score: number; sentence: string }[];
}

/** The phrase lists that one `says` asks for; their ids are the labels of the findings. */
export function requestsOf(
  says: YamlNode,
  except: YamlNode | null,
  lexicons: ReadonlySet<string>,
  scope: Scope,
): readonly PhraseRequest[] {
  const items: Items = { lexicons: [], phrases: [], patterns: [], likes: [] };
  for (const scalar of scope.scalars(says, '"says"')) sortItem(scalar, items, lexicons, scope);
  const exceptions =
    except === null ? [] : scope.scalars(except, '"except"').flatMap((scalar) => exception(scalar, scope));
  const requests: PhraseRequest[] = [];
  const none = { phrases: [], patterns: [], likes: [], except: exceptions };
  for (const lexicon of items.lexicons) {
    const id = exceptions.length === 0 ? `lexicon:${lexicon}` : scope.nextListId();
    requests.push({ id, lexicon, ...none });
  }
  const { phrases, patterns, likes } = items;
  if (phrases.length + patterns.length + likes.length > 0) {
    requests.push({ id: scope.nextListId(), lexicon: null, phrases, patterns, likes, except: exceptions });
  }
  scope.requests.push(...requests);
  return requests;
}

function sortItem(scalar: YamlScalar, items: Items, lexicons: ReadonlySet<string>, scope: Scope): void {
  const { text } = scalar;
  const lexicon = LEXICON.exec(text)?.[1];
  const pattern = PATTERN.exec(text)?.[1];
  const like = LIKE.exec(text);
  if (text.trim() === '') scope.report(scalar, '"says" holds an empty phrase.');
  else if (lexicon !== undefined) {
    if (lexicons.has(lexicon)) items.lexicons.push(lexicon);
    else {
      const nearest = nearestName(lexicon, lexicons);
      scope.report(scalar, `unknown lexicon "${lexicon}"${nearest === null ? '' : `; the nearest is "${nearest}"`}.`);
    }
  } else if (pattern !== undefined) {
    if (patternIsSound(pattern, scalar, scope)) items.patterns.push(pattern);
  } else if (like) {
    const score = like[1] === undefined ? DEFAULT_LIKENESS : Number(like[1]);
    const sentence = like[2]!.trim();
    if (!(score > 0 && score <= 1)) scope.report(scalar, `"like(${like[1]})" must lie between 0 and 1.`);
    else if (sentence === '') scope.report(scalar, '"like:" needs a sentence.');
    else items.likes.push({ score, sentence });
  } else items.phrases.push(text);
}

function exception(scalar: YamlScalar, scope: Scope): readonly string[] {
  const pattern = PATTERN.exec(scalar.text)?.[1];
  if (LEXICON.test(scalar.text) || LIKE.test(scalar.text)) {
    scope.report(scalar, `"except" takes phrases and patterns, not "${scalar.text}".`);
    return [];
  }
  return pattern === undefined || patternIsSound(pattern, scalar, scope) ? [scalar.text] : [];
}

/** Patterns run on an engine of linear time, so that none can hold up a run; it knows no look-around. */
function patternIsSound(pattern: string, scalar: YamlScalar, scope: Scope): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch (error) {
    scope.report(scalar, `the pattern /${pattern}/ cannot be used: ${messageOf(error)}.`);
    return false;
  }
}
