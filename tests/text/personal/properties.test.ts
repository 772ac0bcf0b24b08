import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personalMasker, readPersonal } from '../../../src/config/personal.js';
import { MODELS_FOLDER, masker } from '../../default-masker.js';

const hashing = personalMasker(
  readPersonal(MODELS_FOLDER, { mode: { kind: 'hash', key: 'k'.repeat(64) }, patternsFile: null }),
);

/** Pieces of which numbers, names, addresses and their traps are made. */
const PIECES =
  '1|13|8|0|2026|138|零|幺|三|两|九|三个八|double|five|oh|one|１|*|#| |-|－|,|，|。|（|)|X|@|.|a|元|嗯|那个|我叫|我是|我姓|张|三丰|先生|小|的|地址是|您的地址|路|号|电话|还有|工号|订单号|京A|+86|+|my name is|this is|John|May|Ms |I live at|street|postcode|RG4 7AB|at|dot|com|gmail|hundred|twenty|and|\ud800|\udc00|😀|\n';
const text = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PIECES.split('|')) },
      fc.stringMatching(/^[0-9]{1,20}$/),
      fc.string(),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));
const turns = fc.array(fc.record({ speaker: fc.constantFrom('agent' as const, 'caller' as const), text }), {
  maxLength: 6,
});

describe.each([
  ['masking', masker],
  ['tokens', hashing],
])('%s', (_, used) => {
  it('keeps every length', () => {
    fc.assert(
      fc.property(turns, (said) => {
        expect(used.turns(said).map(({ length }) => length)).toEqual(said.map((turn) => turn.text.length));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (any) => {
        expect(used.text(any)).toHaveLength(any.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('masking', () => {
  it('changes nothing a second time, and writes stars alone', () => {
    fc.assert(
      fc.property(turns, (said) => {
        const once = masker.turns(said);
        const again = masker.turns(said.map((turn, at) => ({ ...turn, text: once[at]! })));
        expect(again).toEqual(once);
        for (const [at, { text: before }] of said.entries()) {
          for (let i = 0; i < before.length; i++) if (once[at]![i] !== before[i]) expect(once[at]![i]).toBe('*');
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('hides any phone number wherever it stands', () => {
    const number = fc.stringMatching(/^1[3-9][0-9]{9}$/);
    const words = fc.constantFrom('', '嗯', '我的号码 ', '打给我，', 'call ', '，', '工号1023 ', '，2026-03-02 ');
    fc.assert(
      fc.property(words, number, words, (before, digits, after) => {
        expect(masker.text(before + digits + after)).not.toContain(digits);
        expect(masker.text(before + [...digits].join(' ') + after)).not.toContain([...digits].join(' '));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a number in any mixture of writings', () => {
  const WRITINGS = ['0123456789', '零一二三四五六七八九', '洞幺两三四五六拐八勾', '０１２３４５６７８９'];
  const GAPS = ['', '', '', ' ', '，', '嗯', '、', ' 那个 ', '呃，', '。', '然后', '-'];
  const sign = fc.record({ writing: fc.constantFrom(...WRITINGS), gap: fc.constantFrom(...GAPS) });
  const written = (digits: string, signs: readonly { readonly writing: string; readonly gap: string }[]) =>
    [...digits].map((digit, at) => signs[at]!.writing[Number(digit)]! + signs[at]!.gap).join('');
  const digitsIn = (text: string) =>
    [...text].map((each) => WRITINGS.map((writing) => writing.indexOf(each)).find((at) => at >= 0) ?? '').join('');

  it('is hidden, in one turn and over two', () => {
    const number = fc.stringMatching(/^1[3-9][0-9]{9}$/);
    const signs = fc.array(sign, { minLength: 11, maxLength: 11 });
    fc.assert(
      fc.property(number, signs, fc.integer({ min: 3, max: 8 }), (digits, each, cut) => {
        // Thousands between commas are an amount: 13,000,000,000.
        fc.pre(!/[0-9０-９]，[0-9０-９]{3}(?![0-9０-９])/.test(written(digits, each)));
        const alone = masker.text(`我的号码是${written(digits, each)}，谢谢`);
        expect(digitsIn(alone)).not.toContain(digits);
        const [first, , second] = masker.turns([
          { speaker: 'caller', text: `我的号码是${written(digits.slice(0, cut), each)}` },
          { speaker: 'agent', text: '您继续' },
          { speaker: 'caller', text: written(digits.slice(cut), each.slice(cut)) },
        ]);
        expect(digitsIn(first! + second!)).not.toContain(digits);
      }),
      { numRuns: 2000, seed: 3 },
    );
  });
});

describe('tokens', () => {
  it('are the same for a number however it is written, and differ by key', () => {
    const other = personalMasker(
      readPersonal(MODELS_FOLDER, { mode: { kind: 'hash', key: 'j'.repeat(64) }, patternsFile: null }),
    );
    const token = /#[a-z]{7}/.exec(hashing.text('13800001234'))?.[0];
    expect(token).toBeDefined();
    for (const written of ['138 0000 1234', '幺三八零零零零幺二三四', '+8613800001234', '138-0000-1234']) {
      expect(hashing.text(`号码${written}`)).toContain(token);
    }
    expect(other.text('13800001234')).not.toContain(token);
    expect(hashing.number('13800001234')).toBe(hashing.number('+86 138 0000 1234'));
    expect(hashing.number('13800001234')).toMatch(/^[0-9a-f]{32}$/);
    expect(hashing.number('13800001234')).not.toBe(other.number('13800001234'));
    expect(hashing.number(null)).toBeNull();
  });

  it('leave no room for parts of a number', () => {
    expect(hashing.text('卡号6222020200001234567')).not.toMatch(/\d/);
    expect(hashing.turns([{ speaker: 'caller', text: '我叫张三丰' }])).toEqual(['我叫***']);
  });
});

describe('time', () => {
  it('is short for a long text', () => {
    const start = performance.now();
    masker.text('1 '.repeat(30_000));
    masker.text(`${'a'.repeat(100_000)}@`);
    masker.text('0 1'.repeat(15_000));
    masker.text('幺三八嗯'.repeat(10_000));
    masker.text('我叫张'.repeat(10_000));
    masker.text('1.5 1234 '.repeat(20_000));
    masker.text('地址是路'.repeat(20_000));
    masker.text('my email is a at b dot com '.repeat(5_000));
    masker.text('twenty nine hundred and two '.repeat(5_000));
    masker.text('我是王建国，王先生，建国'.repeat(5_000));
    masker.text(`my name is ${'a-b-c-d-'.repeat(10_000)}`);
    masker.text('My name is Claire Whitcombe. Ms Whitcombe. '.repeat(3_000));
    masker.text('gb29 nwbk 6016 postcode a b 1 2 '.repeat(5_000));
    expect(performance.now() - start).toBeLessThan(8000);
  });
});
