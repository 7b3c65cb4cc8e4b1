import type { Stage } from '../journey.js';
import { refuse, type Violation } from '../verdict.js';

/** Does a key that names a schema have its form? Others are bytes, and anything they like. */
export const validateKey: Stage = ({ keyPayload, checks }) => {
  if (!keyPayload) return undefined;
  const fault = keyPayload.fault();
  if (fault) return refuse(fault.reason, { message: `In the key: ${fault.message}` });
  const read = keyPayload.read();
  checks.push({ check: 'key schema', passed: read.ok });
  if (read.ok) return undefined;
  const found = read.error.map(({ pointer, keyword, message }): Violation => ({
    code: keyword,
    pointer,
    message: `In the key: ${message}`,
  }));
  return refuse('SCHEMA_VIOLATION', found[0] && { message: found[0].message }, found);
};
