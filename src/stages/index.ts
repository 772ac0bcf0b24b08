/** The stages in the order in which they run. */
import type { Stage } from './stage.js';

export const ALL_STAGES: readonly Stage[] = [];
