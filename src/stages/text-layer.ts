/** What the text layer itself saw, as findings: the turns that are nothing but an acknowledgement. */
import { finding, type Stage } from './stage.js';

export const textLayerStage: Stage = {
  name: 'text',
  needs: [],
  makes: ['backchannel'],
  run({ reading }) {
    return {
      findings: reading.turns
        .filter((turn) => turn.backchannel)
        .map((turn) =>
          finding({
            label: 'backchannel',
            stage: 'text',
            turn: turn.turn.index,
            strength: 1,
            source: { kind: 'rule', id: 'acknowledgements-only' },
          }),
        ),
    };
  },
};
