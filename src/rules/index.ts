/**
 * The rule engine: rules are data, compiled once and evaluated on what the stages found in a call.
 *
 * `compileRules` reads the rule files, `compileExpression` an expression of a rubric or policy over the same names, and
 * `evaluate` gives the results of one call, each with its evidence.
 */
export { nodeAt, plainValue, readYaml, tryReadYaml, type YamlFile, type YamlNode } from '../config/yaml-file.js';
export {
  type CompiledExpression,
  type CompiledRules,
  compileExpression,
  compileRules,
  distinctRequests,
  type ExpressionPlace,
  type Reads,
  type RuleInfo,
  readsOf,
  rulesNamed,
  unknownRuleSentence,
  unusedRules,
} from './compile.js';
export { type Evaluation, type ExpressionResult, evaluate } from './evaluate.js';
export type { RuleFile } from './rule-file.js';
export type { PhraseRequest } from './scope.js';
