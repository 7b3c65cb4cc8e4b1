import type { Contract } from '#contract';
import type { EnforcedContract } from '#registry';
import type { SchemaSource } from '#schema';

export interface ContractWishes {
  readonly id?: string;
  readonly version?: number;
  /** Of a JSON Schema. */
  readonly schema?: unknown;
  /** Of any other. */
  readonly source?: SchemaSource;
  readonly contract?: Partial<Contract>;
}

export const guidOf = (id: number): string =>
  `00000000-0000-0000-0000-${id.toString(16).padStart(12, '0')}`;

/** A published contract for unit tests: everything by default, and what the test is about. */
export function sampleContract({
  id = 'orders.placed',
  version = 1,
  schema = true,
  contract,
  source = { type: 'JSON', text: JSON.stringify(schema), references: [] },
}: ContractWishes = {}): EnforcedContract {
  return {
    id,
    version,
    schemaId: version,
    schemaVersion: version,
    source,
    accepted: [{ id: version, guid: guidOf(version), version, source }],
    keys: [],
    publishedAt: new Date(0),
    publishedBy: 'test',
    contract: {
      id,
      name: id,
      status: 'active',
      owner: { team: 'orders' },
      description: {},
      tags: [],
      criticality: 'normal',
      schema: { type: source.type, subject: 'orders-value', references: [] },
      channel: { topic: 'orders', partitions: 3, cleanup: 'delete' },
      compatibility: { mode: 'BACKWARD', window: 'all', enums: 'closed' },
      undeclared: 'allow',
      producers: [],
      semantics: { kind: 'event', delivery: 'at-least-once' },
      fields: {},
      rules: [],
      enforcement: { mode: 'enforce', percent: 100 },
      ...contract,
    },
  };
}
