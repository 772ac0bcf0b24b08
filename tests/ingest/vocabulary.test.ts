import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/domain/errors.js';
import { loadVocabulary, parseVocabulary } from '../../src/ingest/index.js';
import { foldWord } from '../../src/ingest/vocabulary.js';
import { vocabulary } from './helpers.js';

function problems(text: string): readonly string[] {
  try {
    parseVocabulary([{ file: 'v.yaml', text }]);
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown.message.split('\n');
    throw thrown;
  }
  return [];
}

describe('vocabulary', () => {
  it('knows the shipped words in any spelling', () => {
    for (const word of ['Start Time (ms)', 'start_time_ms', 'StartTimeMs', '开始时间（毫秒）']) {
      expect(vocabulary.columns.get(foldWord(word))).toBe('startMs');
    }
    expect(vocabulary.media.get('phone')).toBe('voice');
  });

  it.each([
    ['speekers: {}', 'v.yaml:1 has the unknown section "speekers": did you mean "speakers"?'],
    ['speakers:\n  agnet: [x]', 'v.yaml:2 has the unknown field "agnet": did you mean "agent"?'],
    ['speakers:\n  agent: x', 'v.yaml:2 "agent" must be a list of words.'],
    ['speakers:\n  agent: [x]\n  caller: [X]', 'v.yaml:3 "X" stands under "agent" and under "caller": keep one.'],
    ['speakers:\n  agent: ["--"]', 'v.yaml:2 "agent" lists something that is no word: quote it.'],
    ['speakers: 5', 'v.yaml:1 "speakers" must be a map of lists.'],
    ['5', 'v.yaml:1 must be a map of sections.'],
    ['a: [', 'v.yaml:1 is not valid YAML'],
    ['speakers: {agent: [x]}', 'v.yaml lacks the section "columns".'],
  ])('refuses %s', (text, sentence) => {
    expect(problems(text)[0]).toContain(sentence);
  });

  it('says where a folder cannot be read', async () => {
    await expect(loadVocabulary('nowhere')).rejects.toThrow(ConfigError);
  });
});
