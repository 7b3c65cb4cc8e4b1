import { describe, expect, it } from '@jest/globals';
import { decode } from './decode.js';

type Form = 'cloudevent-structured' | 'cloudevent-batch';
const read = (form: Form, body: string) =>
  decode({ form, topic: undefined, body: Buffer.from(body), principal: '' });

const told = (events: ReturnType<typeof decode>) =>
  events.map(({ context, contentType, key, value, fault }) => ({
    ...{ attributes: context && [...context.attributes], contentType, fault },
    ...{ key: key?.toString(), value: value?.toString() },
  }));

/** Attributes as the next event may have them: the same, others, longer by a little, of another type, not allowed. */
const SUBJECTS = [
  ...['"a"', '"a"', '"ab"', '"a"', '"\\u0061"', '"\\u0061"', '"a\\u0000"', '"a\\u0000"', '"a"'],
  ...[
    '7',
    '"7"',
    '7',
    'true',
    'null',
    '{}',
    '"a"',
    '""',
    '"é"',
    '"\ud83d\ude00"',
    '"\\ud800"',
    '"a"',
  ],
];
const NAMES = ['subject', 'extension', 'time', 'partitionkey', 'Wrong', 'datacontenttype'];
const event = (name: string, value: string) =>
  `{"specversion":"1.0","id":"1","source":"/s","type":"t","${name}":${value},"data":{"a":1}}`;

describe('a batch of CloudEvents', () => {
  it.each(NAMES)(
    'has the events each of its objects is alone, whatever stood in %s before',
    (name) => {
      const events = SUBJECTS.map((value) => event(name, value));
      const together = told(read('cloudevent-batch', `[${events.join(' , ')}]`));
      expect(together).toEqual(events.flatMap((each) => told(read('cloudevent-structured', each))));
    },
  );

  it('takes no text for the one before it that only begins like it', () => {
    const ids = ['"time of day"', '"time"', '"time of"'].map((id) => event('subject', id));
    const subjects = told(read('cloudevent-batch', `[${ids.join()}]`)).map(({ attributes }) =>
      new Map(attributes).get('subject'),
    );
    expect(subjects).toEqual(['time of day', 'time', 'time of']);
    expect(() =>
      read('cloudevent-batch', `[${event('subject', '"time"')},${event('subject', '"time')}`),
    ).toThrow();
  });
});
