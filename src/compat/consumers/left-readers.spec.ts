import { describe, expect, it } from '@jest/globals';
import { type Contract, type ContractStatus, readContract } from '#contract';
import { leftReaders } from './left-readers.js';

function contractOf(status: ContractStatus, sunset?: string): Contract {
  const read = readContract({
    ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'orders.placed', status },
    ...{ owner: { team: 'orders' }, channel: { topic: 'orders.events' } },
    ...(sunset === undefined ? {} : { deprecation: { sunset } }),
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

const told = (old: Contract, next: ContractStatus, reader: object = {}) =>
  leftReaders({
    ...{ old, new: contractOf(next), today: '2026-11-27' },
    consumptions: [
      {
        ...{ consumer: 'billing', owner: { team: 'money' }, of: 'orders.placed', environments: [] },
        ...{ needs: { '/total': { onUnknown: 'fail' } }, ...reader },
      },
    ],
  });

describe('a contract that goes out of force', () => {
  it('leaves who declared to read it without the event, and each of them is named [covers 62]', () => {
    for (const status of ['active', 'deprecated', 'sunset'] as const)
      expect(told(contractOf(status), 'retired')).toMatchObject([
        {
          ...{ ruleId: 'CONSUMER_EVENT_ENDED', severity: 'breaking', hurts: ['consumers'] },
          message: '"billing" (team money) reads it. It is retired now and not in force.',
          newPath: '/status',
        },
      ]);
    expect(told(contractOf('active'), 'draft')).toMatchObject([{ severity: 'breaking' }]);
  });

  it('leaves nobody who was promised nothing, nor while it stays in force', () => {
    for (const status of ['draft', 'proposed', 'retired'] as const)
      expect(told(contractOf(status), 'retired')).toEqual([]);
    for (const status of ['active', 'deprecated', 'sunset'] as const)
      expect(told(contractOf('active'), status)).toEqual([]);
  });

  it('only warns of a reader whose word ran out, and from the day it said it would end', () => {
    const [lapsed] = told(contractOf('active'), 'retired', { attestedUntil: '2026-11-26' });
    expect(lapsed).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('It stood by that until 2026-11-26, which is over.'),
    });
    const severityFrom = (sunset: string) =>
      told(contractOf('deprecated', sunset), 'retired')[0]?.severity;
    expect(severityFrom('2026-11-27')).toBe('warning');
    expect(severityFrom('2026-11-28')).toBe('breaking');
  });

  it('each reader has a finding of its own, the same in every run', () => {
    const print = (consumer: string) =>
      told(contractOf('active'), 'retired', { consumer })[0]!.fingerprint;
    expect(print('billing')).toBe(print('billing'));
    expect(print('billing')).not.toBe(print('fraud'));
  });
});
