import { type Contract } from './contract.js';
import { gapWait } from './gap-wait.js';

/** A part of a contract that promises something about events. */
export interface ContractBlock {
  /** As in the document, dots between the levels. */
  readonly name: string;
  /** What the gateway holds producers to. */
  readonly promise: string;
  /** Whether this release's gateway checks it; else it is recorded and shown only. */
  readonly isEnforced: boolean;
  readonly isDeclared: (contract: Contract) => boolean;
}

const always = (): boolean => true;

/** Every promise a contract can make, so that nobody takes a recorded one for an enforced one. */
export const contractBlocks: readonly ContractBlock[] = [
  {
    name: 'schema',
    promise: 'Events have the declared shape.',
    isEnforced: true,
    isDeclared: always,
  },
  {
    name: 'schema.message',
    promise: 'Of several messages in one file, events are the named one.',
    isEnforced: true,
    isDeclared: (c) => c.schema.message !== undefined,
  },
  {
    name: 'undeclared',
    promise: 'Fields outside the schema are refused, warned about or allowed.',
    isEnforced: true,
    isDeclared: always,
  },
  {
    name: 'compatibility.formats',
    promise: 'A text may be of another form than its "format" says.',
    isEnforced: true,
    isDeclared: (c) => c.compatibility.formats === 'annotate',
  },
  {
    name: 'compatibility.enums',
    promise: 'A value may be one that its "enum" does not list.',
    isEnforced: true,
    isDeclared: (c) => c.compatibility.enums === 'open',
  },
  {
    name: 'envelope',
    promise: 'Events arrive in the declared envelope and type.',
    isEnforced: true,
    isDeclared: (c) => c.envelope !== undefined,
  },
  {
    name: 'channel.key',
    promise: 'Events with the same key share a partition.',
    isEnforced: true,
    isDeclared: (c) => c.channel.key !== undefined,
  },
  {
    name: 'channel.retention',
    promise:
      'The event log keeps events for the declared time, and no longer. A Kafka topic keeps its own setting.',
    isEnforced: true,
    isDeclared: (c) => c.channel.retention !== undefined,
  },
  {
    name: 'channel.compaction',
    promise: 'Of each key the latest event is kept.',
    isEnforced: false,
    isDeclared: (c) => c.channel.cleanup === 'compact',
  },
  {
    name: 'fields.deprecated',
    promise: 'Sending a deprecated field is warned about.',
    isEnforced: true,
    isDeclared: (c) =>
      Object.values(c.fields).some(({ deprecatedOn }) => deprecatedOn !== undefined),
  },
  {
    name: 'enforcement.mode',
    promise: 'Verdicts refuse, are only recorded, or are off.',
    isEnforced: true,
    isDeclared: always,
  },
  {
    name: 'producers',
    promise: 'Only the named producers may write.',
    isEnforced: true,
    isDeclared: (c) => c.producers.length > 0,
  },
  {
    name: 'semantics.entity',
    promise: 'The versions of an entity rise.',
    isEnforced: true,
    isDeclared: (c) => c.semantics.entity !== undefined,
  },
  {
    name: 'semantics.entity.gap',
    promise: 'A skipped version is waited for, and then the events are in order.',
    isEnforced: true,
    isDeclared: (c) => gapWait(c.semantics.entity?.gap) !== undefined,
  },
  {
    name: 'semantics.entity.canonical',
    promise: 'The latest state of every entity is kept, and can be asked for.',
    isEnforced: true,
    isDeclared: (c) => c.semantics.entity?.canonical === true,
  },
  {
    name: 'semantics.operation',
    promise: 'Operations are the declared ones, and an older event brings nothing deleted back.',
    isEnforced: true,
    isDeclared: (c) => c.semantics.operation !== undefined,
  },
  {
    name: 'semantics.transitions',
    promise: 'States change along the graph only.',
    isEnforced: true,
    isDeclared: (c) => c.semantics.transitions !== undefined,
  },
  {
    name: 'semantics.delivery',
    promise: 'Events are neither lost nor repeated.',
    isEnforced: true,
    isDeclared: (c) => c.semantics.delivery === 'effectively-once',
  },
  {
    name: 'semantics.delivery.at-most-once',
    promise: 'No event is sent again that may be stored already; it may be lost.',
    isEnforced: true,
    isDeclared: (c) => c.semantics.delivery === 'at-most-once',
  },
  {
    name: 'semantics.dedup',
    promise: 'A repeated event is recognised.',
    isEnforced: true,
    isDeclared: (c) => c.semantics.dedup !== undefined,
  },
  {
    name: 'semantics.conflict',
    promise: 'Concurrent writes are settled by the policy.',
    isEnforced: true,
    isDeclared: (c) =>
      c.semantics.conflict !== undefined && c.semantics.conflict.policy !== 'merge',
  },
  {
    name: 'semantics.conflict.merge',
    promise: 'Concurrent writes are merged field by field, and the merged state stands.',
    isEnforced: true,
    isDeclared: (c) => c.semantics.conflict?.policy === 'merge',
  },
  {
    name: 'semantics.staleness',
    promise: 'Events arrive within the declared time.',
    isEnforced: false,
    isDeclared: (c) => c.semantics.staleness !== undefined,
  },
  {
    name: 'limits.size',
    promise: 'An event is no larger than agreed.',
    isEnforced: true,
    isDeclared: (c) => c.limits?.size !== undefined,
  },
  {
    name: 'limits.rate',
    promise: 'No producer sends more, or faster, than agreed.',
    isEnforced: true,
    isDeclared: (c) => c.limits?.rate !== undefined,
  },
  {
    name: 'retry',
    promise: 'Whoever is told to come again is told so spread over the declared time.',
    isEnforced: true,
    isDeclared: (c) => c.retry !== undefined,
  },
  {
    name: 'fields.sunset',
    promise: 'A field is refused after its sunset.',
    isEnforced: true,
    isDeclared: (c) => Object.values(c.fields).some(({ sunsetOn }) => sunsetOn !== undefined),
  },
  {
    name: 'rules',
    promise: 'Every rule holds for every event.',
    isEnforced: true,
    isDeclared: (c) => c.rules.length > 0,
  },
  {
    name: 'enforcement.percent',
    promise: 'Only a share of the events is enforced.',
    isEnforced: true,
    isDeclared: (c) => c.enforcement.percent < 100,
  },
  {
    name: 'enforcement.rollbackAbove',
    promise: 'Enforcement steps back when too much is refused.',
    isEnforced: true,
    isDeclared: (c) => c.enforcement.rollbackAbove !== undefined,
  },
  {
    name: 'enforcement.promoteBelow',
    promise: 'It is not enforced while too much would have been refused.',
    isEnforced: true,
    isDeclared: (c) => c.enforcement.promoteBelow !== undefined,
  },
  {
    name: 'enforcement.deadLetterTopic',
    promise: 'A copy of each refused event goes to another topic.',
    isEnforced: true,
    isDeclared: (c) => c.enforcement.deadLetterTopic !== undefined,
  },
  {
    name: 'rollout',
    promise: 'Another policy is compared with the one in force, and decides for a share.',
    isEnforced: true,
    isDeclared: (c) => c.rollout !== undefined,
  },
  {
    name: 'deprecation',
    promise: 'The contract ends on its sunset.',
    isEnforced: true,
    isDeclared: (c) => c.deprecation !== undefined,
  },
];

/** Promises a contract makes that this release's gateway records but does not check. */
export const blocksNotEnforced = (contract: Contract): readonly ContractBlock[] =>
  contractBlocks.filter((block) => !block.isEnforced && block.isDeclared(contract));
