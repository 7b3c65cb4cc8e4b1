import { describe, expect, it } from '@jest/globals';
import { languageOf, type SchemaSource } from '#schema';
import { messageFaults, withMessages } from './event-messages.js';
import { readContract } from './read-contract.js';

const contractOf = (schema: object) => {
  const read = readContract({
    ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'a', owner: { team: 'a' } },
    ...{ channel: { topic: 'a' }, schema: { format: 'protobuf', ...schema } },
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};
const source = (text: string): SchemaSource => ({
  type: 'PROTOBUF',
  text: `syntax = "proto3"; package a; ${text}`,
  references: [],
});
const faultOf = (message: string, text: string): string | undefined => {
  const read = languageOf('PROTOBUF')?.read(source(text));
  if (!read?.ok) throw new Error(JSON.stringify(read));
  return [...messageFaults(contractOf({ message }), read.value)][0]?.message;
};

describe('the message a contract names', () => {
  it.each([
    ['a.Order', 'message Order {}', undefined],
    ['a.Order.Line', 'message Order { message Line {} }', undefined],
    ['Order', 'message Order {}', 'Write its full name; "a.Order" is one.'],
    ['a.Ordre', 'message Order {}', 'Write its full name; "a.Order" is one.'],
    ['x', 'message Order {} message Item {}', 'It declares "a.Order", "a.Item": name one of them.'],
    ['x', 'enum Order { NONE = 0; }', 'It declares none at all.'],
  ])('%s, where the file says %s', (message, text, advice) => {
    expect(faultOf(message, text)).toBe(
      advice && `The schema declares no message "${message}". ${advice}`,
    );
  });

  it('of many only some are told', () => {
    const many = Array.from({ length: 12 }, (_, i) => `message Message${i} {}`).join(' ');
    expect(faultOf('x', many)).toContain('"a.Message9" and 2 more: name one of them.');
  });

  it('is what the fields and states of the contract are looked for in', () => {
    const definition = source('message Other { int32 n = 1; } message Order { string id = 1; }');
    const document = (pointer: string) =>
      readContract({
        ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'a', owner: { team: 'a' } },
        channel: { topic: 'a', key: pointer },
        schema: { format: 'protobuf', message: 'a.Order', definition: definition.text },
      });
    expect(document('/id').ok).toBe(true);
    expect(document('/n')).toMatchObject({ error: [{ code: 'FIELD_NOT_IN_SCHEMA' }] });
  });

  it('goes with the source, and nothing does where none is named', () => {
    const bare = source('message Order {}');
    expect(withMessages(contractOf({ message: 'a.Order' }), bare).messages).toEqual(['a.Order']);
    expect(withMessages(contractOf({}), bare)).toBe(bare);
  });
});
