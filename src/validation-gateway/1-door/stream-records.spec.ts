import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { limits, problem } from '#kernel';
import { gatewayProblems } from '../problems.js';
import { streamRecords } from './stream-records.js';

const PLACE = { cluster: 'c', topic: 't' };
const unread = () => problem(gatewayProblems.BODY_SHAPE_UNKNOWN, 'it is only counted here');

describe('a stream of records', () => {
  it('takes no more of one piece at a time than a request may carry', async () => {
    const most = limits.eventsPerRequest.value;
    const taken: number[] = [];
    const lines: string[] = [];
    const piece = Buffer.from('{}'.repeat(2 * most + 1));
    const answers = streamRecords(Readable.from([piece, Buffer.from('{}')]), PLACE, (records) => {
      taken.push(records.length);
      return Promise.resolve(records.map(unread));
    });
    for await (const line of answers) lines.push(line);
    expect(taken).toEqual([most, most, 1, 1]);
    expect(lines).toHaveLength(2 * most + 2);
  });
});
