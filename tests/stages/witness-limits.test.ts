/** What the witness of turn labels may not do against the words of a turn. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/domain/finding.js';
import type { LabelName } from '../../src/domain/label.js';
import { finding, type StageInput } from '../../src/stages/stage.js';
import { withinLimits } from '../../src/stages/witness-limits.js';
import { observe, stageData } from './stage-harness.js';

const seen = (label: LabelName, turn: number, probability = 0.6): Finding =>
  finding({ label, stage: 'abuse', turn, source: { kind: 'model', id: 'witness', probability } });

/** Labels that still count after the witness alone saw these. */
function kept(
  lines: readonly string[],
  witnessed: readonly Finding[],
  own: readonly Finding[] = [],
): readonly string[] {
  const { reading } = observe(lines);
  const input = { reading, ...stageData('zh') } as StageInput;
  const limited = withinLimits({ findings: own }, { findings: [...own, ...witnessed] }, input);
  return limited.findings.filter(({ counted }) => counted).map(({ label, turn }) => `${label} ${turn}`);
}

describe('what the witness alone sees', () => {
  it.each<readonly [LabelName, string]>([
    ['sexual', '早晚有一天弄你，晚上回去你给我当心'],
    ['sexual', '哈哈哈，给我学个驴叫我就告诉你'],
    ['sexual', '我上你们那儿收拾你，你看我敢不敢'],
    ['discrimination', '你也是狗，只会叫'],
    ['discrimination', '猪脑子，上午都过去了'],
    ['discrimination', '你就是个废物，滚'],
    ['danger', '五号楼二单元'],
    ['danger', '我这个月的话费怎么又多了'],
  ])('is no %s without a word of the kind: %s', (label, text) => {
    expect(kept(['A: 您好', `C: ${text}`], [seen(label, 1)])).toEqual([]);
  });

  it.each<readonly [LabelName, string]>([
    ['sexual', '你来我家给我弄弄，嘿嘿'],
    ['discrimination', '你们那块儿的人都是贼'],
    ['danger', '他嘴唇紫了'],
  ])('counts with one: %s: %s', (label, text) => {
    expect(kept(['A: 您好', `C: ${text}`], [seen(label, 1)])).toEqual([`${label} 1`]);
  });

  it('is danger without any word where the witness is sure, and no more than that', () => {
    const lines = ['A: 您好', 'C: 我爸笑起来只有半边'];
    expect(kept(lines, [seen('danger', 1, 0.69)])).toEqual([]);
    expect(kept(lines, [seen('danger', 1, 0.7)])).toEqual(['danger 1']);
    expect(kept(lines, [seen('sexual', 1, 0.99)])).toEqual([]);
  });

  it('is told in the turn before, where the agent asked in between', () => {
    const lines = ['A: 您好', 'C: 屋里呛得很，还有嘶嘶的声音', 'A: 您在几号楼', 'C: 五号楼二单元'];
    expect(kept(lines, [seen('danger', 3)])).toEqual(['danger 1', 'danger 3']);
  });

  it('is nothing where the words were a figure of speech', () => {
    const lines = ['A: 您好', 'C: 快点啊，愁得我都不想活了'];
    const own = observe(lines).findings.filter(({ label }) => label === 'danger');
    expect(own).toMatchObject([{ counted: false, discardedBecause: 'context' }]);
    expect(kept(lines, [seen('danger', 1, 0.99)], own)).toEqual([]);
  });
});

describe('what the witness throws out', () => {
  const told = (of: string, turn: number) =>
    finding({ label: 'danger', stage: 'context', turn, source: { kind: 'rule', id: 'x' }, attributes: { of } });
  const thrownOut = (each: Finding, probability: number): Finding => ({
    ...each,
    counted: false,
    discardedBecause: 'unlikely',
    witnesses: [{ kind: 'model', id: 'witness', probability }],
  });
  const counted = (own: readonly Finding[], ...probabilities: readonly number[]) => {
    const findings = own.map((each, index) => thrownOut(each, probabilities[index] ?? 0.1));
    return withinLimits({ findings: own }, { findings }, {} as StageInput).findings.map((each) => each.counted);
  };

  it('counts again where danger is told in so many words', () => {
    expect(counted([told('act', 1)])).toEqual([true]);
    expect(counted([told('hazard', 1), told('wish', 3)])).toEqual([true, true]);
  });

  it('stays out where the witness is as good as sure, unless another danger is told', () => {
    expect(counted([told('act', 1)], 0.029)).toEqual([false]);
    expect(counted([told('act', 1)], 0.03)).toEqual([true]);
    expect(counted([told('act', 1), told('hazard', 3)], 0.01, 0.2)).toEqual([true, true]);
    expect(counted([told('act', 1), told('hazard', 3)], 0.01, 0.02)).toEqual([false, false]);
  });

  it('stays out where it is nothing but a wish to die', () => {
    expect(counted([told('wish', 1)])).toEqual([false]);
  });
});
