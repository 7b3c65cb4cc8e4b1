import type { Contract } from '#contract';
import type { PublishedContract } from '#registry';

export interface ContractWishes {
  readonly id?: string;
  readonly version?: number;
  readonly schema?: unknown;
  readonly contract?: Partial<Contract>;
}

/** A published contract for unit tests: everything by default, and what the test is about. */
export function sampleContract({
  id = 'orders.placed',
  version = 1,
  schema = true,
  contract,
}: ContractWishes = {}): PublishedContract {
  return {
    id,
    version,
    schemaId: version,
    schemaVersion: version,
    source: { type: 'JSON', text: JSON.stringify(schema), references: [] },
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
      schema: { type: 'JSON', subject: 'orders-value', references: [] },
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
