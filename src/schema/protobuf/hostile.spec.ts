import { describe, expect, test } from '@jest/globals';
import { limits } from '#kernel';
import { protobuf } from './protobuf.js';

function codesOf(text: string, references: { name: string; text: string }[] = []) {
  const read = protobuf.read({ type: 'PROTOBUF', text, references });
  return read.ok ? [] : [...new Set(read.error.map(({ code }) => code))];
}

const many = (count: number, each: (index: number) => string): string =>
  Array.from({ length: count }, (_each, index) => each(index)).join('\n');
const base64 = (bytes: number[]): string => btoa(String.fromCharCode(...bytes));

describe('texts that mean harm', () => {
  test.each([
    ['half a megabyte of brackets', '['.repeat(500_000), 'SCHEMA_SYNTAX'],
    ['messages in messages', 'message A {'.repeat(40_000), 'SCHEMA_TOO_DEEP'],
    [
      'groups in groups',
      `message A {${'optional group B = 1 {'.repeat(20_000)}`,
      'SCHEMA_TOO_DEEP',
    ],
    ['values in values', `option (a) = ${'{a:'.repeat(150_000)}`, 'SCHEMA_TOO_DEEP'],
    ['a comment without end', `/*${'*'.repeat(400_000)}`, 'SCHEMA_SYNTAX'],
    ['a text without end', `syntax = "${'\\\\'.repeat(200_000)}`, 'SCHEMA_SYNTAX'],
    ['a null character', 'message A { optional string \0 = 1; }', 'SCHEMA_SYNTAX'],
    ['a percent sign', 'message %s {}', 'SCHEMA_SYNTAX'],
    ['half a character', 'option java_package = "\ud800";', 'SCHEMA_SYNTAX'],
    [
      'a number of half a megabyte',
      `message A { optional int32 a = ${'9'.repeat(400_000)}; }`,
      'PROTO_NUMBER_INVALID',
    ],
    [
      'a name in JSON that is no name',
      'message A { optional int32 a = 1 [json_name = "__proto__"]; }',
      'SCHEMA_INVALID',
    ],
    [
      'an option that is none',
      'message A { optional int32 a = 1 [(constructor).prototype = 1]; }',
      'PROTO_OPTION_INVALID',
    ],
    ['an import from afar', 'import "https://example.com/a.proto";', 'REF_NOT_REGISTERED'],
    ['an import of a file', 'import "/etc/passwd";', 'REF_NOT_REGISTERED'],
    ['an import of nothing', 'import "";', 'REF_CYCLE'],
    ['base64 of nothing known', base64([7, 7, 7]), 'SCHEMA_SYNTAX'],
    ['one letter', 'A', 'SCHEMA_SYNTAX'],
    [
      'a descriptor whose name is code',
      base64([0x22, 6, 0x0a, 4, 0x41, 0x7b, 0x7d, 0x3b]),
      'SCHEMA_SYNTAX',
    ],
    [
      'a descriptor of groups without end',
      base64(Array.from({ length: 60_000 }, () => 0x0b)),
      'SCHEMA_SYNTAX',
    ],
    ['a descriptor of another syntax', base64([0x62, 1, 0x78]), 'SCHEMA_SYNTAX'],
    [
      'a descriptor of no edition',
      base64([0x62, 8, ...new TextEncoder().encode('editions')]),
      'SCHEMA_SYNTAX',
    ],
    [
      'a descriptor larger than a schema may be',
      'A'.repeat(limits.schemaBytes.value + 4),
      'SCHEMA_TOO_LARGE',
    ],
  ])('%s', (_what, text, code) => {
    expect(codesOf(text)).toEqual([code]);
  });

  test('names of prototypes are names', () => {
    const text =
      'message __proto__ { optional int32 constructor = 1; optional __proto__ toString = 2; }';
    expect(codesOf(text)).toEqual([]);
    expect(Object.prototype).not.toHaveProperty('1');
  });

  test('each limit refuses one beyond it, and not before', () => {
    const padded = (bytes: number) => `//${'x'.repeat(bytes - 2)}`;
    const fields = (count: number) =>
      `message A { ${many(count, (index) => `optional int32 f${index} = ${index + 1};`)} }`;
    const alternatives = (count: number) =>
      `message A { oneof o { ${many(count, (index) => `int32 f${index} = ${index + 1};`)} } }`;
    const halves = (count: number) =>
      `message A { optional int32 a = ${count}; oneof o { ${many(count - 1, (index) => `int32 f${index} = ${index + 1};`)} } }`;
    const values = (count: number) =>
      `enum E { ${many(count, (index) => `V${index} = ${index};`)} }`;
    const nested = (depth: number) => 'message A {'.repeat(depth) + '}'.repeat(depth);
    const option = (depth: number) =>
      `option (a) = ${'{a:'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)};`;
    const messages = (count: number) => many(count, (index) => `message M${index} {}`);
    const rows: [string, (size: number) => string, number][] = [
      ['SCHEMA_TOO_LARGE', padded, limits.schemaBytes.value],
      ['SCHEMA_TOO_WIDE', fields, limits.schemaProperties.value],
      ['SCHEMA_TOO_WIDE', alternatives, limits.schemaProperties.value],
      ['SCHEMA_TOO_WIDE', halves, limits.schemaProperties.value],
      ['SCHEMA_ENUM_TOO_LONG', values, limits.enumValues.value],
      ['SCHEMA_TOO_DEEP', nested, limits.schemaDepth.value],
      ['SCHEMA_TOO_MANY_NODES', messages, limits.schemaNodes.value],
    ];
    for (const [code, text, most] of rows) {
      expect(codesOf(text(most))).toEqual([]);
      expect(codesOf(text(most + 1))).toEqual([code]);
    }
    expect(codesOf(option(limits.schemaDepth.value))).toEqual(['PROTO_OPTION_INVALID']);
    expect(codesOf(option(limits.schemaDepth.value + 1))).toEqual(['SCHEMA_TOO_DEEP']);
  });

  test('imports go no deeper, and are no more, than references may', () => {
    const chain = (length: number) =>
      Array.from({ length }, (_each, index) => ({
        name: `${index}.proto`,
        text: index + 1 < length ? `import "${index + 1}.proto";` : '',
      }));
    const depth = limits.referenceDepth.value;
    expect(codesOf('import "0.proto";', chain(depth))).toEqual([]);
    expect(codesOf('import "0.proto";', chain(depth + 1))).toEqual(['SCHEMA_REFERENCES_TOO_DEEP']);
    const count = limits.referenceCount.value;
    expect(codesOf('', chain(count))).toEqual([]);
    expect(codesOf('', chain(count + 1))).toEqual(['SCHEMA_TOO_MANY_REFERENCES']);
  });

  test('a fault in a reference names it, and no place of this text', () => {
    const read = protobuf.read({
      type: 'PROTOBUF',
      text: 'import "a.proto";',
      references: [{ name: 'a.proto', text: 'message A {\n  optional int32 a = 0;\n}' }],
    });
    expect(read.ok ? [] : read.error).toEqual([
      {
        code: 'PROTO_NUMBER_INVALID',
        document: 'a.proto',
        pointer: '',
        message:
          'In the referenced schema "a.proto": The number of "a" must be between 1 and 536870911. Choose another.',
        line: 2,
        column: 22,
      },
    ]);
  });
});
