import { OWN_FORM } from '#schema';
import type { ContractsInForce } from '../contract-in-force.js';
import type { Expect, ExpectedSchema } from '../expected-schema.js';

/** The own schema of the only contract that can be meant; of several nobody knows yet. */
export function expectSchema(topic: string | undefined, contracts: ContractsInForce): Expect {
  let last:
    { readonly type: string | undefined; readonly found: ExpectedSchema | undefined } | undefined;
  return (type) => {
    // Events of one request are mostly of one type.
    if (!last || last.type !== type) last = { type, found: expected({ topic, type }, contracts) };
    return last.found;
  };
}

function expected(
  { topic, type }: { readonly topic: string | undefined; readonly type: string | undefined },
  contracts: ContractsInForce,
): ExpectedSchema | undefined {
  const meant = topic === undefined ? contracts.byType(type ?? '') : contracts.byTopic(topic);
  const [only] = meant;
  // Where nothing is enforced nobody asks, and a schema would be compiled for nothing.
  if (!only || meant.length > 1 || only.contract.enforcement.mode === 'off') return undefined;
  const prepared = only.schemas.find(undefined, OWN_FORM);
  if (typeof prepared === 'string' || !prepared.payload.endOfValid) return undefined;
  return { promise: only, prepared, isOpen: only.contract.undeclared === 'allow' };
}
