import type { SchemaSource } from '#schema';
import { type Contract } from '../contract.js';

/** A contract that leaves in the words of another standard, with its schema. */
export interface ExportedContract {
  readonly contract: Contract;
  readonly source: SchemaSource;
  /** Where a registry gave it one. */
  readonly version?: number;
}

/** The contract without its schema’s text and without the file it stands in: both leave by themselves. */
export function withoutText({ contract }: ExportedContract): object {
  const { file: _file, definition: _definition, ...schema } = contract.schema;
  return { ...contract, schema };
}
