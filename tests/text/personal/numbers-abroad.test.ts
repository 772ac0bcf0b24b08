/** Phone numbers, accounts and identity numbers of other places. */
import { describe, expect, it } from 'vitest';
import { maskedTurns, masker } from '../../default-masker.js';

describe('what stays', () => {
  it.each([
    '6000-8000',
    '2025 2026',
    'at 12 34 56 in the manual',
    'version 10.12.3456',
    '12-31-2026 10 20',
    'flight number 12345678',
    'serial number 12345678',
    'model number 98765432',
    '12345 67890 pieces',
    'my sort code and account number are wrong',
    'sort code is missing',
    'my iban is wrong',
    'GB29 ABCD EFGH IJKL',
    'my passport is expired',
    'S1234567A',
    '000-12-3456',
  ])('%s', (text) => {
    expect(masker.text(text)).toBe(text);
  });
});

describe('phone numbers', () => {
  it.each([
    ['07700 900 123', '0770* **0 123'],
    ['07700 900123', '0770* **0123'],
    ['07700900123', '0770***0123'],
    ['call 020 7946 0958', 'call 020 **** 0958'],
    ['0118 496 0345', '0118 *** 0345'],
    ['0118 4960345', '0118 ***0345'],
    ['oh one one eight, four nine six, oh three four five', 'oh one one eight, **** **** ***, oh three four five'],
    ['+44 7700 900 123', '+44 **** **0 123'],
    ['+44 (0)20 7946 0958', '+44 (*)** **** 0958'],
    ['415.555.2671', '415.***.2671'],
    ['(415) 555-2671', '(415) ***-2671'],
    ['1-415-555-2671', '1-41*-***-2671'],
    ['98765 43210', '98*** *3210'],
    ['+91 98765 43210', '+91 98*** *3210'],
    ['091-98765-43210', '091-98***-*3210'],
    ['65 9123 4567', '65 **** 4567'],
    ['+65 9123 4567', '+65 **** 4567'],
    ['my number is 9123 4567', 'my number is **** 4567'],
    ['852 9123 4567', '852 **** 4567'],
    ['853 6612 3456', '853 **** 3456'],
    ['我電話6612 3456', '我電話**** 3456'],
    ['04-2345-6789', '04-****-6789'],
    ['(02) 2345-6789', '(02) 2***-6789'],
    ['0912-345-678', '09**-**5-678'],
  ])('%s', (text, masked) => {
    expect(masker.text(text)).toBe(masked);
  });
});

describe('accounts and identity numbers', () => {
  it.each([
    ['sort code 20-00-00, account number 12345678', 'sort code **-**-**, account number ****5678'],
    ['sort code 20 00 00 account 12345678', 'sort code ** ** ** account ****5678'],
    ['sort code: 200000', 'sort code: ******'],
    ['sort code two oh, three oh, four oh', 'sort code *** **, ***** **, **** **'],
    ['GB29 NWBK 6016 1331 9268 19', '***********************8 19'],
    ['my IBAN is DE89 3704 0044 0532 0130 00 okay', 'my IBAN is ***********************0 00 okay'],
    ['GB29NWBK60161331926819', '******************6819'],
    ['AB 12 34 56 C', '*************'],
    ['national insurance number QQ123456C', 'national insurance number *********'],
    [
      'national insurance number A B one two three four five six C',
      'national insurance number A B *** *** ***** **** five six C',
    ],
    ['123-45-6789', '***-**-6789'],
    ['my social security number is 123456789', 'my social security number is *****6789'],
    ['my passport number is 533380006', 'my passport number is *****0006'],
    ['passport number is GA 123 4567', 'passport number is GA *** **67'],
    ['护照号码是 G 一二三四 五六七八', '护照号码是 G **** 五六七八'],
    ['S1234567D', '*********'],
  ])('%s', (text, masked) => {
    expect(masker.text(text)).toBe(masked);
  });

  it.each([
    [
      ['a:sort code?', 'c:20-30-40', 'a:and account number', 'c:12345678'],
      ['sort code?', '**-**-**', 'and account number', '****5678'],
    ],
    [
      ['a:护照号码是多少', 'c:E一二三四五六七八'],
      ['护照号码是多少', 'E****五六七八'],
    ],
  ])('%j', (turns, masked) => {
    expect(maskedTurns(...turns)).toEqual(masked);
  });
});
