import { fail, ok } from '#kernel';
import { type ReadSchema, type Validator } from '../language.js';
import { type Payload } from '../payload.js';
import { jsonBytesJudge } from './bytes/judge-bytes.js';
import { inOneDialect } from './one-dialect.js';
import { rootOf } from './read.js';

/**
 * Events of a JSON Schema as text. Whoever has a value made of it has looked that it is JSON and may
 * be parsed.
 */
export function jsonPayload(schema: ReadSchema, validator: Validator): Payload {
  return {
    ...jsonBytesJudge(inOneDialect(rootOf(schema).documents)),
    read: (bytes) => {
      const value: unknown = JSON.parse(asBuffer(bytes).toString('utf8'));
      const violations = validator.explain(value);
      return violations.length === 0 ? ok({ value, undeclared: [] }) : fail(violations);
    },
  };
}

const asBuffer = ({ buffer, byteOffset, length }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, length);
