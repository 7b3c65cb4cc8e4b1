import type { ContractInForce, PreparedSchema } from './contract-in-force.js';

/**
 * What a value will most likely be held to, told before its event is whole: whoever looks for the end
 * of the value judges it on the way, and nobody walks it twice. It decides nothing: what the contract
 * asks is found out as ever, and counts as proven where it is this very schema.
 */
export interface ExpectedSchema {
  /** Of which contract it is. */
  readonly promise: ContractInForce;
  readonly prepared: PreparedSchema;
  /** Whether the contract lets an event carry what the schema does not declare. */
  readonly isOpen: boolean;
}

/** @param type of the event, where it is known by then */
export type Expect = (type: string | undefined) => ExpectedSchema | undefined;
