import { describe, expect, it } from '@jest/globals';
import type { Contract } from '#contract';
import { contractOf } from '../../../test/support/contract-of.js';
import type { KindOfVersion } from './change-words.js';
import { saysMore, tellVersion } from './tell-version.js';

const row = (n: number, ...kinds: KindOfVersion[]) => ({
  ...{ source: 'version' as const, id: 'orders', n, kinds, reason: '', us: '0', at: new Date(0) },
  actor: 'ada',
});
const told = (kind: KindOfVersion, before: Contract, contract: Contract) =>
  tellVersion(row(2, 'version', kind), {
    ...{ id: 'orders', n: 2, schemaVersion: 3, before: JSON.stringify(before) },
    document: JSON.stringify(contract),
  });
const plain = contractOf({});

describe('a version in one sentence', () => {
  it('is its number where nothing else is to be said', () => {
    expect(tellVersion(row(1, 'new'))).toBe('A new event, version 1.');
    expect(tellVersion(row(4, 'version'))).toBe('Version 4.');
    expect(tellVersion(row(4, 'version', 'forced'))).toBe('Version 4: let in by force.');
    expect([saysMore(row(4, 'version', 'forced')), saysMore(row(4, 'version', 'owner'))]).toEqual([
      ...[false, true],
    ]);
  });

  it('says who answers for it, and how events are held to it', () => {
    expect(told('owner', plain, contractOf({ owner: { team: 'billing' } }))).toBe(
      'Version 2: owned by billing, until now by orders.',
    );
    const warn = contractOf({ enforcement: { mode: 'warn' } });
    expect(
      told('enforcement', warn, contractOf({ enforcement: { mode: 'enforce', percent: 5 } })),
    ).toBe('Version 2: enforced for 5 %, until now only warned.');
    expect(told('enforcement', contractOf({ enforcement: { mode: 'enforce' } }), warn)).toBe(
      'Version 2: only warned, until now enforced.',
    );
  });

  it('says that it begins, ends, and takes a schema back', () => {
    expect(told('activated', contractOf({ status: 'draft' }), plain)).toBe(
      'Version 2: in force now, was draft.',
    );
    expect(told('retired', plain, contractOf({ status: 'retired' }))).toBe(
      'Version 2: retired, no longer in force.',
    );
    expect(told('returned', plain, plain)).toBe(
      'Version 2: back to an earlier schema, version 3 of its subject.',
    );
  });

  it('says what goes and when: the event, or fields of it', () => {
    const going = contractOf({
      status: 'deprecated',
      deprecation: { from: '2027-01-01', sunset: '2027-07-01' },
    });
    expect(told('deprecated', plain, going)).toBe('Version 2: deprecated.');
    expect(told('sunset', plain, going)).toBe('Version 2: goes on 2027-07-01.');
    const later = { ...going, deprecation: { ...going.deprecation, sunset: '2028-01-01' } };
    expect(told('sunset', going, later)).toBe(
      'Version 2: goes on 2028-01-01, until now on 2027-07-01.',
    );
    expect(told('sunset', going, { ...going, status: 'sunset' })).toBe('Version 2: going.');
    const fields = (sunsetOn: string, ...names: string[]) => ({
      ...plain,
      fields: Object.fromEntries(
        names.map((name) => [name, { deprecatedOn: '2027-01-01', sunsetOn }]),
      ),
    });
    expect(told('deprecated', plain, fields('2027-02-01', '/a'))).toBe('Version 2: /a deprecated.');
    expect(told('sunset', plain, fields('2027-02-01', '/a', '/b'))).toBe(
      'Version 2: /a, /b to go on 2027-02-01.',
    );
    expect(told('deprecated', plain, fields('2027-02-01', '/a', '/b', '/c', '/d'))).toBe(
      'Version 2: 4 fields deprecated.',
    );
    expect(told('deprecated', plain, { ...fields('2027-02-01', '/a'), status: 'deprecated' })).toBe(
      'Version 2: deprecated, and /a deprecated.',
    );
  });

  it('is told also where a document is none', () => {
    const broken = { id: 'orders', n: 2, schemaVersion: 1, before: '{}', document: '{' };
    const kinds = ['owner', 'enforcement', 'deprecated', 'sunset', 'activated'] as const;
    expect(tellVersion(row(2, 'version', ...kinds), broken)).toBe(
      'Version 2: another owner; enforced otherwise; deprecated; to go; in force now.',
    );
    const empty = { ...broken, document: '{}' };
    expect(tellVersion(row(2, 'version', ...kinds), empty)).toMatch(/^Version 2: /);
  });
});
