import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { BytesUnderWay, limits, problem } from '#kernel';
import { gatewayProblems } from '../problems.js';
import { streamRecords } from './stream-records.js';

const place = (underWay = new BytesUnderWay(100)) => ({ cluster: 'c', topic: 't', underWay });
const unread = () => problem(gatewayProblems.BODY_SHAPE_UNKNOWN, 'it is only counted here');

describe('a stream of records', () => {
  it('takes no more of one piece at a time than a request may carry', async () => {
    const most = limits.eventsPerRequest.value;
    const taken: number[] = [];
    const lines: string[] = [];
    const piece = Buffer.from('{}'.repeat(2 * most + 1));
    const answers = streamRecords(Readable.from([piece, Buffer.from('{}')]), place(), (records) => {
      taken.push(records.length);
      return Promise.resolve(records.map(unread));
    });
    for await (const line of answers) lines.push(line);
    expect(taken).toEqual([most, most, 1, 1]);
    expect(lines).toHaveLength(2 * most + 2);
  });

  it('is ended where what it keeps of a record is needed for others', async () => {
    const underWay = new BytesUnderWay(10);
    const slow = new PassThrough();
    const answers = streamRecords(slow, place(underWay), (records) =>
      Promise.resolve(records.map(unread)),
    );
    slow.write('{}{"a":');
    await answers.next();
    expect(underWay.bytes).toBe(5);
    const rest = answers.next();
    underWay.hold({ giveWay: () => undefined }, 8);
    expect(JSON.parse((await rest).value ?? '')).toMatchObject({ reason: 'RECORD_TOO_SLOW' });
    expect((await answers.next()).done).toBe(true);
    expect(underWay.bytes).toBe(8);
  });
});
