import type { Contract } from './contract.js';
import { schemaFormats } from './schema-formats.js';

/** The contract as `readContract` takes it again; a schema that is not in it is its subject's. */
export function contractAsDocument({ schema, ...rest }: Contract): object {
  const { type, ...kept } = schema;
  return {
    ...{ apiVersion: 'concordat/v1', kind: 'EventContract', ...rest },
    schema: { format: schemaFormats[type], ...kept },
  };
}
