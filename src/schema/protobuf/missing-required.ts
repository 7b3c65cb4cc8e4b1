import { appendPointer } from '../json-pointer.js';
import { MessageDatum } from './message-datum.js';
import { type MessageType } from './proto-type.js';

/** The first required field that is not set, however deep. */
export function missingRequired(
  datum: MessageDatum,
  pointer = '',
): { pointer: string; message: string } | undefined {
  for (const field of requiredOf(datum.type))
    if (!datum.values.has(field))
      return {
        pointer: appendPointer(pointer, field.name),
        message: `The required field "${field.name}" of "${datum.type.name}" is missing.`,
      };
  for (const [{ name }, value] of datum.values) {
    const at = appendPointer(pointer, name);
    const inner = value instanceof MessageDatum ? [[undefined, value] as const] : entriesOf(value);
    for (const [step, each] of inner) {
      if (!(each instanceof MessageDatum)) break;
      const missing = missingRequired(each, step === undefined ? at : appendPointer(at, step));
      if (missing) return missing;
    }
  }
  return undefined;
}

function entriesOf(value: unknown): Iterable<readonly [string, unknown]> {
  if (value instanceof Map) return [...value].map(([key, each]) => [String(key), each] as const);
  return Array.isArray(value) ? value.map((each, index) => [String(index), each] as const) : [];
}

const required = new WeakMap<MessageType, MessageType['fields']>();

function requiredOf(type: MessageType): MessageType['fields'] {
  const known = required.get(type) ?? type.fields.filter(({ presence }) => presence === 'required');
  required.set(type, known);
  return known;
}
