import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { AnsweredRequests } from './answered-requests.js';
import type { EventLog } from './event-log.js';
import { GuardedLog } from './guarded-log.js';

const TWO_HOURS_MS = 7_200_000;

/** A database that answers every statement with an error. */
function failing(error: Error) {
  const query = jest.fn(() => Promise.reject(error));
  return { query, dataSource: { query, manager: { query } } as unknown as DataSource };
}

const keepers = [
  ['the guarded log', (dataSource: DataSource) => new GuardedLog(dataSource, {} as EventLog)],
  ['answers', (dataSource: DataSource) => new AnsweredRequests(dataSource)],
] as const;

/** What nobody caught would end the process; the test runner counts it as a failure of its own. */
describe.each(keepers)('%s, whose old rows cannot be forgotten', (_name, make) => {
  afterEach(() => void jest.useRealTimers());

  const forgetTwice = async (error: Error) => {
    jest.useFakeTimers();
    const said = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const { dataSource, query } = failing(error);
    const keeper = make(dataSource);
    keeper.onModuleInit();
    await jest.advanceTimersByTimeAsync(TWO_HOURS_MS);
    const tries = query.mock.calls.length;
    await jest.advanceTimersByTimeAsync(TWO_HOURS_MS);
    expect(query.mock.calls.length).toBeGreaterThan(tries);
    await keeper.onModuleDestroy();
    const told = said.mock.calls.map(([what]) => (what as { err?: unknown }).err);
    said.mockRestore();
    return new Set(told);
  };

  it('says so where it is no outage, and tries again', async () => {
    const bug = new Error('relation "admitted_ids" does not exist');
    expect(await forgetTwice(bug)).toEqual(new Set([bug]));
  });

  it('waits for PostgreSQL to be back without a word', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(await forgetTwice(away)).toEqual(new Set());
  });
});
