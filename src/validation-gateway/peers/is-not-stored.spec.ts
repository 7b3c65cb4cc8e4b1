import { describe, expect, it } from '@jest/globals';
import { isNotStored } from './is-not-stored.js';

const coded = (code: string) => Object.assign(new Error('x'), { code });

describe('an outage of PostgreSQL', () => {
  it.each([
    ['nobody listened', coded('ECONNREFUSED'), true],
    ['the disk is full, and the transaction undone', coded('53100'), true],
    ['it is starting', coded('57P03'), true],
    ['no connection came about', new Error('timeout exceeded when trying to connect'), true],
    ['TypeORM wraps it', Object.assign(new Error('q'), { driverError: coded('53300') }), true],
    ['the connection broke under way', coded('ECONNRESET'), false],
    ['it was told to stop under way', coded('57P01'), false],
    ['the connection ended', new Error('Connection terminated unexpectedly'), false],
    ['it is no error', undefined, false],
  ])('where %s stored nothing for certain or not: %#', (_, error, isCertain) => {
    expect(isNotStored(error)).toBe(isCertain);
  });
});
