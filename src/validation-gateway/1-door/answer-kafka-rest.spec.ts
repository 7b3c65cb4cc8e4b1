import { describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { reasons } from '../reasons.js';
import { PipelineInABox } from '../testing/pipeline-in-a-box.js';
import { sampleContract } from '../testing/sample-contract.js';
import type { Verdict } from '../verdict.js';
import { answerRecords } from './answer-kafka-rest.js';

const reply = { type: () => reply, status: () => reply, header: () => reply };

interface Told {
  readonly offsets: readonly Record<string, unknown>[];
}
const answer = (verdicts: readonly Verdict[]) =>
  JSON.parse(
    String(
      answerRecords(reply as unknown as FastifyReply, verdicts, {
        topic: 'orders',
        isStrict: false,
      }),
    ),
  ) as Told;

const schema = { required: ['orderId'], properties: { orderId: { type: 'string' } } };

describe('the answer of Kafka REST', () => {
  it('says of a value that was refused before the same again, under an id of its own', async () => {
    const road = new PipelineInABox(sampleContract({ schema }));
    const [first, other, again] = answer(
      await road.records(['{"orderId":1}', '{}', '{"orderId":1}']),
    ).offsets;
    const error = road.kept[0]?.reasons[0]?.message;
    expect(error).toContain('must be a string');
    expect(first).toEqual({
      ...{ partition: null, offset: null, error_code: 42200, status: 'quarantined' },
      ...{ contract: 'orders.placed@1', reason: 'SCHEMA_VIOLATION', pointer: '/orderId' },
      ...{ error, remedy: reasons.SCHEMA_VIOLATION.remedy },
      violations: [{ code: 'type', pointer: '/orderId', message: error }],
      quarantine_id: road.kept[0]?.id,
    });
    expect(again).toEqual({ ...first, quarantine_id: road.kept[2]?.id });
    expect(again?.['quarantine_id']).not.toBe(first?.['quarantine_id']);
    expect(other?.['error']).not.toBe(error);
  });

  it('names the contract that refused this one, not the one that refused the value before', async () => {
    const road = new PipelineInABox(sampleContract({ schema }));
    const [verdict] = await road.records(['{"orderId":1}']);
    if (!verdict) throw new Error('one event has one verdict');
    const under = (version: number) => ({ ...verdict, contract: { id: 'other', version } });
    const told = answer([verdict, under(2), under(3), { ...under(3), quarantineId: null }]).offsets;
    expect(told.map(({ contract }) => contract)).toEqual([
      ...['orders.placed@1', 'other@2', 'other@3', 'other@3'],
    ]);
    expect(told[3]?.['quarantine_id']).toBeNull();
  });

  it('says of an accepted event where it is, or that it is nowhere', async () => {
    const road = new PipelineInABox(sampleContract({ schema }));
    const [verdict] = await road.records(['{"orderId":"a"}']);
    if (!verdict) throw new Error('one event has one verdict');
    const [there, nowhere] = answer([verdict, { ...verdict, position: undefined }]).offsets;
    const plain = {
      error_code: null,
      error: null,
      status: 'accepted',
      contract: 'orders.placed@1',
    };
    expect(there).toEqual({ partition: 0, offset: 0, ...plain });
    expect(nowhere).toEqual({ partition: null, offset: null, ...plain });
  });
});
