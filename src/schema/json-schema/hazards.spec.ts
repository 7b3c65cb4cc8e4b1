import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { type ReferencedSource, type Validator } from '../language.js';
import { jsonSchema } from './json-schema.js';
import { mustEnd } from '../../../test/support/must-end.js';

const read = (schema: unknown, references: readonly ReferencedSource[] = []) =>
  jsonSchema.read({
    type: 'JSON',
    text: typeof schema === 'string' ? schema : JSON.stringify(schema),
    references,
  });
const codesOf = (schema: unknown, references?: readonly ReferencedSource[]): readonly string[] => {
  const result = read(schema, references);
  return result.ok ? [] : result.error.map(({ code }) => code);
};
function validatorOf(schema: unknown, references?: readonly ReferencedSource[]): Validator {
  const result = read(schema, references);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return jsonSchema.compile(result.value);
}
const draft2020 = 'https://json-schema.org/draft/2020-12/schema';
const nested = (depth: number): unknown =>
  JSON.parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth));

describe('no schema hangs or crashes the process', () => {
  it('judges ^(a+)+$ on 50,000 characters without trying every way to split them', () => {
    const validator = validatorOf({ type: 'string', pattern: '^(a+)+$' });
    const text = 'a'.repeat(50_000);
    expect(mustEnd(() => [text, `${text}!`].map((each) => validator.isValid(each)))).toEqual([
      true,
      false,
    ]);
  });

  it.each([10_000, 100_000])('refuses a schema %i levels deep', (depth) => {
    expect(codesOf('{"a":'.repeat(depth))).toEqual(['SCHEMA_TOO_DEEP']);
    expect(codesOf('['.repeat(depth) + ']'.repeat(depth))).toEqual(['SCHEMA_TOO_DEEP']);
  });

  it('ends references that fan out to 2³⁰ evaluations', () => {
    const definitions: Record<string, unknown> = { d30: { type: 'string' } };
    for (let i = 0; i < 30; i++) {
      const next = { $ref: `#/definitions/d${i + 1}` };
      definitions[`d${i}`] = { allOf: [next, next] };
    }
    const validator = validatorOf({ definitions, $ref: '#/definitions/d0' });
    expect(mustEnd(() => validator.isValid('x'))).toBe(false);
    expect(validator.explain('x')).toEqual([
      expect.objectContaining({ message: expect.stringContaining('more steps') }),
    ]);
  });

  it('refuses what would copy itself beyond measure', () => {
    // Every reference leads to another place of one deep schema, so each is written out again.
    const wide = {
      properties: Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`p${i}`, true])),
    };
    const chain = (levels: number): object => (levels === 0 ? wide : { not: chain(levels - 1) });
    const anyOf = Array.from({ length: 55 }, (_, i) => ({
      $ref: `#/definitions/deep${'/not'.repeat(i)}`,
    }));
    const more = Array.from({ length: 60 }, (_, i) => ({
      $ref: `#/definitions/next${'/not'.repeat(i)}`,
    }));
    const result = read({
      definitions: { deep: chain(60), next: chain(60) },
      anyOf: [...anyOf, ...more],
    });
    const compiled = result.ok && jsonSchema.tryCompile(result.value);
    expect(compiled).toMatchObject({ ok: false, error: [{ code: 'SCHEMA_TOO_COMPLEX' }] });
    expect(() => result.ok && jsonSchema.compile(result.value)).toThrow('too complex');
    expect(result.ok && jsonSchema.sample(result.value, 1)).toBeUndefined();
  });

  it('makes an event of what leads back to itself, and ends where there is none', () => {
    const own = { $ref: '#/definitions/own' };
    const sampleOf = (schema: object) => {
      const result = read({ definitions: { own: schema }, ...own });
      return result.ok ? mustEnd(() => jsonSchema.sample(result.value, 1)) : result;
    };
    for (const schema of [
      { required: ['a'], properties: { a: own } },
      { type: 'array', items: [own, { type: 'string' }] },
      { contains: own },
      { additionalProperties: own, minProperties: 2 },
    ])
      expect(validatorOf({ definitions: { own: schema }, ...own }).isValid(sampleOf(schema))).toBe(
        true,
      );
    const endless = { type: 'object', required: ['a'], properties: { a: own, b: own } };
    expect(sampleOf(endless)).toBeUndefined();
    expect(sampleOf({ ...endless, required: ['a', 'b'] })).toBeUndefined();
  });

  it('refuses what overflows the compiler', () => {
    const definitions = Object.fromEntries(
      Array.from({ length: 1_900 }, (_, i) => [
        `d${i}`,
        { items: { $ref: `#/definitions/d${i + 1}` }, minItems: 1 },
      ]),
    );
    const half = (from: number) =>
      Object.fromEntries(Object.entries(definitions).slice(from, from + 950));
    const text = JSON.stringify({
      definitions: half(0),
      $defs: { d950: {} },
      $ref: '#/definitions/d0',
    });
    const result = read(text.replaceAll('"#/definitions/d950"', '"#/$defs/d950"'));
    const compiled = result.ok && jsonSchema.tryCompile(result.value);
    if (compiled && !compiled.ok) expect(compiled.error[0]?.code).toBe('SCHEMA_TOO_COMPLEX');
    else expect(compiled).toMatchObject({ ok: true });
  });

  it('answers an event deeper than the stack with a violation', () => {
    const validator = validatorOf({ properties: { a: { $ref: '#' } } });
    const event = nested(9_000);
    let deep: unknown = 1;
    for (let i = 0; i < 200_000; i++) deep = { a: deep };
    expect(typeof validator.isValid(event)).toBe('boolean');
    expect(validator.isValid(deep)).toBe(false);
    expect(validator.explain(deep)[0]?.message).toMatch(/nested too deep|more steps/);
  });

  it('finds repeated items of a long list without comparing each with each', () => {
    // Each with each would be 10¹⁰ comparisons: a quarter of an hour.
    const validator = validatorOf({ uniqueItems: true });
    const items = Array.from({ length: 150_000 }, (_, i) => ({ id: i, tags: ['a', { b: i }] }));
    expect(mustEnd(() => validator.isValid(items))).toBe(true);
    expect(validator.isValid([...items, { tags: ['a', { b: 7 }], id: 7 }])).toBe(false);
  });

  it('compiles an object at the width limit and refuses one beyond it', () => {
    const wide = (count: number) => ({
      properties: Object.fromEntries(
        Array.from({ length: count }, (_, i) => [`p${i}`, { type: 'string' }]),
      ),
    });
    const atLimit = read(wide(limits.schemaProperties.value));
    expect(atLimit.ok && jsonSchema.tryCompile(atLimit.value).ok).toBe(true);
    expect(codesOf(wide(limits.schemaProperties.value + 1))).toEqual(['SCHEMA_TOO_WIDE']);
  });

  it('judges formats on a megabyte of hostile text', () => {
    for (const format of [
      'email',
      'hostname',
      'uri',
      'uri-reference',
      'ipv6',
      'duration',
      'date-time',
      'json-pointer',
    ]) {
      const validator = validatorOf({ format });
      for (const piece of ['a', 'a.', 'a-', '1:', ':', '/', '~0/', 'P1Y', 'a@a.'])
        for (const size of [8_000, 1_000_000]) {
          const text = `${piece.repeat(size / piece.length)}!`;
          // One that looks at each pair of characters would look 10¹² times.
          expect(typeof mustEnd(() => validator.isValid(text))).toBe('boolean');
        }
    }
  });
});

describe('no name fools the validator', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf', ''])(
    'misses a required "%s" in an empty event',
    (name) => {
      const validator = validatorOf({ required: [name] });
      expect(validator.isValid({})).toBe(false);
      expect(validator.explain({})).toMatchObject([{ keyword: 'required' }]);
      expect(validator.isValid(JSON.parse(`{"${name}":1}`))).toBe(true);
    },
  );

  it.each(['toString', ''])('misses a "%s" that another member asks for', (name) => {
    for (const schema of [
      { dependencies: { a: ['b', name], c: true } },
      { $schema: draft2020, dependentRequired: { b: [], a: [name] } },
      { not: { not: { dependencies: { a: [name] } } } },
    ]) {
      const validator = validatorOf(schema);
      expect([validator.isValid({ a: 1, b: 1 }), validator.isValid({ b: 1 })]).toEqual([
        false,
        true,
      ]);
      expect(validator.explain({ a: 1, b: 1 })).toHaveLength(1);
      expect(validator.isValid(JSON.parse(`{"${name}":1,"a":1,"b":1}`))).toBe(true);
    }
  });

  it('misses a required __proto__, and sees one that an event really carries', () => {
    const validator = validatorOf({ required: ['__proto__'] });
    expect([validator.isValid({}), validator.isValid(JSON.parse('{"__proto__":1}'))]).toEqual([
      false,
      true,
    ]);
  });

  it('counts __proto__ as the additional property it is, and pollutes nothing', () => {
    const validator = validatorOf({ properties: { a: true }, additionalProperties: false });
    const event: unknown = JSON.parse('{"__proto__":{"polluted":true}}');
    expect(validator.isValid(event)).toBe(false);
    expect(validator.explain(event)).toEqual([
      expect.objectContaining({ pointer: '/__proto__', keyword: 'additionalProperties' }),
    ]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each(['__proto__', 'toString', 'constructor'])('counts an unevaluated "%s"', (name) => {
    const schema = {
      $schema: draft2020,
      anyOf: [{ properties: { a: true } }, { properties: { b: true } }],
      unevaluatedProperties: false,
    };
    const validator = validatorOf(schema);
    expect(validator.isValid({ a: 1 })).toBe(true);
    expect(validator.isValid(JSON.parse(`{"a":1,"${name}":1}`))).toBe(false);
  });

  it('compares constants by value, whatever methods their members are called after', () => {
    const validator = validatorOf({ const: { valueOf: 1, toString: 2, constructor: 3 } });
    expect(validator.isValid(JSON.parse('{"constructor":3,"toString":2,"valueOf":1}'))).toBe(true);
    expect(validator.isValid({ valueOf: 1 })).toBe(false);
    expect(validatorOf({ enum: [{ a: 1 }, 'x'] }).isValid(JSON.parse('{"valueOf":1}'))).toBe(false);
  });

  it('refuses the name __proto__ in a schema, wherever it stands', () => {
    expect(codesOf('{"properties":{"__proto__":{}}}')).toEqual(['SCHEMA_RESERVED_NAME']);
    expect(codesOf('{"default":{"__proto__":{}}}')).toEqual(['SCHEMA_RESERVED_NAME']);
  });
});

describe('ajv keeps to what the schema says', () => {
  it('does not merge two patterns into the first', () => {
    const validator = validatorOf({ properties: { a: { pattern: '^a$' }, b: { pattern: '^b$' } } });
    expect(validator.isValid({ a: 'a', b: 'b' })).toBe(true);
    expect(validator.isValid({ a: 'a', b: 'a' })).toBe(false);
    expect(validator.isValid({ a: 'b', b: 'b' })).toBe(false);
  });

  it('never changes the event', () => {
    const validator = validatorOf({
      type: 'object',
      properties: { n: { type: 'integer', default: 7 }, s: { type: 'string' } },
      additionalProperties: false,
    });
    const event = Object.freeze({ s: 5, extra: Object.freeze({}) });
    validator.isValid(event);
    validator.explain(event);
    expect(event).toEqual({ s: 5, extra: {} });
  });

  it('does not know OpenAPI’s nullable, nor $data', () => {
    expect(validatorOf({ type: 'string', nullable: true }).isValid(null)).toBe(false);
    expect(codesOf({ properties: { a: { maximum: { $data: '1/b' } } } })).toEqual([
      'SCHEMA_INVALID',
    ]);
  });

  it('knows that 19.99 is a multiple of 0.01, and 1.5 of no integer', () => {
    const validator = validatorOf({ multipleOf: 0.01 });
    expect([19.99, 0.07, 1e-2, 4.35, 1.1].every((price) => validator.isValid(price))).toBe(true);
    expect([0.005, 19.999, 1e-9].some((price) => validator.isValid(price))).toBe(false);
    expect(validatorOf({ multipleOf: 3 }).isValid(1e300)).toBe(false);
    expect(validatorOf({ multipleOf: 2.5 }).isValid(1e300)).toBe(true);
    expect(validatorOf({ multipleOf: 2 }).isValid(1.5)).toBe(false);
    expect(validatorOf({ multipleOf: 2 }).isValid(Infinity)).toBe(false);
  });

  it('lets an empty enum refuse everything', () => {
    expect(validatorOf({ $schema: draft2020, enum: [] }).isValid(1)).toBe(false);
  });
});

describe('no schema opens a connection', () => {
  it.each([
    'http://169.254.169.254/latest',
    'https://example.com/schema.json',
    'file:///etc/passwd',
    'other.json',
    '#/definitions/none',
    '#none',
    'urn:example:x',
    '//example.com/x',
    '#/%zz',
  ])('a $ref to %s is refused by name', (ref) => {
    const result = read({ properties: { a: { $ref: ref } } });
    expect(result.ok ? [] : result.error).toEqual([
      expect.objectContaining({
        code: 'REF_NOT_REGISTERED',
        pointer: '/properties/a/$ref',
        message: expect.stringContaining(ref),
      }),
    ]);
  });

  it('is refused in a referenced schema too, which is named', () => {
    const result = read({ $ref: 'a.json' }, [
      { name: 'a.json', text: '{"items":{"$ref":"b.json"}}' },
    ]);
    expect(result.ok ? [] : result.error[0]).toMatchObject({
      code: 'REF_NOT_REGISTERED',
      pointer: '/items/$ref',
      message: expect.stringMatching(/^In the referenced schema "a.json"/),
      line: 1,
    });
  });
});
