import { describe, expect, it } from '@jest/globals';
import type { Contract } from '#contract';
import { contractOf } from '../../test/support/contract-of.js';
import { kindsOf } from './change-kinds.js';

const plain = contractOf({});
const kinds = (
  before: Contract | undefined,
  contract: Contract,
  { isForced = false, schemas = [1, 1] } = {},
) => {
  const [old = 0, now = 0] = schemas;
  return kindsOf({ before, contract, isForced, schemaVersions: { old, new: now } });
};

describe('what a publication did', () => {
  it('is the first version of something new, or another one', () => {
    expect(kinds(undefined, plain, { schemas: [0, 1] })).toEqual(['new']);
    expect(kinds(plain, plain)).toEqual(['version']);
    expect(kinds(plain, plain, { isForced: true })).toEqual(['version', 'forced']);
  });

  it('begins, deprecates, and ends', () => {
    const draft = contractOf({ status: 'draft' });
    const going = contractOf({
      status: 'deprecated',
      deprecation: { from: '2027-01-01', sunset: '2027-07-01' },
    });
    expect(kinds(draft, plain)).toEqual(['version', 'activated']);
    expect(kinds(undefined, draft)).toEqual(['new']);
    expect(kinds(draft, contractOf({ status: 'proposed' }))).toEqual(['version']);
    expect(kinds(plain, going)).toEqual(['version', 'deprecated', 'sunset']);
    expect(kinds(going, going)).toEqual(['version']);
    expect(kinds(going, contractOf({ status: 'sunset' }))).toEqual(['version', 'sunset']);
    expect(kinds(going, contractOf({ status: 'retired' }))).toEqual(['version', 'retired']);
    expect(kinds(draft, going)).toEqual(['version', 'activated', 'deprecated', 'sunset']);
  });

  it('moves the day something goes: of the event, or of a field', () => {
    const on = (sunsetOn?: string) =>
      contractOf({
        fields: { '/a': { deprecatedOn: '2027-01-01', ...(sunsetOn && { sunsetOn }) } },
        schema: { format: 'json-schema', definition: { properties: { a: {} } } },
      });
    expect(kinds(plain, on())).toEqual(['version', 'deprecated']);
    expect(kinds(on(), on('2027-02-01'))).toEqual(['version', 'sunset']);
    expect(kinds(on('2027-02-01'), on('2027-03-01'))).toEqual(['version', 'sunset']);
    expect(kinds(on('2027-02-01'), plain)).toEqual(['version']);
  });

  it('hands it to another team, and holds events to it in another way', () => {
    const other = contractOf({ owner: { team: 'billing' } });
    const warning = contractOf({ enforcement: { mode: 'warn' } });
    const partly = contractOf({ enforcement: { mode: 'warn', percent: 5 } });
    expect(kinds(plain, other)).toEqual(['version', 'owner']);
    expect(kinds(plain, warning)).toEqual(['version', 'enforcement']);
    expect(kinds(warning, partly)).toEqual(['version', 'enforcement']);
  });

  it('takes an earlier schema back; one of another subject is none', () => {
    const elsewhere = contractOf({ schema: { format: 'json-schema', subject: 'other-value' } });
    expect(kinds(plain, plain, { schemas: [3, 2] })).toEqual(['version', 'returned']);
    expect(kinds(plain, elsewhere, { schemas: [3, 1] })).toEqual(['version']);
  });
});
