import { describe, expect, it } from '@jest/globals';
import { formatted } from './language.js';
import { languageOf } from './languages.js';

describe('the text of a schema in a format of the dialect', () => {
  it.each([
    ['JSON', '{"type":"object"}'],
    ['AVRO', '{"type":"record","name":"a","fields":[]}'],
  ] as const)('is the canonical one of %s where the format has no other', (type, text) => {
    const language = languageOf(type);
    const read = language?.read({ type, text, references: [] });
    if (!language || !read?.ok) throw new Error('it can be read');
    for (const format of ['', 'serialized', 'constructor'])
      expect(formatted(language, read.value, format)).toBe(language.canonical(read.value));
  });
});
