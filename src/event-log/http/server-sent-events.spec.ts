import { describe, expect, it } from '@jest/globals';
import type { LoggedEvent } from '../logged-event.js';
import { readPlaces, serverSentEvents } from './server-sent-events.js';

const anEvent = (offset: number, value: string): LoggedEvent => ({
  topic: 't',
  partition: 1,
  offset,
  loggedAt: new Date(0),
  key: null,
  value: Buffer.from(value),
  headers: [],
});

describe('the tail as server-sent events', () => {
  it('every id holds the reader’s place in every partition, as of that event', () => {
    const seen = new Map([
      [1, 8],
      [0, -1],
    ]);
    const text = serverSentEvents({ events: [anEvent(7, '1'), anEvent(8, '2')], seen });
    const ids = [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id);
    expect(ids).toEqual(['0:-1,1:7', '0:-1,1:8']);
    expect([...(readPlaces(ids[1]!) ?? [])]).toEqual([
      [0, -1],
      [1, 8],
    ]);
  });

  it('a value with line ends stays one event with the same value', () => {
    const text = serverSentEvents({
      events: [anEvent(0, '{\r\n "a":\r 1,\n\n "b": "x\\ny" }')],
      seen: new Map(),
    });
    expect(text.match(/\n\n/g)).toHaveLength(1);
    const data = [...text.matchAll(/^data: (.*)$/gm)].map(([, line]) => line).join('\n');
    expect(JSON.parse(data).value).toEqual({ a: 1, b: 'x\ny' });
  });

  it('takes no id that is not its own', () => {
    for (const id of ['', '1', '1:', 'a:1', '1:1;2:2', '1:1,', '1:1e3', ' 1:1', '1:1\n'])
      expect([id, readPlaces(id)]).toEqual([id, undefined]);
  });
});
