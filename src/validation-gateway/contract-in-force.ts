import type { Contract } from '#contract';
import type { PublishedContract } from '#registry';
import type { ReadSchema, Validator } from '#schema';

/** What was made of a schema, once per contract version. */
export interface PreparedSchema {
  readonly schema: ReadSchema;
  readonly validator: Validator;
}

/** A contract as the road uses it. */
export interface ContractInForce {
  readonly published: PublishedContract;
  readonly contract: Contract;
  readonly ref: { readonly id: string; readonly version: number };
  /**
   * Whether events of its topic are held against what was admitted before. Then all of them leave
   * by the log, this contract's or not: order is kept per topic.
   */
  readonly isTopicGuarded: boolean;
  /** Compiled on first use; `undefined` when the schema cannot be compiled here. */
  readonly prepared: () => PreparedSchema | undefined;
}

/** Every contract at one moment. A request is judged with one of these from start to end. */
export interface ContractsInForce {
  readonly revision: number;
  readonly all: readonly ContractInForce[];
  byTopic(topic: string): readonly ContractInForce[];
  byType(type: string): readonly ContractInForce[];
  byId(id: string): ContractInForce | undefined;
}
