import { fail, ok } from '#kernel';
import { TELLS_NOTHING } from '../bytes/bytes-judge.js';
import { type Validator } from '../language.js';
import { type Payload } from '../payload.js';

/** Events of a JSON Schema. Whoever asks has made sure that the bytes are JSON and may be parsed. */
export function jsonPayload(validator: Validator): Payload {
  return {
    ...{ tier: { name: 'value', untold: [] }, ...TELLS_NOTHING },
    read: (bytes) => {
      const value: unknown = JSON.parse(
        Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'),
      );
      if (validator.isValid(value)) return ok({ value, undeclared: [] });
      return fail(validator.explain(value));
    },
  };
}
