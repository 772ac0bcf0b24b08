/** The masker of logs and stderr: made when the first text is written, so that a run without any does not pay for it. */
import { personalMasker, readPersonal } from '../config/personal.js';
import { TingpingError } from '../domain/errors.js';
import { compileMasker, type Masker } from '../text/personal/masker.js';
import { NO_WORDS } from '../text/personal/words.js';

export function logMasker(modelsFolder: string): Pick<Masker, 'text'> {
  let masker: Masker | null = null;
  return {
    text: (text) => {
      masker ??= loaded(modelsFolder);
      return masker.text(text);
    },
  };
}

/** Where the words cannot be read, which is told elsewhere, figures are masked still. */
function loaded(modelsFolder: string): Masker {
  try {
    return personalMasker(readPersonal(modelsFolder));
  } catch (error) {
    if (!(error instanceof TingpingError)) throw error;
    return compileMasker({ mode: { kind: 'mask' }, words: NO_WORDS, surnames: [], patterns: [] });
  }
}
