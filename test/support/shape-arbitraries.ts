import fc from 'fast-check';

type Shape = Readonly<Record<string, unknown>>;

/** Texts that have hurt somebody before. */
const nasty = fc.constantFrom(
  '',
  '%',
  '%s%d%n',
  '\0',
  '\u2028',
  '\ud800',
  '🙂',
  '__proto__',
  "'; DROP TABLE versions; --",
  '../..',
  'x'.repeat(300),
  '{"type":"object"}',
  '{"type":"record","name":"A","fields":[]}',
  'syntax = "proto3"; message A {}',
  '-1',
  '2147483648',
  '1e400',
);
const anything = fc.oneof(nasty, fc.jsonValue({ maxDepth: 2 }));

/** Values of a shape of the document, now and then with something else in a place. */
export class ShapeArbitraries {
  constructor(private readonly components: Readonly<Record<string, Shape>>) {}

  of(shape: Shape, depth = 0): fc.Arbitrary<unknown> {
    if (depth > 6) return fc.constant(null);
    return fc.oneof(
      { arbitrary: this.fitting(shape, depth), weight: 9 },
      { arbitrary: anything, weight: 1 },
    );
  }

  private fitting(shape: Shape, depth: number): fc.Arbitrary<unknown> {
    const { $ref, anyOf, enum: words, const: only, examples, type } = shape;
    if (typeof $ref === 'string')
      return this.fitting(this.components[$ref.split('/').at(-1) ?? ''] ?? {}, depth + 1);
    if (Array.isArray(examples) && examples.length > 0)
      return fc.oneof(fc.constantFrom(...(examples as unknown[])), this.plain(shape, depth));
    if (Array.isArray(words)) return fc.constantFrom(...(words as unknown[]));
    if (only !== undefined) return fc.constant(only);
    if (Array.isArray(anyOf))
      return fc.oneof(...(anyOf as Shape[]).map((each) => this.of(each, depth + 1)));
    return type === undefined ? anything : this.plain(shape, depth);
  }

  private plain(shape: Shape, depth: number): fc.Arbitrary<unknown> {
    switch (shape['type']) {
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'integer':
      case 'number':
        return fc.oneof(fc.constantFrom(0, 1, -1), fc.integer(), fc.maxSafeInteger());
      case 'string':
        return typeof shape['pattern'] === 'string'
          ? fc.stringMatching(new RegExp(shape['pattern'], 'u'))
          : fc.oneof(fc.constantFrom('a', 'b', '1'), nasty, fc.string({ unit: 'binary' }));
      case 'array':
        return fc.array(this.of((shape['items'] ?? {}) as Shape, depth + 1), { maxLength: 3 });
      case 'object':
        return this.members(shape, depth);
      default:
        return anything;
    }
  }

  private members(shape: Shape, depth: number): fc.Arbitrary<unknown> {
    const properties = (shape['properties'] ?? {}) as Record<string, Shape>;
    const { required = [] } = shape as { required?: string[] };
    const members = Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [name, this.of(each, depth + 1)]),
    );
    const named = fc.record(members, { requiredKeys: required });
    const { additionalProperties: others } = shape;
    if (typeof others !== 'object' || others === null) return named;
    return fc.dictionary(fc.oneof(nasty, fc.string()), this.of(others as Shape, depth + 1), {
      maxKeys: 3,
    });
  }
}
