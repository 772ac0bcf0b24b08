/** The stages in the order in which they run. */
import { abuseStage } from './abuse.js';
import { apologyStage } from './apology.js';
import { conductStage } from './conduct.js';
import { contextStage } from './context.js';
import { empathyStage } from './empathy.js';
import { interruptionsStage } from './interruptions.js';
import { procedureStage } from './procedure.js';
import { recordStage } from './record.js';
import { resolutionStage } from './resolution.js';
import { sentimentStage } from './sentiment.js';
import type { Stage } from './stage.js';
import { textLayerStage } from './text-layer.js';

export const ALL_STAGES: readonly Stage[] = [
  recordStage,
  textLayerStage,
  sentimentStage,
  interruptionsStage,
  empathyStage,
  apologyStage,
  resolutionStage,
  procedureStage,
  conductStage,
  abuseStage,
  contextStage,
];
