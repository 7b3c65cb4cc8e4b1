import { describe, expect, test } from '@jest/globals';
import { limits } from '#kernel';
import { type ReferencedSource } from '../language.js';
import { protobufRootOf } from './protobuf-root.js';
import { readProtobuf } from './read.js';

const read = (text: string, references: readonly ReferencedSource[] = []) =>
  readProtobuf({ type: 'PROTOBUF', text, references });

function faultsOf(text: string, references: readonly ReferencedSource[] = []) {
  const result = read(text, references);
  return result.ok ? [] : result.error;
}

function rootOf(text: string, references: readonly ReferencedSource[] = []) {
  const result = read(text, references);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return protobufRootOf(result.value);
}

describe('reading a Protobuf schema', () => {
  test('an import is the reference of its path, and its public imports are seen too', () => {
    const root = rootOf('import "a.proto"; message M { optional acme.B b = 1; }', [
      { name: 'a.proto', text: 'import public "b.proto";' },
      { name: 'b.proto', text: 'package acme; message B {}' },
    ]);
    expect(root.message?.fields[0]?.type).toBe(root.types.get('acme.B'));
    expect([...root.files.keys()]).toEqual(['b.proto', 'a.proto', '']);
  });

  test('a file that is not imported is named where its type is used', () => {
    const [fault] = faultsOf('import "a.proto";\nmessage M { optional acme.B b = 1; }', [
      { name: 'a.proto', text: 'import "b.proto";' },
      { name: 'b.proto', text: 'package acme; message B {}' },
    ]);
    expect(fault).toEqual({
      code: 'PROTO_TYPE_UNKNOWN',
      pointer: '/M/1',
      message: '"acme.B" is declared in "b.proto", which this file does not import. Import it.',
      line: 2,
      column: 22,
    });
  });

  test('imports in a circle are refused', () => {
    const faults = faultsOf('import "a.proto";', [{ name: 'a.proto', text: 'import "a.proto";' }]);
    expect(faults.map(({ code }) => code)).toEqual(['REF_CYCLE']);
  });

  test('a full name is refused one character beyond its limit', () => {
    const named = (length: number) => `message ${'A'.repeat(length)} {}`;
    expect(faultsOf(named(limits.schemaNameCharacters.value))).toEqual([]);
    expect(faultsOf(named(limits.schemaNameCharacters.value + 1))[0]?.code).toBe(
      'SCHEMA_NAME_TOO_LONG',
    );
  });
});
