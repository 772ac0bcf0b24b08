/**
 * Scores a group of calls: all their turns go through the encoder at once, then each call is scored alone. A call that
 * makes the scorer throw is a failure of that call and of no other. What comes out is bytes, since it crosses threads.
 */

import type { SetupFiles } from '../config/setup.js';
import type { Call, CallSource } from '../domain/call.js';
import type { RubricHead } from '../domain/rubric.js';
import { type Encoder, loadEncoder, type TurnRead } from '../nlp/encoder.js';
import type { OtherModel } from '../nlp/other-model.js';
import { compileScorer, type ScoredCall, type Scorer } from '../scoring/scorer.js';
import { type StoredCall, storedCall } from '../scoring/stored-call.js';
import { causeOf } from './cause.js';

export interface FailedCall {
  readonly callId: string;
  readonly source: CallSource;
  /** See `causeOf`. */
  readonly cause: string;
}

export interface GroupOutcome {
  readonly scored: readonly StoredCall[];
  readonly failed: readonly FailedCall[];
  /** Name and version of the encoder that read the turns; null without one. */
  readonly model: string | null;
}

export interface GroupScorer {
  readonly rubric: RubricHead;
  /** Id of the harassment policy. */
  readonly policy: string;
  score(calls: readonly Call[]): Promise<GroupOutcome>;
  /** Scores calls and gives the results themselves; what a call throws is thrown. */
  scoreEach(calls: readonly Call[]): Promise<readonly ScoredCall[]>;
  dispose(): Promise<void>;
}

export interface ScoringSetup {
  readonly files: SetupFiles;
  /** Folder of the encoder; null scores by phrases and structure alone. */
  readonly encoderFolder: string | null;
  /** Reads turns in place of the network in that folder. */
  readonly otherModel?: OtherModel | null;
}

/** Compiles the scorer and loads the encoder; throws what either throws. */
export async function createGroupScorer({ files, encoderFolder, otherModel }: ScoringSetup): Promise<GroupScorer> {
  const scorer = compileScorer(files);
  const encoder = encoderFolder === null ? null : await loadEncoder(encoderFolder, otherModel);
  return groupScorer(scorer, encoder);
}

export function groupScorer(scorer: Scorer, encoder: Encoder | null): GroupScorer {
  const infoOf = ({ language }: Call) => encoder?.infoOf(language) ?? null;
  return {
    rubric: scorer.rubric,
    policy: scorer.policy,
    async score(calls) {
      const probabilities = await readTurns(calls, scorer, encoder);
      const scored: StoredCall[] = [];
      const failed: FailedCall[] = [];
      for (const [index, call] of calls.entries()) {
        try {
          scored.push(storedCall(scorer.score(call, probabilities[index]!, infoOf(call))));
        } catch (thrown) {
          failed.push({ callId: call.callId, source: call.source, cause: causeOf(thrown) });
        }
      }
      const info = encoder?.infoOf('zh') ?? null;
      return { scored, failed, model: info === null ? null : `${info.id} ${info.version}` };
    },
    async scoreEach(calls) {
      const probabilities = await readTurns(calls, scorer, encoder);
      return calls.map((call, index) => scorer.score(call, probabilities[index]!, infoOf(call)));
    },
    async dispose() {
      await encoder?.dispose();
    },
  };
}

/** Probabilities of every call's turns, null without an encoder; their texts are read in one pass. */
async function readTurns(
  calls: readonly Call[],
  scorer: Scorer,
  encoder: Encoder | null,
): Promise<readonly (readonly TurnRead[] | null)[]> {
  if (encoder === null) return calls.map(() => null);
  return encoder.read(calls.map((call) => scorer.modelTexts(call)));
}
