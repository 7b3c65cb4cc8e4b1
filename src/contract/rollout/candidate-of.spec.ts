import { describe, expect, it } from '@jest/globals';
import { invariant } from '#kernel';
import type { Contract } from '../contract.js';
import { contractOf } from '../../../test/support/contract-of.js';
import { candidateOf, policyName, stickinessOf } from './candidate-of.js';

const entity = { type: 'order', key: '/orderId', version: '/version' };

describe('the candidate of a contract', () => {
  it('is the contract with what is different, every default filled in, and without a candidate', () => {
    const rules = [{ name: 'named', cel: 'id != ""' }];
    const whole = contractOf({
      semantics: { entity, conflict: { policy: 'reject' } },
      rollout: { candidate: { rules, semantics: { conflict: { policy: 'last-writer-wins' } } } },
    });
    const candidate = candidateOf(whole);
    const { rollout: _rollout, ...inForce } = whole;
    expect(candidate).toEqual({
      ...inForce,
      semantics: { ...inForce.semantics, conflict: { policy: 'last-writer-wins' } },
      rules: [{ ...rules[0], mode: 'enforce', onFailure: 'quarantine' }],
    });
    expect(candidateOf(JSON.parse(JSON.stringify(whole)) as Contract)).toEqual(candidate);
  });

  it('is none where nothing is tried', () => expect(candidateOf(contractOf({}))).toBeUndefined());

  it('is none where a later release wrote what this one cannot read', () => {
    const { rollout, ...rest } = contractOf({ rollout: { candidate: { undeclared: 'refuse' } } });
    const later = { ...rollout, candidate: { undeclared: 'of-a-later-release' } };
    expect(candidateOf({ ...rest, rollout: later } as Contract)).toBeUndefined();
  });

  it('is known by one name, whichever version declares it, as is the contract it becomes', () => {
    const shadow = contractOf({ rollout: { candidate: { undeclared: 'refuse' } } });
    const tenth = contractOf({
      description: { purpose: 'Says more.' },
      rollout: { candidate: { undeclared: 'refuse' }, percent: 10 },
    });
    const [one, other] = [candidateOf(shadow), candidateOf(tenth)];
    invariant(one && other, 'both try something');
    expect(policyName(one)).toMatch(/^[0-9a-f]{16}$/);
    expect(policyName(other)).toBe(policyName(one));
    expect(policyName(contractOf({ undeclared: 'refuse' }))).toBe(policyName(one));
    expect(policyName(shadow)).not.toBe(policyName(one));
  });

  it('is drawn by entity where there is one, else by key', () => {
    const rollout = { candidate: { undeclared: 'refuse' } };
    expect(stickinessOf(contractOf({ rollout }))).toBe('key');
    expect(stickinessOf(contractOf({ rollout, semantics: { entity } }))).toBe('entity.key');
    expect(stickinessOf(contractOf({ rollout: { ...rollout, stickiness: 'producer' } }))).toBe(
      'producer',
    );
  });
});
