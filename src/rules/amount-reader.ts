/** Reads amounts and speakers as they stand in expressions, and tells what is wrong with them. */
import type { YamlNode } from '../config/yaml-file.js';
import type { Speaker } from '../domain/call.js';
import { parseRange, parseWindow, type Range, type Window } from './amounts.js';
import { SPEAKERS } from './language.js';
import type { Pick } from './operators/pick.js';
import type { Scope } from './scope.js';

export class AmountReader {
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  range(yaml: YamlNode, key: string): Range | null {
    const scalar = this.#scope.scalar(yaml, `"${key}"`);
    if (scalar === null) return null;
    const range = parseRange(scalar.text);
    if (range === null)
      this.#scope.report(yaml, `"${key}: ${scalar.text}" is no range; write "3", "3..", "..8" or "3..8".`);
    else if (range.min > range.max) {
      this.#scope.report(yaml, `"${key}: ${scalar.text}" is empty, since its lower bound lies above the upper one.`);
      return null;
    }
    return range;
  }

  #counts(yaml: YamlNode, key: string): Range | null {
    const range = this.range(yaml, key);
    if (range === null) return null;
    if (
      range.unit === '' &&
      Number.isInteger(range.min) &&
      (range.max === Number.POSITIVE_INFINITY || Number.isInteger(range.max))
    )
      return range;
    this.#scope.report(yaml, `"${key}: ${range.text}" counts places, so it is a whole number without a unit.`);
    return null;
  }

  times(yaml: YamlNode): Range | null {
    return this.#counts(yaml, 'times');
  }

  pick(yaml: YamlNode): Pick | null {
    const scalar = this.#scope.scalar(yaml, '"pick"');
    if (scalar === null) return null;
    if (scalar.value === 'first' || scalar.value === 'last') return scalar.value;
    const range = this.#counts(yaml, 'pick');
    if (range !== null && range.max < 1) {
      this.#scope.report(yaml, `"pick: ${range.text}" picks nothing; members are counted from 1.`);
      return null;
    }
    return range;
  }

  wholeNumber(yaml: YamlNode, key: string): number | null {
    const scalar = this.#scope.scalar(yaml, `"${key}"`);
    if (scalar === null) return null;
    if (typeof scalar.value === 'number' && Number.isInteger(scalar.value) && scalar.value >= 1) return scalar.value;
    this.#scope.report(yaml, `"${key}: ${scalar.text}" must be a whole number from 1.`);
    return null;
  }

  window(yaml: YamlNode): Window | null {
    const scalar = this.#scope.scalar(yaml, '"within"');
    if (scalar === null) return null;
    const window = parseWindow(scalar.text);
    if (typeof window !== 'string') return window;
    this.#scope.report(yaml, window);
    return null;
  }

  speaker(yaml: YamlNode): Speaker | null {
    const scalar = this.#scope.scalar(yaml, '"by"');
    const speaker = SPEAKERS.find((known) => known === scalar?.value);
    if (speaker !== undefined) return speaker;
    if (scalar !== null)
      this.#scope.report(yaml, `"by: ${scalar.text}" is no speaker; known are ${SPEAKERS.join(', ')}.`);
    return null;
  }
}
