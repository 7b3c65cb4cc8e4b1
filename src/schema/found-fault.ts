import { placeInJsonText } from './json-text.js';
import { type SchemaFault, type SchemaSource } from './language.js';

/** A fault before it is known in which text, line and column it stands. */
export interface FoundFault {
  readonly code: string;
  /** Name of the referenced document; empty for the schema itself. */
  readonly document: string;
  readonly pointer: string;
  readonly message: string;
}

/** More faults than a person repairs at once. */
export const FAULTS_MAX = 20;

export const inDocument = (
  name: string,
  message: string,
): Pick<SchemaFault, 'document' | 'message'> =>
  name === ''
    ? { message }
    : { document: name, message: `In the referenced schema "${name}": ${message}` };

/** Adds the place in the text, where the fault stands in a text that was given. */
export function located(
  { code, document, pointer, message }: FoundFault,
  source: SchemaSource,
): SchemaFault {
  const text =
    document === '' ? source.text : source.references.find(({ name }) => name === document)?.text;
  const place = text === undefined ? undefined : placeInJsonText(text, pointer);
  return { code, pointer, ...inDocument(document, message), ...place };
}
