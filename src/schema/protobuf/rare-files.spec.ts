import { create, toBinary } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { VALID } from '../bytes/bytes-judge.js';
import { formatted, NOT_SHOWN, type ReferencedSource } from '../language.js';
import { FAULTS_MAX } from '../found-fault.js';
import { decodeProtobuf } from './decode.js';
import { importsOf } from './imports-of.js';
import { placeInProtobuf } from './place.js';
import { protobuf } from './protobuf.js';
import { protobufRootOf } from './protobuf-root.js';

const tryRead = (text: string, imports: Readonly<Record<string, string>> = {}) =>
  protobuf.read({
    type: 'PROTOBUF',
    text,
    references: Object.entries(imports).map(([name, each]): ReferencedSource => ({
      name,
      text: each,
    })),
  });

function read(text: string, imports: Readonly<Record<string, string>> = {}) {
  const result = tryRead(text, imports);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const faultsOf = (text: string, imports: Readonly<Record<string, string>> = {}) => {
  const result = tryRead(text, imports);
  return result.ok ? [] : result.error.map(({ message }) => message);
};
const proto3 = (text: string): string => `syntax = "proto3"; ${text}`;
const proto2 = (text: string): string => `syntax = "proto2"; ${text}`;
const many = (count: number, each: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => each(index)).join(' ');
const root = (text: string, imports: Readonly<Record<string, string>> = {}) =>
  protobufRootOf(read(text, imports));

describe('what may not stand in a .proto file', () => {
  const EXTENDED = 'message M { extensions 100 to 200; }';
  it.each([
    [proto2(`${EXTENDED} extend M { map<string, int32> m = 100; }`), 'cannot be an extension'],
    [
      proto2(`${EXTENDED} extend M { optional int32 x = 100 [json_name = "y"]; }`),
      'The extension "x" cannot have a json_name',
    ],
    [proto3('message M { int32 x = 1 [json_name = 5]; }'), 'The json_name of "x" is no text'],
    [proto2('enum E { A = 0; } extend E { optional int32 x = 1; }'), '"E" is no message'],
    [proto3('package p; service S {} message M { .p.S s = 1; }'), 'is a service, not a type'],
    [proto3('message M { reserved "a-b"; }'), '"a-b" is no name that a field could have'],
    [proto2('message M { optional float f = 1 [default = -word]; }'), '"-word" is no value'],
    [proto3('message M { option uninterpreted_option = {}; }'), 'is set by compilers only'],
    [
      proto2(`import "google/protobuf/descriptor.proto"; message M { option (x).y = 1; }
        extend google.protobuf.MessageOptions { optional int32 x = 50000; }`),
      '"x" is not one message',
    ],
    [proto2('message M { optional int32 a = 5; extensions 4 to 6; }'), 'extensions 4 to 6'],
    ['syntax = "proto3"; message A { int32 a = 1', 'there is the end'],
    ['syntax = "proto3"; /', 'there is "/"'],
    ['syntax = "proto3"; message M { reserved "a\\', 'escape'],
    [proto3(`message M { int32 a ${'x'.repeat(60)} = 1; }`), 'x…"'],
    [proto3('enum E {}'), 'has no values'],
    ['edition = "2024"; export service S {}', '"message" or "enum"'],
  ])('%s', (text, words) => {
    expect(faultsOf(text).join(' ')).toContain(words);
  });

  it('is told so often as a person can repair', () => {
    const faults = faultsOf(
      proto3(`message M { ${many(100, (i) => `Gone${i} a${i} = ${i + 1};`)} }`),
    );
    expect(faults).toHaveLength(FAULTS_MAX);
  });

  it('is a name that an imported file has, with the file', () => {
    const other = proto3('package shop; message Order {}');
    expect(
      faultsOf(proto3('package shop; import "o.proto"; message Order {}'), { 'o.proto': other }),
    ).toEqual([
      '"shop.Order" is declared twice; line 1 of "o.proto" has a message of that name. Rename one.',
    ]);
    const packed = proto3('package shop.Order; message A {}');
    expect(
      faultsOf(proto3('package shop; import "o.proto"; message Order {}'), { 'o.proto': packed }),
    ).toEqual(['"shop.Order" is the name of a package too. Rename one.']);
  });

  it('is a type of a file that only an imported file imports', () => {
    const files = {
      'b.proto': proto3('import "c.proto"; message B { C c = 1; }'),
      'c.proto': proto3('message C {}'),
    };
    expect(faultsOf(proto3('import "b.proto"; message A { C c = 1; }'), files)).toEqual([
      '"C" is declared in "c.proto", which this file does not import. Import it.',
    ]);
  });
});

describe('what may stand in a .proto file', () => {
  it('is a semicolon too many, wherever statements end', () => {
    const text = proto2(`message M { extensions 100; oneof o { ; int32 a = 1; ; } }
      extend M { ; optional group G = 100 { optional int32 n = 1; } ; }
      service S { ; rpc R (M) returns (M) { ; option deprecated = true; ; } ; }`);
    const { file } = root(text);
    expect(file.services[0]?.methods[0]?.isDeprecated).toBe(true);
    expect(file.extensions.map(({ fullName, isDelimited }) => [fullName, isDelimited])).toEqual([
      ['g', true],
    ]);
  });

  it('is a mark of the byte order, and a comment of several lines', () => {
    const { file } = root(`\uFEFF${proto3('\n// One.\n// Two.\nmessage M {}')}`);
    expect(file.messages[0]?.doc).toBe('One.\nTwo.');
  });

  it('is a feature of another language inside of the features', () => {
    const { file } = root(`edition = "2023"; import "google/protobuf/cpp_features.proto";
      option features = { field_presence: IMPLICIT [pb.cpp]: { string_type: VIEW } };
      message M { int32 a = 1; }`);
    expect(file.messages[0]?.fields[0]?.presence).toBe('implicit');
  });

  it('is a visibility in edition 2024, and an import for its options alone; both come back', () => {
    const text = `edition = "2024"; import option "o.proto";
      export message M { local message I {} export enum E { A = 0; } } local enum F { B = 0; }`;
    const imports = { 'o.proto': 'edition = "2024"; message O {}' };
    const schema = read(text, imports);
    const printed = protobuf.canonical(schema);
    for (const line of [
      'import option "o.proto";',
      'export message M {',
      'local message I {}',
      'local enum F {',
    ])
      expect(printed).toContain(line);
    const again = read(formatted(protobuf, schema, 'serialized'), imports);
    expect(protobuf.canonical(again)).toBe(printed);
  });

  it('is a message of one’s own that is called like a built-in one: it is no time', () => {
    const imports = {
      'google/protobuf/mine.proto': proto3(
        'package google.protobuf; message Timestamp { int32 n = 1; }',
      ),
    };
    const schema = read(
      proto3('import "google/protobuf/mine.proto"; message A { google.protobuf.Timestamp t = 1; }'),
      imports,
    );
    const validator = protobuf.compile(schema);
    expect(
      [{ t: { n: 1 } }, { t: '2026-01-01T00:00:00Z' }].map((each) => validator.isValid(each)),
    ).toEqual([true, false]);
  });
});

describe('options of one’s own', () => {
  const OPTIONS = `import "google/protobuf/descriptor.proto";
    message Rate { optional int64 big = 1; optional float part = 2; optional E e = 3; map<string, int32> by = 4; optional double far = 5; }
    enum E { ONE = 1; }
    extend google.protobuf.MessageOptions { optional Rate rate = 50000; optional double limit = 50001; }`;

  it('are written as they are meant, whatever their kind', () => {
    const schema = read(
      proto2(`${OPTIONS} message M {
        option (rate) = { big: 9007199254740993 part: 0.5 e: ONE by { key: "a" value: 1 } far: -inf };
        option (limit) = -inf; }`),
    );
    expect(protobuf.normalize(schema)).toContain(
      'option (rate) = { big: 9007199254740993, part: 0.5, e: ONE, by: { key: "a", value: 1 }, far: -inf };',
    );
    expect(root(protobuf.canonical(schema)).file.messages[1]?.options.get('(limit)')).toBe('-inf');
    expect(formatted(protobuf, schema, 'ignore_extensions')).not.toContain('rate');
  });

  it('come back from a descriptor where they are endless; a number without a name is refused as in a file', () => {
    const options = [
      // 50001: infinity.
      ...[0x89, 0xb5, 0x18, 0, 0, 0, 0, 0, 0, 0xf0, 0x7f],
    ];
    // 50000: a message whose field 3 is 77.
    const rate = [0x82, 0xb5, 0x18, 2, 0x18, 77];
    const open = `edition = "2023"; import "google/protobuf/descriptor.proto";
      message Rate { E e = 3; } enum E { ONE = 0; } extend google.protobuf.MessageOptions { Rate rate = 50000; }`;
    const described = (text: string, bytes: readonly number[]) => {
      const file = Buffer.from(formatted(protobuf, read(text), 'serialized'), 'base64');
      // A message called N with these options, behind everything else.
      const message = [0x0a, 1, 0x4e, 0x3a, bytes.length, ...bytes];
      return Buffer.concat([file, Buffer.from([0x22, message.length, ...message])]).toString(
        'base64',
      );
    };
    expect(protobuf.canonical(read(described(proto2(OPTIONS), options)))).toContain(
      'option (limit) = inf;',
    );
    expect(faultsOf(described(open, rate)).join()).toContain('This is no value of "e"');
  });
});

describe('descriptors', () => {
  const described = (field: object, more: object = {}) =>
    Buffer.from(
      toBinary(
        FileDescriptorProtoSchema,
        create(FileDescriptorProtoSchema, {
          name: 'a.proto',
          messageType: [
            { name: 'A', field: [{ name: 'f', number: 1, label: Label.OPTIONAL, ...field }] },
          ],
          ...more,
        }),
      ),
    ).toString('base64');

  it('without a package, with a default below all numbers, are read', () => {
    const schema = read(described({ type: Type.DOUBLE, defaultValue: '-inf' }));
    expect(protobuf.canonical(schema)).toBe(
      'syntax = "proto2";\n\nmessage A {\n  optional double f = 1 [default = -inf];\n}\n',
    );
  });

  it('that say what no file can say are refused with the reason', () => {
    const of = (field: object) => faultsOf(described(field)).join();
    expect(of({ type: Type.MESSAGE })).toContain('a field in it has no type');
    expect(of({ type: Type.BYTES, defaultValue: 'a"b' })).toContain('a default in it is no text');
    expect(of({ type: Type.MESSAGE, typeName: '.Gone' })).toContain('There is no type');
  });

  it('keep a default that has more digits than a whole number may', () => {
    const schema = read(proto2('message A { optional double f = 1 [default = 1e20]; }'));
    expect(protobuf.canonical(schema)).toContain('[default = 1e+20]');
  });
});

describe('places in .proto files', () => {
  it('are found by pointer, in the file and in what it imports, and nowhere else', () => {
    const schema = read('syntax = "proto3";\nimport "b.proto";\nmessage A {\n  B b = 1;\n}', {
      'b.proto': 'syntax = "proto3";\n\nmessage B {}',
    });
    expect(placeInProtobuf(schema, '/A/1')).toMatchObject({ line: 4 });
    expect(placeInProtobuf(schema, '/B', 'b.proto')).toEqual({ line: 3, column: 9 });
    expect(placeInProtobuf(schema, '/Gone')).toBe(undefined);
    expect(placeInProtobuf(schema, '/B', 'gone.proto')).toBe(undefined);
  });

  it('there are no imports in what cannot be read', () => {
    expect(importsOf('message {')).toEqual([]);
    expect(importsOf(proto3('import "a.proto"; import "google/protobuf/any.proto";'))).toEqual([
      'a.proto',
    ]);
  });
});

describe('large messages', () => {
  it('a tree of many fields or many levels is cut, and says so', () => {
    const wide = protobuf.tree(
      read(
        proto3(`message A { ${many(30, (i) => `B${i} b${i} = ${i + 1};`)} }
        ${many(30, (i) => `message B${i} { ${many(100, (k) => `int32 f${k} = ${k + 1};`)} oneof o { bool x = 101; } }`)}`),
      ),
    );
    // The message in which the drawing ends says so; those that were drawn do not.
    const cut = wide.children.filter(({ constraints }) => constraints.includes(NOT_SHOWN));
    expect(cut.map(({ name }) => name)).toEqual(['b29']);
    const deep = protobuf.tree(
      read(proto3(many(60, (i) => `message M${i} { ${i === 59 ? 'int32' : `M${i + 1}`} n = 1; }`))),
    );
    expect(JSON.stringify(deep)).toContain(NOT_SHOWN);
  });

  it('there is no sample of a message that requires itself, and one that may hold it goes without', () => {
    const endless = 'message B { required B b = 1; }';
    expect(protobuf.sample(read(proto2(endless)), 1)).toBe(undefined);
    expect(protobuf.sample(read(proto3('enum E { A = 0; }')), 1)).toBe(undefined);
    expect(protobuf.sample(read(proto2(`message A { optional B b = 1; } ${endless}`)), 1)).toEqual(
      {},
    );
  });

  it('bytes end at the limits of an event: its levels and its values', () => {
    const { message } = root(proto3('message A { A a = 1; repeated bool b = 2; }'));
    if (!message) throw new Error('the file has a message');
    let nested = Buffer.from([]);
    for (let i = 0; i <= limits.protobufDepth.value; i++)
      nested = Buffer.concat([Buffer.from([0x0a, ...varint(nested.length)]), nested]);
    const wide = Buffer.concat([
      Buffer.from([0x12, ...varint(limits.eventNodes.value + 1)]),
      Buffer.alloc(limits.eventNodes.value + 1),
    ]);
    for (const bytes of [nested, wide])
      expect(decodeProtobuf(message, bytes)).toMatchObject({
        ok: false,
        error: { kind: 'too-large' },
      });
  });

  it('a message with as many required fields as bits is judged by its bytes', () => {
    const payload = protobuf.payload(
      read(proto2(`message A { ${many(31, (i) => `required bool b${i} = ${i + 1};`)} }`)),
    );
    const bytes = Buffer.concat(
      Array.from({ length: 31 }, (_, i) => Buffer.from([...varint((i + 1) * 8), 1])),
    );
    expect(payload?.judge(bytes, false)).toBe(VALID);
    expect(payload?.judge(bytes.subarray(2), false)).not.toBe(VALID);
  });

  it('what requires something is known in every map that holds it', () => {
    const payload = protobuf.payload(
      read(
        proto2(`message A { map<int32, B> one = 1; map<int32, C> two = 2; map<int32, B> three = 3; }
        message B { required int32 n = 1; } message C { optional B b = 1; }`),
      ),
    );
    const entry = (field: number) => Buffer.from([field * 8 + 2, 6, 8, 1, 18, 2, 8, 5]);
    expect(payload?.judge(Buffer.concat([entry(1), entry(3)]), false)).toBe(VALID);
    expect(payload?.judge(Buffer.from([0x0a, 2, 8, 1]), false)).not.toBe(VALID);
  });
});

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];

describe('ProtoJSON', () => {
  const EVENT = proto3(`import "google/protobuf/struct.proto";
    message A { google.protobuf.NullValue none = 1; double d = 2; int32 n = 3; google.protobuf.Value v = 4;
      google.protobuf.Struct s = 5; repeated int32 xs = 6; }`);
  const payload = protobuf.payload(read(EVENT), { encoding: 'json' });
  const valueOf = (json: string) => {
    const found = payload?.read(Buffer.from(json));
    return found?.ok ? found.value.value : found?.error[0]?.message;
  };

  it.each([
    ['{"d":"NaN"}', { d: 'NaN' }],
    ['{"n":"1e2"}', { n: 100 }],
    ['{"n":"1.0"}', { n: 1 }],
    ['{"none":null}', { none: null }],
  ])('%s', (json, shown) => {
    expect(valueOf(json)).toMatchObject(shown);
  });

  it('has no whole number with a rest, and no half of a character', () => {
    expect(valueOf('{"n":"1.5"}')).toEqual(expect.any(String));
    expect(valueOf('{"v":"\\ud800"}')).toEqual(expect.any(String));
    expect(valueOf('{"s":{"a":"\\ud800"}}')).toEqual(expect.any(String));
  });

  it('writes nothing of an empty list', () => {
    expect(payload?.write?.(Buffer.from('{"xs":[]}'))).toHaveLength(0);
  });
});
