import { describe, expect, it } from '@jest/globals';
import type { Contract } from '#contract';
import { checksOfVerdict, type ExplainedCheck } from './checks-of-verdict.js';
import { reasons } from '../reasons.js';
import { roadChecks } from '../road-checks.js';
import { PipelineInABox } from '../testing/pipeline-in-a-box.js';
import { type ContractWishes, sampleContract } from '../testing/sample-contract.js';

type Told = Parameters<typeof checksOfVerdict>[0];
const because = (code: string): Told => ({ reasons: [{ code, pointer: '', message: code }] });

function outcomes(told: Told, wishes: ContractWishes['contract'] = {}, hadSteppedBack = false) {
  const { contract } = sampleContract({ contract: wishes });
  const checks = checksOfVerdict(told, { contract, hadSteppedBack });
  return Object.fromEntries(checks.map(({ check, outcome }) => [check, outcome]));
}

const versioned: Pick<Contract, 'semantics'> = {
  semantics: {
    ...{ kind: 'event', delivery: 'at-least-once' },
    entity: { type: 'order', key: '/id', version: '/version' },
  },
};
const rule = { name: 'small', cel: 'x < 9', mode: 'enforce', onFailure: 'quarantine' } as const;
const dated = { fields: { '/old': { deprecatedOn: '2020-01-01' } } };

describe('the checks of the road', () => {
  it('account for every reason there is, each by one of them', () => {
    const codes = roadChecks.flatMap((row) => row.reasons);
    expect([...codes].sort()).toEqual(Object.keys(reasons).sort());
    expect(new Set(roadChecks.map(({ check }) => check)).size).toBe(roadChecks.length);
  });

  it('are told as they were made', async () => {
    const schema = { required: ['id'], properties: { id: true } };
    const contract = { rules: [rule], limits: { size: '1KiB' } };
    const promised = sampleContract({ schema, contract });
    const box = new PipelineInABox(promised);
    const values = [
      '{"id":1,"x":4}',
      '{"x":4}',
      '{"id":1,"x":10}',
      `{"id":"${'n'.repeat(2_000)}"}`,
    ];
    for (const { checks, refusal } of await box.records(values)) {
      const explained = checksOfVerdict(refusal ? because(refusal.reason) : { letPass: [] }, {
        ...{ contract: promised.contract, hadSteppedBack: false },
      });
      const made = checks.map(({ check, passed }) => [
        check.replace(/^rule .*/, 'rules'),
        passed ? 'passed' : 'refused',
      ]);
      const names = roadChecks.map(({ check }) => check);
      const places = made.map(([check = '']) => names.indexOf(check));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      for (const [check, outcome] of made.filter(([each]) => isAsked(explained, each)))
        expect([check, outcomeOf(explained, check)]).toEqual([check, outcome]);
    }
  });
});

const outcomeOf = (checks: readonly ExplainedCheck[], name = '') =>
  checks.find(({ check }) => check === name)?.outcome;
const isAsked = (checks: readonly ExplainedCheck[], name = '') =>
  outcomeOf(checks, name) !== 'not declared';

describe('a verdict of long ago', () => {
  it('that accepted says each declared check as passed, and which were not declared', () => {
    expect(outcomes({ letPass: [] }, { ...versioned, rules: [rule] })).toMatchObject({
      ...{ contract: 'passed', schema: 'passed', entity: 'passed', version: 'passed' },
      ...{ rules: 'passed', history: 'passed', custody: 'passed' },
      ...{ undeclared: 'not declared', clock: 'not declared', rate: 'not declared' },
    });
  });

  it('that refused gives the reason at one check, and tells nothing of later ones', () => {
    const wishes = { ...versioned, limits: { rate: '5/s' } };
    const { contract } = sampleContract({ contract: wishes });
    const told = because('ENTITY_VERSION_MISSING');
    const checks = checksOfVerdict(told, { contract, hadSteppedBack: false });
    expect(checks.filter(({ reason }) => reason)).toMatchObject([
      { check: 'version', outcome: 'refused', reason: { code: 'ENTITY_VERSION_MISSING' } },
    ]);
    expect(outcomes(told, wishes)).toMatchObject({
      ...{ entity: 'passed', tombstone: 'passed', rate: 'passed' },
      ...{ operation: 'not declared', history: 'not told', custody: 'not told' },
    });
  });

  it('does not call passed what may have warned and was not kept', () => {
    const warning: Partial<Contract> = {
      ...dated,
      undeclared: 'warn',
      status: 'deprecated',
      rules: [{ ...rule, mode: 'warn' }],
    };
    const doubtful = { undeclared: 'not told', fields: 'not told', sunset: 'not told' };
    expect(outcomes({}, warning)).toMatchObject({ ...doubtful, rules: 'not told' });
    expect(outcomes(because('KEY_MISSING'), warning)).toMatchObject({
      ...{ ...doubtful, schema: 'passed', type: 'not declared' },
    });
    expect(outcomes({ letPass: ['UNDECLARED_FIELD', 'DEPRECATED_FIELD'] }, warning)).toMatchObject({
      ...{ undeclared: 'let pass', fields: 'let pass', sunset: 'passed', rules: 'passed' },
    });
    expect(outcomes({ letPass: ['RULE_BROKEN', 'CONTRACT_DEPRECATED'] }, warning)).toMatchObject({
      ...{ rules: 'let pass', sunset: 'let pass', custody: 'passed', undeclared: 'passed' },
    });
  });

  it.each([
    ['warns', { mode: 'warn', percent: 100 }, false],
    ['enforces for some keys', { mode: 'enforce', percent: 50 }, false],
    ['had stepped back', { mode: 'enforce', percent: 100 }, true],
  ] as const)('of a contract that %s is told as far as it is known', (_, enforcement, stepped) => {
    const wishes = { ...versioned, enforcement, undeclared: 'refuse' } as const;
    expect(outcomes({}, wishes, stepped)).toMatchObject({
      ...{ schema: 'not told', version: 'not told', history: 'not told', custody: 'passed' },
    });
    const late = { letPass: ['STALE_VERSION'] };
    expect(outcomes(late, wishes, stepped)).toMatchObject({
      ...{ schema: 'passed', version: 'passed', history: 'let pass', custody: 'passed' },
    });
    const open = { letPass: ['UNDECLARED_FIELD'] };
    expect(outcomes(open, wishes, stepped)).toMatchObject({
      ...{ schema: 'passed', undeclared: 'let pass', version: 'not told', history: 'passed' },
    });
    expect(outcomes(because('NOT_WRITABLE'), wishes, stepped)).toMatchObject({
      ...{ schema: 'not told', custody: 'refused' },
    });
  });

  it('of a broken rule that is enforced elsewhere ends the journey there', () => {
    const enforcement = { mode: 'warn', percent: 100 } as const;
    const limits = { rate: '5/s' };
    const broken = { letPass: ['RULE_BROKEN'] };
    expect(outcomes(broken, { rules: [rule], enforcement, limits })).toMatchObject({
      ...{ rules: 'let pass', rate: 'not told' },
    });
  });

  it('of a contract that is off asks only for what no broker could take', () => {
    const off = { enforcement: { mode: 'off', percent: 100 } } as const;
    expect(outcomes({ letPass: [] }, off)).toMatchObject({
      ...{ schema: 'not declared', custody: 'passed', contract: 'passed' },
    });
    expect(outcomes(because('EVENT_TOO_LARGE'), off)).toMatchObject({ readable: 'refused' });
  });

  it('with a reason that this release does not know claims nothing', () => {
    expect(new Set(Object.values(outcomes(because('FROM_THE_FUTURE'))))).not.toContain('refused');
  });
});
