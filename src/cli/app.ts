/** What the commands know of the process around them. */
import type { Style } from '../reports/style.js';
import type { Masker } from '../text/personal/masker.js';
import type { ExitCode } from './exit.js';

export interface App {
  readonly version: string;
  /** The folder of the models that come with the package. */
  readonly modelsFolder: string;
  /** Emphasis for stdout: colours on a terminal, unless NO_COLOR is set. */
  readonly style: Style;
  /** For logs and stderr: masks under whatever options, since logs are kept and read by many. */
  readonly masker: Pick<Masker, 'text'>;
  stdout(text: string): void;
  stderr(text: string): void;
  /** Sets the exit code of a command that came to its end. */
  exitWith(code: ExitCode): void;
}
