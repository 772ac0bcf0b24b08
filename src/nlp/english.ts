/**
 * The feeling of an English clause by its words (AFINN).
 *
 * Give it one clause at a time: a negator turns round every word after it, so in a whole sentence "not bad, thank you"
 * would lose its thanks. No stemming: AFINN lists the inflected forms itself, and stems make "unit" as warm as "united".
 */
import SentimentAnalyzer from 'natural/lib/natural/sentiment/SentimentAnalyzer.js';

const analyzer = new SentimentAnalyzer('English', null, 'afinn');

/** How slowly the sum of word values (-5..5 each) approaches 1; at 15 one strong word gives about 0.6. */
const FLATNESS = 15;

/** Contracted negations are written out, since only whole negators are known: "don't" becomes "do not". */
const CONTRACTED_NOT = /n['’]t\b/g;
const WORD = /[a-z]+(?:['’][a-z]+)?/g;

/** Valence of one clause, -1 (hostile) to 1 (delighted); 0 where no word carries feeling. */
export function englishValence(clause: string): number {
  const words = clause.toLowerCase().replace(CONTRACTED_NOT, ' not').match(WORD);
  if (words === null) return 0;
  const sum = analyzer.getSentiment(words) * words.length;
  return sum === 0 ? 0 : sum / Math.sqrt(sum * sum + FLATNESS);
}
