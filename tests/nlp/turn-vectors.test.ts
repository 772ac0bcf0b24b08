import { describe, expect, it } from 'vitest';
import { vectorOutputsOf } from '../../src/nlp/turn-vectors.js';

describe('the vector among the outputs of a network', () => {
  it.each([[['~1', '~0']], [['~0', '~2']], [['~0', '~1', 'negative']], [['~0', 'negative', '~1']]])(
    'is refused where they are %j',
    (outputs) => {
      expect(() => vectorOutputsOf(outputs)).toThrow(/feelings and then the parts of a vector in their order/);
    },
  );

  it('has no numbers where a network gives none', () => {
    expect(vectorOutputsOf(['negative', 'neutral'])).toMatchObject({ others: ['negative', 'neutral'], size: 0 });
  });

  it('stands behind feelings', () => {
    const outputs = vectorOutputsOf(['negative', '~0', '~1']);
    expect(outputs).toMatchObject({ others: ['negative'], size: 2 });
    expect([...outputs.of(new Float32Array([9, 1, 2]))]).toEqual([1, 2]);
    expect([...outputs.silence]).toEqual([0, 0]);
  });

  it('of a long turn is of each number the one that says most', () => {
    const { join } = vectorOutputsOf(['~0', '~1', '~2']);
    const parts = [
      [0.5, -0.25, 0],
      [-0.75, 0.125, 0],
    ].map((part) => new Float32Array(part));
    expect([...join(parts)]).toEqual([-0.75, -0.25, 0]);
    expect([...join(parts.slice(0, 1))]).toEqual([0.5, -0.25, 0]);
  });
});
