/** What the text layer itself saw, as findings: the turns that are nothing but an acknowledgement, or silence put into words. */
import type { TurnReading } from '../text/reading.js';
import { finding, type Stage } from './stage.js';

const SAID = /[\p{L}\p{N}]/u;

/** A turn of "[inaudible]" has letters, and says as little as one of dots. */
const isSilenceInWords = ({ turn, empty }: TurnReading) => empty && SAID.test(turn.text);

export const textLayerStage: Stage = {
  name: 'text',
  needs: [],
  makes: ['backchannel'],
  run({ reading }) {
    return {
      findings: reading.turns
        .filter((turn) => turn.backchannel || isSilenceInWords(turn))
        .map((turn) =>
          finding({
            label: 'backchannel',
            stage: 'text',
            turn: turn.turn.index,
            strength: 1,
            source: { kind: 'rule', id: turn.backchannel ? 'acknowledgements-only' : 'nothing-heard' },
          }),
        ),
    };
  },
};
