import { describe, expect, it } from '@jest/globals';
import type { Finding } from '#kernel';
import type { ReferencedSource, SchemaSource } from '#schema';
import { checkCompatibility, type CompatibilityQuestion } from '../check.js';

const source = (text: string, references: readonly ReferencedSource[] = []): SchemaSource => ({
  ...{ type: 'PROTOBUF', text, references },
});
const proto3 = (text: string): string => `syntax = "proto3"; ${text}`;
const proto2 = (text: string): string => `syntax = "proto2"; ${text}`;
const edition = (text: string): string => `edition = "2023"; ${text}`;

function compare(
  old: string | SchemaSource,
  changed: string | SchemaSource,
  more: Partial<CompatibilityQuestion> = {},
) {
  const [before, after] = [old, changed].map((each) =>
    typeof each === 'string' ? source(each) : each,
  ) as [SchemaSource, SchemaSource];
  const { comparisons } = checkCompatibility({
    ...{ old: [{ version: 1, source: before }], new: after },
    ...{ mode: 'BACKWARD', assumption: 'open-world', ...more },
  });
  const [comparison] = comparisons;
  if (!comparison) throw new Error('nothing was compared');
  return comparison;
}

const FORWARD = { mode: 'FORWARD' } as const;
const DECLARED = { assumption: 'declared-only' } as const;
const breaks = (findings: readonly Finding[]) =>
  findings.filter(({ severity }) => severity === 'breaking').map(({ ruleId }) => ruleId);
const told = (findings: readonly Finding[]) =>
  findings.map(({ severity, ruleId }) => `${severity} ${ruleId}`);

describe('the judge for Protobuf', () => {
  it('wraps the event in everything around the place that breaks', () => {
    const order = (type: string) =>
      proto2(`
        message Order {
          required string id = 1;
          repeated Part parts = 2;
          message Part { oneof what { bool none = 1; Lines lines = 2; } }
          message Lines { map<int64, Line> by_number = 7; required Color color = 8; }
          message Line { required bytes key = 1; optional ${type} cents = 2; }
          enum Color { RED = 3; }
        }`);
    const [finding] = compare(order('int64'), order('int32')).findings;
    expect(finding).toMatchObject({
      ...{ ruleId: 'PROTO_FIELD_TYPE_CHANGED', oldPath: '/Order/Line/2', newPath: '/Order/Line/2' },
      witness: {
        event:
          '{"id":"","parts":[{"lines":{"byNumber":{"0":{"key":"","cents":"4294967296"}},"color":"RED"}}]}',
        bytes: '0a00121212103a0c080012080a001080808080104003',
        ...{ acceptedBy: 'old', rejectedBy: 'new' },
      },
    });
  });

  it('turns the sides round for old readers', () => {
    const status = (values: string) =>
      proto2(`message A { optional Status s = 1; } enum Status { ${values} }`);
    const { findings } = compare(status('NEW = 0;'), status('NEW = 0; PAID = 1;'), FORWARD);
    expect(findings[0]).toMatchObject({
      ...{ ruleId: 'PROTO_ENUM_VALUE_ADDED', oldPath: '/Status', newPath: '/Status/1' },
      witness: { event: '{"s":"PAID"}', acceptedBy: 'new', rejectedBy: 'old' },
    });
  });

  it('leaves out what no writer can send', () => {
    const endless = (type: string) =>
      proto2(
        `message A { optional B b = 1; message B { required B b = 1; optional ${type} x = 2; } }`,
      );
    const { verdict, findings } = compare(endless('int64'), endless('int32'));
    expect([verdict, told(findings)]).toEqual(['compatible', ['warning PROTO_FIELD_TYPE_CHANGED']]);
    const held = (field: string) =>
      proto2(`message A { ${field} message B { required B b = 1; } }`);
    for (const field of [
      'optional string b = 1;',
      'optional B b = 2;',
      'optional B x = 1;',
      'oneof one { B b = 1; }',
    ])
      expect(compare(held('repeated B b = 1;'), held(field)).verdict).toBe('compatible');
    const group = 'optional group B = 1 { required B b = 1; }';
    const both = compare(
      proto2(`message A { ${group} }`),
      proto2('message A { optional B b = 1; message B { required B b = 1; } }'),
    );
    expect(both.verdict).toBe('compatible');
    const none = compare(proto2('message A { required A a = 1; }'), proto2('enum E { X = 0; }'));
    expect(none.verdict).toBe('compatible');
  });

  it('tells what changed where no event comes, too', () => {
    const message = (value: string) =>
      proto2(`message A { required A a = 1; map<string, ${value}> b = 2; }`);
    const { verdict, findings } = compare(message('fixed64'), message('bool'));
    expect([verdict, told(findings)]).toEqual(['compatible', ['warning PROTO_FIELD_TYPE_CHANGED']]);
  });

  it('goes round in recursion once, however it is wound up', () => {
    const tree = (type: string) =>
      proto3(
        `message Tree { repeated Tree inner = 1; map<string, Tree> named = 2; ${type} x = 3; }`,
      );
    expect(compare(tree('int32'), tree('int64')).verdict).toBe('compatible');
    expect(compare(tree('int64'), tree('int32')).findings[0]?.witness?.event).toBe(
      '{"x":"4294967296"}',
    );
  });

  it('judges every message of a file, the first one first', () => {
    const both = (type: string) =>
      proto3(`message A { B b = 1; } message B { ${type} x = 1; } message C { ${type} y = 1; }`);
    const { findings } = compare(both('sint32'), both('int32'));
    expect(findings.map(({ newPath, witness }) => [newPath, witness?.event])).toEqual([
      ['/B/1', '{"b":{"x":1}}'],
      ['/C/1', '{"y":1}'],
    ]);
    expect(findings[1]?.witness?.reason).toContain('of "C"');
  });

  it('finds a message by its name below the package, else by its position', () => {
    const inPackage = (name: string, inner: string) =>
      proto3(`package ${name}; message A { message Inner { ${inner} x = 1; } Inner i = 1; }`);
    const moved = compare(inPackage('one', 'int32'), inPackage('two', 'int64'));
    expect(told(moved.findings)).toEqual([
      'warning PROTO_PACKAGE_CHANGED',
      'info PROTO_FIELD_TYPE_CHANGED',
    ]);
    const renamed = compare(
      proto3('message A { message One { int32 x = 1; } }'),
      proto3('message A { message Two { string x = 1; } }'),
    );
    expect(told(renamed.findings)).toEqual([
      'breaking PROTO_FIELD_TYPE_CHANGED',
      'warning PROTO_MESSAGE_RENAMED',
    ]);
    const nested = compare(
      proto3('message A { message One {} message Two {} }'),
      proto3('message A { message Two {} message One {} }'),
    );
    expect(told(nested.findings)).toEqual(['warning PROTO_MESSAGE_ORDER_CHANGED']);
  });

  it('reads the first message as what stands in its place when it is gone', () => {
    const { findings, verdict } = compare(
      proto3('message Gone { string id = 1; } message Kept { int32 id = 1; }'),
      proto3('message Kept { int32 id = 1; } message Extra {}'),
    );
    expect([verdict, findings[0]?.ruleId]).toEqual(['incompatible', 'PROTO_FIELD_TYPE_CHANGED']);
    const none = proto3('enum E { X = 0; }');
    const some = proto2('message A { required bool on = 1; }');
    expect(compare(some, none).findings[0]).toMatchObject({
      ...{ ruleId: 'PROTO_MESSAGE_REMOVED', oldPath: '/A', newPath: '' },
      witness: { event: '{"on":false}', bytes: '0800' },
    });
    expect(compare(none, some, FORWARD).findings[0]).toMatchObject({
      ...{ ruleId: 'PROTO_MESSAGE_ADDED', oldPath: '', newPath: '/A' },
    });
    expect(compare(none, some).verdict).toBe('compatible');
    expect(compare(none, proto3('enum E { X = 0; Y = 1; }')).verdict).toBe('compatible');
  });

  it('tells more than one way in which a value is misread', () => {
    const field = (text: string) => edition(`message A { ${text} } message B { bytes x = 1; }`);
    const reasonOf = (old: string, changed: string) => {
      const { findings } = compare(field(old), field(changed));
      return findings.find(({ witness }) => witness)?.witness?.reason;
    };
    expect(reasonOf('repeated uint32 x = 1;', 'uint32 x = 1;')).toBe(
      'In the bytes 0a020101 of "A", "x" is [1, 1] to the writer, and the reader finds no value of it.',
    );
    expect(reasonOf('bytes x = 1;', 'bool x = 1;')).toBe(
      'In the bytes 0a01ff of "A", "x" is the bytes ff to the writer, and the reader finds no value of it.',
    );
    expect(reasonOf('B x = 1;', 'string x = 1;')).toBe(
      'In the bytes 0a00 of "A", "x" is a "B" to the writer and "" to the reader.',
    );
    expect(reasonOf('map<string, B> x = 1;', 'B x = 1;')).toContain('a map of 2 entries');
    expect(reasonOf('string x = 1;', 'repeated int32 x = 1;')).toBe(
      'In the bytes 0a0161 of "A", "x" is "a" to the writer and a list of 97 to the reader.',
    );
    expect(reasonOf('bytes x = 1;', 'B x = 1;')).toBe(
      'The reader refuses the bytes 0a01ff of "A": A number has more than ten bytes.'.replace(
        'A number has more than ten bytes.',
        'The value needs 1 bytes, and 0 are left.',
      ),
    );
    expect(reasonOf('double x = 1;', 'fixed64 x = 1;')).toBe(
      'In the bytes 09000000000000f83f of "A", "x" is 1.5 to the writer and 4609434218613702656 to the reader.',
    );
    expect(
      reasonOf('x y = 1; message x { bytes a = 1; }', 'x y = 1; message x { int32 a = 2; }'),
    ).toBe(
      'In the bytes 0a030a01ff of "A", "a" is the bytes ff to the writer, and the reader finds no value of it.',
    );
    expect(reasonOf('string a = 1; bool b = 2;', 'string b = 1; bool a = 2;')).toBe(
      'In the bytes 0a0161 of "A", "a" is "a" to the writer; the reader takes it for its "b".',
    );
  });

  it('reads values of enums by what names mean', () => {
    const order = (values: string, field = 'E e = 1;', more = '') =>
      proto3(`message A { ${field} } enum E { ${more} ${values} }`);
    const first = 'X = 0; Y = 1; Z = 2;';
    expect(compare(order(first), order('X = 0; Z = 1; Y = 2;')).findings[0]).toMatchObject({
      message: 'The value Y of "E" had the number 1 and has 2 now.',
      witness: { event: '{"e":"Y"}' },
    });
    // A name that is gone with its number taken is renamed, or something new: nothing tells.
    expect(told(compare(order(first), order('X = 0; W = 1; Z = 2;')).findings)).toEqual([
      'warning PROTO_ENUM_VALUE_RENAMED',
    ]);
    // A name that moved to a number nobody had.
    const moved = compare(order(first), order('X = 0; Y = 9; Z = 2;'));
    expect(told(moved.findings)).toEqual(['breaking PROTO_ENUM_VALUE_NUMBER_CHANGED']);
    // Zero is not sent, so that its name moved is seen where it is.
    const zero = order('Y = 0; X = 1;');
    expect(breaks(compare(order('X = 0; Y = 1;'), zero).findings)).toHaveLength(2);
    const twice = order('X = 0; Y = 1; V = 1; Z = 2;', 'E e = 1;', 'option allow_alias = true;');
    expect(breaks(compare(order(first), twice).findings)).toEqual([]);
    expect(breaks(compare(twice, order(first)).findings)).toEqual([]);
    // JSON is written with the first name of a number; that another one stays does not help there.
    const isMoved = (names: string) =>
      compare(twice, order(names, 'E e = 1;')).verdict === 'incompatible';
    expect([isMoved('X = 0; V = 1; Y = 5;'), isMoved('X = 0; Y = 1; V = 5;')]).toEqual([
      true,
      false,
    ]);
  });

  it('asks of every field that holds an enum, and says it once', () => {
    const closed = (values: string) =>
      proto2(`message A { optional E a = 1; repeated E b = 2; map<string, E> c = 3; }
        enum E { ${values} }`);
    const { findings } = compare(closed('X = 0; Y = 1;'), closed('X = 0;'));
    expect(told(findings)).toEqual(['breaking PROTO_ENUM_VALUE_REMOVED']);
    const unused = (values: string) => proto2(`message A {} enum E { ${values} }`);
    expect(told(compare(unused('X = 0; Y = 1;'), unused('X = 0;')).findings)).toEqual([
      'warning PROTO_ENUM_VALUE_REMOVED',
    ]);
  });

  it('calls what bytes keep safe', () => {
    const same = (old: string, changed: string) => {
      const rest = 'message M { int32 key = 1; int64 value = 2; } enum E { X = 0; Y = 1; }';
      const made = (field: string) => edition(`message A { ${field} } ${rest}`);
      return compare(made(old), made(changed)).verdict;
    };
    for (const [old, changed] of [
      ['int32 a = 1;', 'int64 a = 1;'],
      ['uint32 a = 1;', 'int64 a = 1;'],
      ['bool a = 1;', 'E a = 1;'],
      ['E a = 1;', 'int32 a = 1;'],
      ['sint32 a = 1;', 'sint64 a = 1;'],
      ['string a = 1;', 'bytes a = 1;'],
      ['string a = 1;', 'repeated string a = 1;'],
      ['M a = 1;', 'bytes a = 1;'],
      ['M a = 1;', 'repeated M a = 1;'],
      ['map<int32, int64> a = 1;', 'repeated M a = 1;'],
      ['map<int32, M> a = 1;', 'map<int64, M> a = 1;'],
      [
        'repeated int32 a = 1;',
        'repeated int32 a = 1 [features.repeated_field_encoding = EXPANDED];',
      ],
      ['oneof o { bool a = 1; bool b = 2; }', 'bool a = 1; bool b = 2;'],
    ] as const)
      expect([old, changed, same(old, changed)]).toEqual([old, changed, 'compatible']);
  });

  it('shows no zero where absence is read as zero', () => {
    const withField = (field: string) =>
      edition(`message A { ${field}; } enum E { X = 0; } enum F { Y = 0; }`);
    const implicit = '[features.field_presence = IMPLICIT]';
    const [moved] = compare(withField('E c = 3'), withField(`E c = 8 ${implicit}`)).findings;
    expect(moved).toMatchObject({
      ...{ ruleId: 'PROTO_FIELD_NUMBER_CHANGED', severity: 'breaking' },
      witness: { event: '{"c":1}' },
    });
    const named = compare(withField('E c = 3'), withField(`E c = 8 ${implicit}`), DECLARED);
    expect(named.verdict).toBe('compatible');
    // Two zeros in a list are one too many; one is what the reader takes for granted.
    const closed = 'enum N { option features.enum_type = CLOSED; NIL = 0; }';
    const listed = compare(
      `${withField('repeated N c = 3')} ${closed}`,
      `${withField(`sfixed32 c = 3 ${implicit}`)} ${closed}`,
    );
    expect(told(listed.findings)).toEqual([
      'breaking PROTO_FIELD_CARDINALITY_CHANGED',
      'warning PROTO_FIELD_TYPE_CHANGED',
    ]);
    const text = compare(withField('string c = 3'), withField(`int32 c = 8 ${implicit}`), DECLARED);
    expect(text.verdict).toBe('incompatible');
  });

  it('leaves no entry of a map to what readers differ in', () => {
    const closed = 'enum One { option features.enum_type = CLOSED; NIL = 0; }';
    const withMap = (value: string) =>
      edition(`message A { map<string, ${value}> a = 1; } ${closed}`);
    const [inAnotherForm] = compare(withMap('One'), withMap('sfixed32')).findings;
    expect(inAnotherForm).toMatchObject({
      ...{ ruleId: 'PROTO_FIELD_TYPE_CHANGED', severity: 'breaking' },
      witness: {
        ...{ event: '{"a":{"":"NIL"}}', bytes: '0a040a001000' },
        reason:
          'In the bytes 0a040a001000 of "A", "a" is a map of one entry to the writer; an entry of it holds what the reader does not know, and readers in Python, Ruby and PHP leave such an entry out.',
      },
    });
    const [old, changed] = ['Line a = 1; reserved 2;', 'map<string, int32> a = 1; reserved 2;'].map(
      (field) => edition(`message A { ${field} } message Line { string k = 1; bool more = 3; }`),
    ) as [string, string];
    expect(compare(old, changed).findings[0]).toMatchObject({
      ...{ ruleId: 'PROTO_FIELD_REMOVED', severity: 'breaking', oldPath: '/Line/3' },
      witness: { event: '{"a":{"more":true}}' },
    });
    expect(compare(old.replace('bool more = 3;', ''), changed).verdict).toBe('compatible');
  });

  it('sees rivals of a oneof only where a writer sends them together', () => {
    const message = (text: string) => proto3(`message A { ${text} }`);
    const two = 'oneof x { bool a = 1; bool b = 2; } oneof y { bool c = 3; bool d = 4; }';
    const one = 'oneof x { bool a = 1; bool b = 2; bool c = 3; bool d = 4; }';
    expect(compare(message(two), message(one)).findings[0]).toMatchObject({
      ...{ ruleId: 'PROTO_ONEOF_CHANGED', newPath: '/A/3' },
      witness: { event: '{"a":true,"c":true}' },
    });
    expect(compare(message(one), message(two)).verdict).toBe('compatible');
    const inOne = message('oneof z { bool a = 1; bool b = 2; }');
    expect(compare(message('oneof x { bool a = 1; bool b = 2; }'), inOne).verdict).toBe(
      'compatible',
    );
  });

  it('takes an extension for a field like any other', () => {
    const base = 'message A { extensions 5 to 9; }';
    const with_ = (field: string) => proto2(`${base} extend A { ${field} }`);
    expect(compare(with_('optional int64 x = 5;'), with_('optional int32 x = 5;'))).toMatchObject({
      verdict: 'incompatible',
      findings: [{ newPath: '/extend/A/5', witness: { event: '{"[x]":"4294967296"}' } }],
    });
    const moved = compare(with_('optional bool x = 5;'), with_('optional bool x = 6;'));
    expect(breaks(moved.findings)).toEqual(['PROTO_FIELD_NUMBER_CHANGED']);
    const inside = compare(
      with_('optional int64 x = 5;'),
      proto2('message A { optional int32 x = 5; }'),
    );
    expect(breaks(inside.findings)).toEqual(['PROTO_FIELD_TYPE_CHANGED']);
  });

  it('holds a default against zero that is not sent', () => {
    const field = (text: string, values = 'X = 0;') =>
      edition(`message A { ${text} } enum E { option features.enum_type = CLOSED; ${values} }`);
    const implicit = '[features.field_presence = IMPLICIT]';
    const verdictOf = (type: string, fallback: string) =>
      compare(field(`${type} a = 1 ${implicit};`), field(`${type} a = 1 [default = ${fallback}];`))
        .verdict;
    for (const [type, fallback, verdict] of [
      ...[['int64', '0', 'compatible'] as const, ['int64', '-3', 'incompatible'] as const],
      ...[['double', '-0.0', 'compatible'] as const, ['double', 'inf', 'incompatible'] as const],
      ...[['bool', 'false', 'compatible'] as const, ['bool', 'true', 'incompatible'] as const],
      ...[['string', '""', 'compatible'] as const, ['bytes', '"x"', 'incompatible'] as const],
    ])
      expect([type, fallback, verdictOf(type, fallback)]).toEqual([type, fallback, verdict]);
    const open = edition(`message A { E a = 1 ${implicit}; } enum E { ZERO = 0; ONE = 1; }`);
    const { findings } = compare(open, field('E a = 1;', 'ONE = 1; ZERO = 0;'));
    expect(findings[0]?.witness?.reason).toBe(
      'In an empty "A", "a" is ZERO (0) to the writer and ONE (1) to the reader.',
    );
    const named = compare(open, field('E a = 1 [default = ZERO];', 'ONE = 1; ZERO = 0;'), DECLARED);
    expect(named.verdict).toBe('compatible');
  });

  it('takes for granted what an assumption says, and nothing else', () => {
    const text = (check: string) =>
      edition(`message A { string x = 1 [features.utf8_validation = ${check}]; }`);
    expect(compare(text('NONE'), text('VERIFY')).findings[0]).toMatchObject({
      ...{ ruleId: 'PROTO_TEXT_CHECK_CHANGED', severity: 'breaking' },
      witness: { bytes: '0a01ff', event: '{"x":"\ufffd"}' },
    });
    expect(compare(text('NONE'), text('VERIFY'), DECLARED).verdict).toBe('compatible');
    const inMap = (check: string) =>
      edition(`message A { map<string, string> x = 1 [features.utf8_validation = ${check}]; }`);
    expect(compare(inMap('NONE'), inMap('VERIFY')).findings[0]?.witness?.bytes).toBe(
      '0a050a01ff1200',
    );
    const status = (type: string) =>
      edition(`message A { E e = 1; } enum E { option features.enum_type = ${type}; X = 0; }`);
    expect(compare(status('OPEN'), status('CLOSED')).verdict).toBe('incompatible');
    expect(compare(status('OPEN'), status('CLOSED'), DECLARED).verdict).toBe('compatible');
    const flag = (type: string) => proto3(`message A { ${type} e = 1; } enum E { X = 0; Y = 1; }`);
    expect(compare(flag('E'), flag('bool')).verdict).toBe('incompatible');
    expect(compare(flag('E'), flag('bool'), DECLARED).verdict).toBe('compatible');
    expect(compare(flag('E'), flag('sint32'), DECLARED).verdict).toBe('incompatible');
    const required = proto2('message A { required int32 x = 1 [default = 3]; }');
    const missing = compare(proto2('message A {}'), required, { assumption: 'defaults-applied' });
    expect(missing.verdict).toBe('incompatible');
  });

  it('finds nothing where all that is sent is zero, which is not sent', () => {
    const only = (type: string) => proto3(`message A { ${type} e = 1; } enum E { X = 0; }`);
    for (const type of ['sint32', 'fixed32', 'string'])
      expect(compare(only('E'), only(type), DECLARED).verdict).toBe('compatible');
  });

  it('leaves open what no event of a fair size shows', () => {
    const deep = (type: string) => {
      const levels = Array.from(
        { length: 120 },
        (_, i) => `message M${i} { required M${i + 1} next = 1; }`,
      );
      return proto2(`message A { optional M0 m = 1; } ${levels.join(' ')}
        message M120 { optional ${type} x = 1; }`);
    };
    // By itself the innermost message is an event, and small.
    expect(compare(deep('int64'), deep('int32')).findings[0]?.witness?.event).toBe(
      '{"x":"4294967296"}',
    );
    const lists = (label: string) => {
      const levels = Array.from(
        { length: 120 },
        (_, i) => `message M${i} { required M${i + 1} next = 1; }`,
      );
      return proto2(`message A { ${label} M0 m = 1; } ${levels.join(' ')} message M120 {}`);
    };
    const { verdict, undecidedBecause, findings } = compare(lists('repeated'), lists('optional'));
    expect([verdict, undecidedBecause]).toEqual([
      'undecided',
      expect.stringContaining('larger than the events tried here'),
    ]);
    expect(told(findings)).toEqual(['warning PROTO_FIELD_CARDINALITY_CHANGED']);
    const wide = (label: string) => {
      const levels = Array.from(
        { length: 20 },
        (_, i) => `message M${i} { required M${i + 1} a = 1; required M${i + 1} b = 2; }`,
      );
      return proto2(`message A { ${label} M0 m = 1; } ${levels.join(' ')} message M20 {}`);
    };
    expect(compare(wide('repeated'), wide('optional')).verdict).toBe('undecided');
    const around = (type: string) =>
      proto2(
        `import "c.proto"; message A { required B b = 1; optional I i = 2; }
        message B { required C c = 1; } message C { required C0 c = 1; }
        ${Array.from({ length: 120 }, (_, i) => `message C${i} { required C${i + 1} c = 1; }`).join(' ')}
        message C120 {}`.replace('optional I', `optional ${type}`),
      );
    const imported = (type: string) =>
      source(around('I'), [
        { name: 'c.proto', text: proto2(`message I { optional ${type} x = 1; }`) },
      ]);
    expect(compare(imported('int64'), imported('int32')).verdict).toBe('undecided');
  });

  it('is not thrown by a chain of messages longer than any event', () => {
    const chain = proto3(
      `import "end.proto"; ${Array.from(
        { length: 6_000 },
        (_, i) => `message M${i} { ${i === 5_999 ? 'End' : `M${i + 1}`} m = 1; }`,
      ).join(' ')}`,
    );
    const made = (type: string) =>
      source(chain, [{ name: 'end.proto', text: proto3(`message End { ${type} x = 1; }`) }]);
    expect(compare(made('int32'), made('int64')).verdict).toBe('compatible');
    expect(compare(made('int64'), made('int32')).verdict).toBe('undecided');
  });

  it('stops at its budget, says so, and still shows what it found', () => {
    const wide = (type: string, count = 50) =>
      proto3(
        `message A { ${Array.from({ length: count }, (_, i) => `${type} f${i} = ${i + 1};`).join(' ')} }`,
      );
    expect(compare(wide('int32'), wide('int64'), { stepsMax: 10 })).toMatchObject({
      verdict: 'undecided',
      undecidedBecause: expect.stringContaining('budget of 10 steps'),
    });
    const broken = compare(wide('int64', 300), wide('int32', 300));
    expect([broken.verdict, breaks(broken.findings).length]).toEqual(['incompatible', 100]);
    // What breaks nobody is passed over when there is too much of it; what may break is not.
    const twice = (count: number) =>
      `${wide('bool', count)} ${wide('bool', count).replace(/^.*?message A/, 'message B')}`;
    const many = compare(twice(0), twice(700));
    expect([many.verdict, many.findings.length]).toEqual(['compatible', 1_000]);
    const values = Array.from({ length: 1_200 }, (_, i) => `V${i} = ${i + 1};`).join(' ');
    const message = 'message A { required A self = 1; } message B { optional E e = 1; }';
    const closed = (all: string) => proto2(`${message} enum E { ZERO = 0; ${all} }`);
    expect(breaks(compare(closed(values), closed('')).findings)).toHaveLength(100);
  });

  it('is not misled by wide enums, wide oneofs and twins of twins', () => {
    const numbers = Array.from({ length: 3_000 }, (_, i) => i);
    const enumOf = (prefix: string) =>
      proto3(`message A { repeated E e = 1; E f = 2; }
        enum E { ZERO = 0; ${numbers.map((i) => `${prefix}${i} = ${i + 1};`).join(' ')} }`);
    expect(compare(enumOf('A'), enumOf('A').replace('E f = 2;', 'E g = 2;')).verdict).toBe(
      'compatible',
    );
    const few = numbers.slice(0, 900);
    const oneofOf = (name: string) =>
      proto3(
        `message A { oneof ${name} { ${few.map((i) => `bool b${i} = ${i + 1};`).join(' ')} } }`,
      );
    expect(compare(oneofOf('one'), oneofOf('two')).verdict).toBe('compatible');
    const twins = (name: string) =>
      proto3(
        numbers
          .slice(0, 100)
          .map(
            (i) =>
              `message ${name}${i} { ${name}${(i + 1) % 100} a = 1; ${name}${(i * 7) % 100} b = 2; }`,
          )
          .join(' '),
      );
    expect(compare(twins('A'), twins('A').replaceAll('a = 1', 'c = 1')).verdict).toBe('compatible');
  });

  it('answers a text that is no schema with a reason', () => {
    const fine = proto3('message A {}');
    expect(compare('message', fine).undecidedBecause).toContain('The old schema cannot be read.');
    expect(compare(fine, 'message').undecidedBecause).toContain('The new schema cannot be read.');
  });

  it('names the imported file in the place of what it declares', () => {
    const order = proto3('import "m.proto"; message A { repeated m.Money m = 1; m.E e = 2; }');
    const money = (type: string, values: string) => [
      {
        name: 'm.proto',
        text: proto3(`package m; message Money { ${type} cents = 1; } enum E { ${values} }`),
      },
    ];
    const { findings } = compare(
      source(order, money('int64', 'X = 0; Y = 1;')),
      source(order, money('int32', 'X = 0; Z = 1; Y = 2;')),
    );
    expect(findings.map(({ newPath, witness }) => [newPath, witness?.event])).toEqual([
      ['m.proto#/E/2', '{"e":"Y"}'],
      ['m.proto#/Money/1', '{"m":[{"cents":"4294967296"}]}'],
    ]);
  });

  it('leaves open what is larger than any event where the change stands, or around it', () => {
    const chain = (name: string, size: number) =>
      `${Array.from({ length: size }, (_, i) => `message ${name}${i} { required ${name}${i + 1} n = 1; }`).join(' ')}
        message ${name}${size} {}`;
    const tail = (type: string) =>
      proto2(`message A { required C0 c = 1; optional ${type} x = 2; } ${chain('C', 120)}`);
    // No event of A has a fair size, with or without x.
    expect(compare(tail('int64'), tail('int32')).verdict).toBe('undecided');
    // Each half is small enough, and both together are too deep for a parser.
    const halves = (type: string) =>
      source(
        proto2(`import "end.proto"; message A { optional B0 b = 1; }
          ${Array.from({ length: 60 }, (_, i) => `message B${i} { optional ${i === 59 ? 'End' : `B${i + 1}`} n = 1; }`).join(' ')}`),
        [
          {
            name: 'end.proto',
            text: proto2(
              `message End { required D0 d = 1; optional ${type} x = 2; } ${chain('D', 60)}`,
            ),
          },
        ],
      );
    const found = compare(halves('int64'), halves('int32'));
    expect([found.verdict, told(found.findings)]).toEqual([
      'undecided',
      ['warning PROTO_FIELD_TYPE_CHANGED'],
    ]);
    expect(compare(halves('int32'), halves('int64')).verdict).toBe('compatible');
  });

  it('leaves open whether events that nobody reads are of a fair size', () => {
    const none = proto3('enum E { ZERO = 0; }');
    const wide =
      proto2(`${Array.from({ length: 20 }, (_, i) => `message M${i} { required M${i + 1} a = 1; required M${i + 1} b = 2; }`).join(' ')}
      message M20 {}`);
    const found = compare(wide, none);
    expect([found.verdict, told(found.findings)]).toEqual([
      'undecided',
      ['warning PROTO_MESSAGE_REMOVED'],
    ]);
    expect(compare(proto2('message A { required A a = 1; }'), none).verdict).toBe('compatible');
    expect(compare(proto2('message A {}'), none).verdict).toBe('incompatible');
  });

  it('looks for values of known events in lists, in maps and beside what is left out', () => {
    const order = (type: string) =>
      proto3(`message Order { repeated Line lines = 1; map<string, Line> named = 2; Line last = 3; }
        message Line { ${type} cents = 1; }`);
    const eventFor = (...examples: readonly unknown[]) =>
      compare(order('int64'), order('int32'), { examples }).findings[0]?.witness?.event;
    const cents = '8589934592';
    // What does not fit the writer shows nothing, and neither does a list without the field.
    const unfit = [7, { lines: [{ cents: true }] }, {}, { lines: [{}] }];
    expect(eventFor(...unfit)).toBe('{"lines":[{"cents":"4294967296"}]}');
    expect(eventFor(...unfit, { lines: [{}, { cents }] })).toBe(`{"lines":[{"cents":"${cents}"}]}`);
    const named = (type: string) =>
      proto3(`message Order { map<string, Line> named = 2; } message Line { ${type} note = 1; }`);
    const noted = (note: string) =>
      compare(named('string'), named('int32'), { examples: [{ named: { a: { note } } }] })
        .findings[0]?.witness?.event;
    expect(noted('gift')).toBe('{"named":{"":{"note":"gift"}}}');
    expect(noted('x'.repeat(61))).toBe('{"named":{"":{"note":"a"}}}');
  });

  it('takes a number without a name in a known event for the same number', () => {
    const status = (values: string) =>
      proto3(`message A { S s = 1; } enum S { NEW = 0; ${values} }`);
    const moved = [status('PAID = 1; SENT = 2;'), status('SENT = 1; PAID = 2;')] as const;
    const { findings } = compare(...moved, { examples: [{ s: 77 }] });
    expect(findings[0]?.witness?.event).toBe('{"s":"PAID"}');
  });

  it('breaks when an alias means another number now, though the first name is gone', () => {
    const level = (values: string) =>
      proto3(`message A { L l = 1; } enum L { option allow_alias = true; NONE = 0; ${values} }`);
    const { verdict, findings } = compare(
      level('HIGH = 1; TOP = 1; LOW = 2;'),
      level('MID = 1; LOW = 2; TOP = 2;'),
    );
    expect(verdict).toBe('incompatible');
    expect(findings[0]).toMatchObject({
      ruleId: 'PROTO_ENUM_VALUE_NUMBER_CHANGED',
      message: 'The value TOP of "L" had the number 1 and has 2 now.',
      witness: { event: '{"l":"HIGH"}' },
    });
  });

  it('takes a message that is read as bytes for those bytes', () => {
    const sub = (type: string, count: string) =>
      proto2(`message A { required ${type} b = 1; optional ${count} n = 2; }
        message B { required string s = 1; }`);
    expect(compare(sub('B', 'int32'), sub('bytes', 'int32')).verdict).toBe('compatible');
    const { findings } = compare(sub('B', 'int64'), sub('bytes', 'int32'));
    expect(breaks(findings)).toEqual(['PROTO_FIELD_TYPE_CHANGED']);
    expect(findings[0]).toMatchObject({
      oldPath: '/A/2',
      witness: { event: '{"b":{"s":""},"n":"4294967296"}' },
    });
  });

  it('says of a package that it came or went', () => {
    const [bare, packed] = [proto3('message A {}'), proto3('package shop; message A {}')];
    expect(compare(bare, packed).findings[0]?.message).toBe(
      'The package was none and is "shop" now.',
    );
    expect(compare(packed, bare).findings[0]?.message).toBe(
      'The package was "shop" and is none now.',
    );
  });

  it('shows the bytes where an event has no JSON form', () => {
    const nanos = (type: string) =>
      proto3(`import "google/protobuf/timestamp.proto"; message A { ${type} at = 1; }
        message T { int64 seconds = 1; uint32 nanos = 2; }`);
    // Only a negative number of nanoseconds is misread, and no time has that.
    const shown = compare(nanos('google.protobuf.Timestamp'), nanos('T')).findings[0]?.witness;
    expect([shown?.event, shown?.bytes]).toEqual([
      `"${shown?.bytes}"`,
      '0a0b10ffffffffffffffffff01',
    ]);
    const any = (type: string) =>
      source(
        proto2(`import "google/protobuf/any.proto";
          message A { required google.protobuf.Any any = 1; optional ${type} x = 2; }`),
      );
    expect(compare(any('int64'), any('int32')).findings[0]?.witness).toMatchObject({
      bytes: '0a00108080808010',
    });
    const time = (type: string) =>
      proto3(`import "google/protobuf/timestamp.proto";
        message A { ${type} at = 1; } message T { int64 seconds = 1; int32 nanos = 2; }`);
    const { findings } = compare(time('google.protobuf.Timestamp'), time('T'));
    expect(told(findings)).toEqual(['warning PROTO_TYPE_NAME_CHANGED']);
  });

  it('looks at services, though no event carries them', () => {
    const service = (methods: string) =>
      proto3(`message A {} message B {} service S { ${methods} } service T {}`);
    const one = 'rpc Do (A) returns (stream B);';
    const told_ = (old: string, changed: string) => told(compare(old, changed).findings);
    expect(told_(service(''), service(one))).toEqual(['info PROTO_SERVICE_CHANGED']);
    expect(told_(service(one), service(''))).toEqual(['warning PROTO_SERVICE_CHANGED']);
    expect(told_(service(one), service(one.replace('(A)', '(stream A)')))).toEqual([
      'warning PROTO_SERVICE_CHANGED',
    ]);
    const { findings } = compare(
      service(one),
      service(one.replace('Do', 'Undo') + 'rpc Ask (A) returns (B);'),
    );
    expect(findings.map(({ message }) => message)).toEqual([
      'The service "S" gained Undo (A to stream of B), Ask (A to B) and lost Do (A to stream of B).',
    ]);
    const [turned] = compare(
      service(one + one.replace('Do', 'X')),
      service(one.replace('Do', 'X') + one),
    ).findings;
    expect(turned?.message).toBe('The service "S" has its methods in another order.');
    const none = proto3('message A {} message B {}');
    expect(told_(service(''), none)).toEqual(Array(2).fill('warning PROTO_SERVICE_CHANGED'));
  });

  it('gives the same change the same fingerprint, wherever it is made', () => {
    const order = (type: string, more = '') => proto3(`${more} message A { ${type} x = 1; }`);
    const one = compare(order('int64'), order('int32')).findings[0]?.fingerprint;
    const moved = compare(order('int64', 'enum E { X = 0; }'), order('int32', 'enum E { X = 0; }'));
    expect(moved.findings[0]?.fingerprint).toBe(one);
    expect(compare(order('int64'), order('sint32')).findings[0]?.fingerprint).not.toBe(one);
  });
});

/** Pairs that other registries accept or refuse without an event: what each of them does to bytes. */
describe('what registries are known to get wrong about Protobuf', () => {
  const verdictOf = (old: string, changed: string) => compare(proto3(old), proto3(changed)).verdict;

  it.each([
    ['a label that is dropped', 'repeated int32 x = 1;', 'int32 x = 1;'],
    ['a longer number cut off', 'int64 x = 1;', 'int32 x = 1;'],
    ['bytes read as a text', 'bytes x = 1;', 'string x = 1;'],
    ['a number that is taken again', 'string x = 1;', 'repeated int32 y = 1;'],
    [
      'fields that become alternatives',
      'int32 x = 1; int32 y = 2;',
      'oneof o { int32 x = 1; int32 y = 2; }',
    ],
  ])('breaks: %s', (_what, old, changed) => {
    expect(verdictOf(`message A { ${old} }`, `message A { ${changed} }`)).toBe('incompatible');
  });

  it.each([
    ['another name', 'message A { int32 x = 1; }', 'message A { int32 y = 1; }'],
    [
      'a value that left an open enum',
      'message A { E e = 1; } enum E { X = 0; Y = 1; }',
      'message A { E e = 1; } enum E { X = 0; }',
    ],
    [
      'a field out of a oneof',
      'message A { oneof o { int32 x = 1; int32 y = 2; } }',
      'message A { int32 x = 1; oneof o { int32 y = 2; } }',
    ],
    [
      'a map as the entries it is',
      'message A { map<string, int32> m = 1; }',
      'message A { repeated E m = 1; } message E { string key = 1; int32 value = 2; }',
    ],
    [
      'a type of another name with the same inside',
      'message A { B b = 1; } message B { int32 x = 1; }',
      'message A { C b = 1; } message C { int32 x = 1; }',
    ],
    [
      'another package',
      'package a; message A { int32 x = 1; }',
      'package b; message A { int32 x = 1; }',
    ],
  ])('breaks nobody, and deserves a look: %s', (_what, old, changed) => {
    const { verdict, findings } = compare(proto3(old), proto3(changed));
    expect([verdict, findings[0]?.severity]).toEqual(['compatible', 'warning']);
  });

  describe('where the contract says which message is the event', () => {
    const file = (b: string, more = '') =>
      proto3(`package p; message A { int64 n = 1; } message B { ${b} } ${more}`);
    const named = (text: string, ...messages: string[]) => ({ ...source(text), messages });

    it('the others are told and break nobody', () => {
      const both = [file('int64 n = 1; map<int32, A> all = 2;'), file('string n = 1;')] as const;
      expect(breaks(compare(...both).findings)).toEqual(['PROTO_FIELD_TYPE_CHANGED']);
      const one = compare(named(both[0], 'p.A'), named(both[1], 'p.A'));
      expect(one.verdict).toBe('compatible');
      expect(told(one.findings)).toEqual([
        'warning PROTO_FIELD_REMOVED',
        'warning PROTO_FIELD_TYPE_CHANGED',
      ]);
      const other = compare(named(both[0], 'p.B'), named(both[1], 'p.B'));
      expect(breaks(other.findings)).toEqual(['PROTO_FIELD_TYPE_CHANGED']);
    });

    it('entries of maps of the others are told with them', () => {
      const maps = (type: string) =>
        named(file(`map<int32, ${type}> first = 1; map<int32, string> second = 2;`), 'p.A');
      const { verdict, findings } = compare(maps('string'), maps('bool'));
      expect(verdict).toBe('compatible');
      expect(told(findings)).toEqual(['warning PROTO_FIELD_TYPE_CHANGED']);
    });

    it('what it is made of is part of it', () => {
      const inside = (type: string) =>
        named(proto3(`message A { ${type} n = 1; } message B { A a = 1; }`), 'B');
      const { findings } = compare(inside('int64'), inside('int32'));
      expect(findings[0]).toMatchObject({
        ...{ ruleId: 'PROTO_FIELD_TYPE_CHANGED', severity: 'breaking' },
        witness: { event: '{"a":{"n":"4294967296"}}' },
      });
    });

    it('another name is held against the old one, whatever their places', () => {
      const text = file('int64 n = 1;', 'message C { string n = 1; }');
      expect(compare(named(text, 'p.A'), named(text, 'p.B')).verdict).toBe('compatible');
      const { verdict, findings } = compare(named(text, 'p.A'), named(text, 'p.C'));
      expect([verdict, breaks(findings)]).toEqual(['incompatible', ['PROTO_FIELD_TYPE_CHANGED']]);
      expect(compare(named(text, 'p.A'), named(text, 'p.A')).findings).toEqual([]);
    });

    it('several are several events, each against its own', () => {
      const [before, after] = [file('int64 n = 1;'), file('string n = 1;')];
      expect(compare(named(before, 'p.A'), named(after, 'p.A')).verdict).toBe('compatible');
      const two = compare(named(before, 'p.A', 'p.B'), named(after, 'p.A', 'p.B'));
      expect(two.verdict).toBe('incompatible');
    });

    it('one that is gone is read by nobody, and one that was not there yet by no old reader', () => {
      const [both, first] = [file('int64 n = 1;'), proto3('package p; message A { int64 n = 1; }')];
      const gone = compare(named(both, 'p.B'), named(first, 'p.B'));
      expect(gone.findings[0]).toMatchObject({
        ...{ ruleId: 'PROTO_MESSAGE_REMOVED', oldPath: '/B', severity: 'breaking' },
        message: 'The message "B" was removed, and the other schema has no such message.',
        witness: { event: '{}', reason: 'The reader declares no message for this event.' },
      });
      expect(compare(named(first, 'p.B'), named(both, 'p.B')).verdict).toBe('compatible');
      const ahead = compare(named(first, 'p.B'), named(both, 'p.B'), FORWARD);
      expect(breaks(ahead.findings)).toEqual(['PROTO_MESSAGE_ADDED']);
    });

    it('an old schema of which nobody said it has the message of that name, else its first', () => {
      const text = file('string n = 1;');
      expect(compare(text, named(text, 'p.B')).verdict).toBe('compatible');
      const later = file('int64 n = 1;').replace('message B', 'message C');
      expect(compare(text, named(later, 'p.C')).verdict).toBe('compatible');
      const worse = text.replace('message B', 'message C');
      expect(compare(text, named(worse, 'p.C')).verdict).toBe('incompatible');
    });
  });
});
