import { LosslessNumber } from 'lossless-json';
import { parseDocument, type ScalarTag, type Tags } from 'yaml';

/** What a double may not hold: sixteen digits, or an exponent of three. */
const MAY_BE_LONG = /\d[\d.]{15}|[eE][-+]?\d{3}/;
/** RFC 8259 §6. */
const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;
const NUMBERS = new Set(['tag:yaml.org,2002:int', 'tag:yaml.org,2002:float']);

/**
 * A YAML document as values of which `stringify` of lossless-json writes every digit of the source;
 * undefined where plain values have them all.
 * @param text read without a fault before
 */
export function exactYaml(text: string): unknown {
  if (!MAY_BE_LONG.test(text)) return undefined;
  const document = parseDocument(text, {
    ...{ version: '1.2', schema: 'core', merge: false, uniqueKeys: false },
    customTags: (tags: Tags) => (tags as ScalarTag[]).map(exact),
  });
  return document.toJS({ maxAliasCount: -1 });
}

/** Tags of collections pass as they are. */
function exact(tag: ScalarTag): ScalarTag {
  if (!NUMBERS.has(tag.tag)) return tag;
  return {
    ...tag,
    resolve: (source, onError, options) => {
      const digits = source.replace(/^\+/, '');
      return JSON_NUMBER.test(digits)
        ? new LosslessNumber(digits)
        : tag.resolve(source, onError, options);
    },
  };
}
