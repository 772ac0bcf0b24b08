/** The stages in the order in which they run. */
import { abuseStage } from './abuse.js';
import { conductStage } from './conduct.js';
import { procedureStage } from './procedure.js';
import { recordStage } from './record.js';
import type { Stage } from './stage.js';
import { textLayerStage } from './text-layer.js';

export const ALL_STAGES: readonly Stage[] = [recordStage, textLayerStage, procedureStage, conductStage, abuseStage];
