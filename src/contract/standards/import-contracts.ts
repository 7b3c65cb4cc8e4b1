import { fail, invariant, ok, type Result } from '#kernel';
import { readContractText } from '../contract-text.js';
import { fromAsyncApi } from './from-asyncapi.js';
import { fromOdcs } from './from-odcs.js';
import { type Imported } from './imported.js';
import { isMembers, losslessFrom } from './lossless-text.js';
import { NotImportable } from './not-importable.js';

/** A standard contracts can be made of. */
export interface ImportedStandard {
  readonly name: string;
  /** Whether a document says that it is of this standard. */
  readonly isSaidBy: (document: unknown) => boolean;
  readonly read: (document: unknown) => Imported;
}

export const importedStandards: Readonly<Record<'asyncapi' | 'odcs', ImportedStandard>> = {
  asyncapi: {
    name: 'AsyncAPI',
    isSaidBy: (document) => isMembers(document) && 'asyncapi' in document,
    read: fromAsyncApi,
  },
  odcs: {
    name: 'ODCS',
    isSaidBy: (document) => isMembers(document) && document['kind'] === 'DataContract',
    read: fromOdcs,
  },
};

const NEITHER =
  'it says neither "asyncapi: 3.0.0" nor "kind: DataContract", so nobody knows how to read it.';

/**
 * Contracts made of a document of another standard, in JSON or YAML; of the one it says it is of
 * unless one is named. Refused with half a sentence, as after "it cannot be read:".
 */
export function importContracts(
  text: string,
  standard?: ImportedStandard,
): Result<Imported, string> {
  if (text.trim() === '') return fail('it is empty.');
  const read = readContractText(text);
  if (!read.ok) return fail(read.error.map(({ message }) => message).join(' '));
  const json = read.value.json('');
  const document = json === undefined ? read.value.value : losslessFrom(json);
  const named =
    standard ?? Object.values(importedStandards).find((each) => each.isSaidBy(document));
  if (!named) return fail(NEITHER);
  try {
    return ok(named.read(document));
  } catch (error) {
    invariant(error instanceof NotImportable, `a document is read or refused: ${String(error)}`);
    return fail(error.message);
  }
}
