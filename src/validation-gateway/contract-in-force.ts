import type { CompiledRule, Contract, Rate, Stickiness, ValueRule } from '#contract';
import type { EnforcedContract } from '#registry';
import type { Payload, PayloadForm, ReadSchema, SchemaType } from '#schema';
import type { SchemaName } from './payload.js';

/** What was made of a schema. */
export interface PreparedSchema {
  readonly schema: ReadSchema;
  readonly payload: Payload & {
    /** What is known already of a value that was refused of late: nobody has to look again. */
    readonly refusedBefore?: (bytes: Uint8Array) => ReturnType<Payload['read']> | undefined;
  };
  /** The Confluent id it is known by. */
  readonly id: number;
}

/**
 * The schemas a contract takes events of: its own, and what it accepts beside it. Each is compiled
 * at its first event.
 */
export interface AcceptedSchemas {
  readonly isEmpty: boolean;
  /** The language of the schema a name means. */
  typeOf(name: SchemaName): SchemaType | undefined;
  /**
   * The one an event names, or the contract's own where it names none.
   *
   * `unusable`: it cannot be compiled here. `no-message`: it has no such message.
   */
  find(
    name: SchemaName | undefined,
    form: PayloadForm,
  ): PreparedSchema | 'not-accepted' | 'unusable' | 'no-message';
  /** Forgets what was compiled; it would be compiled again. */
  release(): void;
}

/** A rule of a contract, compiled once per contract version; not at all where it cannot be. */
export interface RuleInForce {
  readonly rule: ValueRule;
  readonly compiled: CompiledRule | undefined;
}

/** A contract as the road uses it. */
export interface ContractInForce {
  readonly published: EnforcedContract;
  readonly contract: Contract;
  readonly ref: { readonly id: string; readonly version: number };
  /**
   * Whether events of its topic are held against what was admitted before. Then all of them leave
   * by the log, this contract's or not: order is kept per topic.
   */
  readonly isTopicGuarded: boolean;
  readonly schemas: AcceptedSchemas;
  /** Those of the keys of its topic; none where keys are bytes. */
  readonly keySchemas: AcceptedSchemas;
  readonly rules: readonly RuleInForce[];
  /** Whether nothing is left to ask of an event of its form; and no other policy asks either. */
  readonly asksForFormOnly: boolean;
  /** The largest value it takes, where it says so. */
  readonly sizeBytes?: number | undefined;
  /** How fast one producer may send, where it says so; and as it is written. */
  readonly rate?: { readonly text: string; readonly rate: Rate } | undefined;
  /** What is tried beside it, unless it was stopped. */
  readonly rollout?: RolloutInForce | undefined;
}

/** Another policy that is tried on the events of a contract. */
export interface RolloutInForce {
  /** The same contract with that policy. */
  readonly candidate: ContractInForce;
  /** Of the policy, whatever version declares it. */
  readonly name: string;
  /** Of what is drawn: how much of it the candidate decides. */
  readonly percent: number;
  readonly stickiness: Stickiness;
}

/** Every contract at one moment. A request is judged with one of these from start to end. */
export interface ContractsInForce {
  readonly revision: number;
  readonly all: readonly ContractInForce[];
  byTopic(topic: string): readonly ContractInForce[];
  byType(type: string): readonly ContractInForce[];
  byId(id: string): ContractInForce | undefined;
}
