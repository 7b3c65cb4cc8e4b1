import { limits } from '#kernel';
import { type ReadSchema, type Validator } from '../language.js';
import { JsonReading } from './from-json.js';
import { protobufRootOf } from './protobuf-root.js';

/** Looks at events of the message the schema means, in the JSON mapping. */
export function protobufValidator(schema: ReadSchema): Validator {
  const root = protobufRootOf(schema);
  const look = (value: unknown, most: number) => {
    const reading = new JsonReading(root, most);
    const { message } = root;
    if (message) reading.message(message, value, { pointer: '', depth: 0, at: message.at });
    else
      reading.refuse(
        { pointer: '', depth: 0, at: root.file.at },
        'message',
        'The schema declares no such message, so nothing is an event of it.',
      );
    return reading.found;
  };
  return {
    isValid: (value) => look(value, 1).length === 0,
    explain: (value) => look(value, limits.violationsPerEvent.value),
  };
}
