import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../contract.js';
import { readContract } from '../read-contract.js';
import { candidateOf } from './candidate-of.js';

const contractOf = (changes: object = {}): Contract => {
  const read = readContract({
    ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'orders' },
    ...{ owner: { team: 'orders' }, channel: { topic: 'orders' }, ...changes },
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};

describe('the policy a contract tries beside its own', () => {
  it('is none where it tries none', () => {
    expect(candidateOf(contractOf())).toBeUndefined();
  });

  it('is the contract with what the candidate says laid over it', () => {
    const contract = contractOf({
      rollout: { candidate: { undeclared: 'refuse' }, percent: 10 },
    });
    expect(candidateOf(contract)).toMatchObject({ id: 'orders', undeclared: 'refuse' });
    expect(candidateOf(contract)?.rollout).toBeUndefined();
  });

  it('is none where a later release wrote what this one cannot read', () => {
    const { rollout, ...rest } = contractOf({
      rollout: { candidate: { undeclared: 'refuse' }, percent: 10 },
    });
    const later = { ...rollout, candidate: { undeclared: 'of-a-later-release' } };
    expect(candidateOf({ ...rest, rollout: later } as Contract)).toBeUndefined();
  });
});
