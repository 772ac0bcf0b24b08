import { describe, expect, it } from 'vitest';
import { englishValence } from '../../src/nlp/english.js';

describe('englishValence', () => {
  it('is negative for complaint and positive for praise', () => {
    expect(englishValence('this is a terrible service')).toBeLessThan(-0.4);
    expect(englishValence('thank you, that is wonderful')).toBeGreaterThan(0.4);
  });

  it('is 0 for plain facts, for nothing and for other scripts', () => {
    expect(englishValence('my line is in the kitchen')).toBe(0);
    expect(englishValence('')).toBe(0);
    expect(englishValence('你好')).toBe(0);
  });

  it('turns round what follows a negator, contracted ones too', () => {
    expect(englishValence('it is not good')).toBeLessThan(0);
    expect(englishValence("it isn't good")).toBeLessThan(0);
    expect(englishValence('I can’t recommend it')).toBeLessThan(0);
    expect(englishValence('no problem')).toBeGreaterThan(0);
  });

  it('stays inside -1..1 however much is said', () => {
    expect(englishValence('awful '.repeat(500))).toBeGreaterThanOrEqual(-1);
    expect(englishValence('superb '.repeat(500))).toBeLessThanOrEqual(1);
  });
});
