import { postText, postTextExactly } from './fetch-json';

export type Standard = 'asyncapi' | 'odcs';

/** A contract as it would be published; the pages look at its id only. */
export interface ImportedContract {
  readonly id: string;
  readonly name?: string;
}

export interface ImportedContracts {
  readonly contracts: readonly ImportedContract[];
  /** What is to be completed, in sentences. */
  readonly notes: readonly string[];
  /** JSON Pointers of what a contract has no place for. */
  readonly lost: readonly string[];
}

export interface PublishedVersion {
  readonly version: number;
}

/** Every document says what it is; nothing where it says neither. */
export function standardOf(text: string): Standard | undefined {
  if (/^\s*["']?asyncapi["']?\s*:/m.test(text)) return 'asyncapi';
  return /^\s*["']?kind["']?\s*:\s*["']?DataContract\b/m.test(text) ? 'odcs' : undefined;
}

/** @param text JSON or YAML; nothing is stored */
export const importContracts = (text: string, standard: Standard): Promise<ImportedContracts> =>
  postTextExactly(`/v1/imports/${standard}`, text, 'application/yaml');

export const publishContract = (contract: ImportedContract): Promise<PublishedVersion> =>
  postText('/v1/contracts', JSON.stringify(contract));
