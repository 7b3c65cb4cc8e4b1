import { hash } from 'node:crypto';
import { fail, invariant, ok, type Result } from '#kernel';
import { canonicalContract } from '../canonical-contract.js';
import type { Contract, Stickiness } from '../contract.js';
import { policyDocument } from '../contract-document.js';
import type { ContractFault } from '../contract-fault.js';
import { faultsOf } from '../document-faults.js';
import { mergePatch } from './merge-patch.js';

const BLOCKS = Object.keys(policyDocument.shape) as (keyof typeof policyDocument.shape)[];
const NAME_CHARACTERS = 16;

/** The contract as its candidate would have it, every default filled in; it tries no other. */
export function readCandidate(contract: Contract): Result<Contract, readonly ContractFault[]> {
  const { rollout, ...inForce } = contract;
  invariant(rollout, 'a contract that tries another policy says which');
  const laid = mergePatch(blocksOf(inForce), rollout.candidate);
  const shaped = policyDocument.safeParse(laid);
  if (!shaped.success) return fail(faultsOf(shaped.error, policyDocument, laid));
  const rest = Object.entries(inForce).filter(([name]) => !BLOCKS.some((block) => block === name));
  return ok({ ...Object.fromEntries(rest), ...shaped.data } as unknown as Contract);
}

/** `undefined`: it tries nothing, or what no release of this age can read. */
export function candidateOf(contract: Contract): Contract | undefined {
  if (!contract.rollout) return undefined;
  const read = readCandidate(contract);
  return read.ok ? read.value : undefined;
}

/** Sixteen hexadecimal digits; the same for the same policy, whatever version declares it. */
export const policyName = (contract: Contract): string =>
  hash('sha256', canonicalContract(blocksOf(contract))).slice(0, NAME_CHARACTERS);

/** What is drawn for the share of the candidate. */
export const stickinessOf = ({ rollout, semantics }: Contract): Stickiness =>
  rollout?.stickiness ?? (semantics.entity ? 'entity.key' : 'key');

const blocksOf = (contract: Contract): object =>
  Object.fromEntries(
    BLOCKS.flatMap((name) => (contract[name] === undefined ? [] : [[name, contract[name]]])),
  );
