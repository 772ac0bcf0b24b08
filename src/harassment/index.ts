/** The harassment decision of a call: a policy file, compiled once, and the decision over one call's observation. */
export { decide, safetyOf } from './decide.js';
export type { Policy } from './policy.js';
export { compilePolicy } from './policy-file.js';
