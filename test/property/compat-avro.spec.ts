/* eslint-disable @typescript-eslint/no-explicit-any -- the independent resolver reads schemas as they are written, of any form */
import { describe, expect, it } from '@jest/globals';
import avsc from 'avsc';
import fc from 'fast-check';
import { checkCompatibility, type CompatibilityReport } from '#compat';
import {
  avro,
  avroRootOf,
  decodeAvro,
  encodeAvro,
  type ReadSchema,
  type SchemaSource,
} from '#schema';
import { coveringData, DatumResolver } from '../support/avro-datum-oracle.js';

/**
 * Laws of the compatibility engine for Avro. Two judges that share no code with it look on: a
 * resolver of single data written from the specification (`test/support`), and avsc. Only schemas and bytes
 * made here reach avsc, which is no match for hostile ones.
 *
 * CONCORDAT_LAW_RUNS multiplies the pairs (nightly: 100). A failure prints its seed and path.
 */
const RUNS = Number(process.env.CONCORDAT_LAW_RUNS ?? 1);
const SEED = Number(process.env.CONCORDAT_LAW_SEED ?? 20261123);
const run = (pairs: number) => ({ numRuns: pairs * RUNS, seed: SEED });

// ── schemas ──────────────────────────────────────────────────────────────────────────────────

type Schema = string | Schema[] | { [attribute: string]: any };

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const DEFAULTS: Record<string, unknown> = {
  null: null,
  boolean: true,
  int: 1,
  long: 2,
  float: 0.5,
  double: 1.5,
  bytes: 'a',
  string: 'b',
};

/** Draws schemas and mutates them; names are unique in one schema, and shared between two. */
class Drawing {
  #named = 0;
  constructor(readonly below: (limit: number) => number) {}

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  schema(depth: number, inUnion = false): Schema {
    const simple = depth <= 0 || this.below(3) === 0;
    if (simple) return this.of(PRIMITIVES);
    switch (this.below(inUnion ? 6 : 8)) {
      case 0:
        return { type: 'array', items: this.schema(depth - 1) };
      case 1:
        return { type: 'map', values: this.schema(depth - 1) };
      case 2:
        return this.enum();
      case 3:
        return { type: 'fixed', name: this.name('F'), size: this.below(3) + 1 };
      case 4:
      case 5:
        return this.record(depth);
      default:
        return this.union(depth);
    }
  }

  name(prefix: string): string {
    return `${prefix}${this.#named++}`;
  }

  enum(): Schema {
    const symbols = ['A', 'B', 'C'].slice(0, this.below(3) + 1);
    return {
      type: 'enum',
      name: this.name('E'),
      symbols,
      ...(this.below(3) === 0 && { default: 'A' }),
    };
  }

  record(depth: number): Schema {
    const name = this.name('R');
    const fields = ['a', 'b', 'c'].slice(0, this.below(4)).map((field) => this.field(field, depth));
    // Now and then a record holds itself, behind a union, an array or nothing at all.
    const self = this.of<Schema>([['null', name], { type: 'array', items: name }, name]);
    if (this.below(4) === 0) fields.push({ name: 'self', type: self });
    return { type: 'record', name, fields };
  }

  field(name: string, depth: number): { [attribute: string]: any } {
    const type = this.schema(depth - 1);
    const fallback = typeof type === 'string' ? DEFAULTS[type] : undefined;
    return {
      name,
      type,
      ...(fallback !== undefined && this.below(2) === 0 && { default: fallback }),
    };
  }

  union(depth: number): Schema {
    const branches = Array.from({ length: this.below(3) + 1 }, () => this.schema(depth - 1, true));
    const kinds = new Set<string>();
    return branches.filter((branch) => {
      const kind =
        typeof branch === 'string'
          ? branch
          : Array.isArray(branch)
            ? ''
            : (branch.name ?? branch.type);
      const isNew = !kinds.has(kind);
      kinds.add(kind);
      return isNew;
    });
  }

  /** Changes a copy in one random place, in one of the ways schemas are really changed. */
  mutate(schema: Schema): Schema {
    if (this.below(4) === 0 || typeof schema === 'string') return this.replaced(schema);
    if (Array.isArray(schema)) return this.mutatedUnion(schema);
    switch (schema.type) {
      case 'record':
        return this.mutatedRecord(schema);
      case 'array':
        return { ...schema, items: this.mutate(schema.items) };
      case 'map':
        return { ...schema, values: this.mutate(schema.values) };
      case 'enum':
        return this.of<Schema>([
          { ...schema, symbols: schema.symbols.slice(0, -1).concat('Z') },
          { ...schema, symbols: [...schema.symbols, 'Z'] },
          { ...schema, default: schema.symbols[0] },
          { ...schema, symbols: schema.symbols.toReversed() },
        ]);
      case 'fixed':
        return { ...schema, size: schema.size + this.below(2) };
      default:
        return schema;
    }
  }

  replaced(schema: Schema): Schema {
    const promoted: Record<string, string[]> = {
      int: ['long', 'float', 'double'],
      long: ['int', 'double'],
      float: ['double'],
      double: ['float'],
      string: ['bytes'],
      bytes: ['string'],
    };
    if (typeof schema === 'string' && promoted[schema] && this.below(2) === 0)
      return this.of(promoted[schema]);
    if (typeof schema === 'string' && PRIMITIVES.includes(schema) && this.below(2) === 0)
      return schema === 'null' ? ['null', 'int'] : ['null', schema];
    if (typeof schema === 'object' && !Array.isArray(schema) && schema.name && this.below(3) === 0)
      return this.renamed(schema as { name: string });
    return this.of(PRIMITIVES);
  }

  /** With or without a way back for readers. */
  renamed(schema: { name: string }): Schema {
    const text = JSON.stringify(schema).replaceAll(`"${schema.name}"`, `"${schema.name}x"`);
    const renamed = JSON.parse(text) as { [attribute: string]: any };
    return this.below(2) === 0 ? renamed : { ...renamed, aliases: [schema.name] };
  }

  mutatedUnion(union: Schema[]): Schema {
    const index = this.below(union.length);
    if (this.below(3) === 0) return union.toReversed();
    if (this.below(2) === 0) return union.filter((_, at) => at !== index);
    const fresh = PRIMITIVES.filter((each) => !union.includes(each));
    return [...union, this.of(fresh)];
  }

  mutatedRecord(record: { [attribute: string]: any }): Schema {
    const { fields } = record;
    const index = this.below(Math.max(fields.length, 1));
    switch (this.below(6)) {
      case 0:
        return { ...record, fields: fields.toSpliced(index, 1) };
      case 1:
        return { ...record, fields: [...fields, { name: 'z', type: 'int', default: 3 }] };
      case 2:
        return { ...record, fields: [...fields, { name: 'z', type: 'string' }] };
      case 3:
        return { ...record, fields: fields.toReversed() };
      case 4: {
        const field = fields[index];
        const renamed = field && { ...field, name: 'y', aliases: [field.name] };
        return { ...record, fields: fields.toSpliced(index, 1, ...(renamed ? [renamed] : [])) };
      }
      default: {
        const field = fields[index];
        if (!field) return record;
        const { default: _dropped, ...rest } = field;
        return {
          ...record,
          fields: fields.toSpliced(index, 1, { ...rest, type: this.mutate(field.type) }),
        };
      }
    }
  }
}

const drawing = fc
  .infiniteStream(fc.nat(1_000_000))
  .map((stream) => new Drawing((limit) => (stream.next().value as number) % limit));

const isReadable = (schema: Schema) => avro.read(sourceOf(schema)).ok;
const pairs = drawing
  .map((draw): [Schema, Schema] => {
    const old = draw.schema(3);
    let changed = draw.mutate(structuredClone(old));
    for (let more = draw.below(3); more > 0; more--)
      changed = draw.mutate(structuredClone(changed));
    return [old, changed];
  })
  // Mutations may name a type twice or leave a name undefined; those are no schemas.
  .filter((pair) => pair.every(isReadable));

const sourceOf = (schema: Schema): SchemaSource => ({
  type: 'AVRO',
  text: JSON.stringify(schema),
  references: [],
});

function read(schema: Schema): ReadSchema {
  const result = avro.read(sourceOf(schema));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const compare = (old: Schema, changed: Schema): CompatibilityReport =>
  checkCompatibility({
    old: [{ version: 1, source: sourceOf(old) }],
    new: sourceOf(changed),
    mode: 'BACKWARD',
    assumption: 'open-world',
  });

const witnessesOf = (report: CompatibilityReport): unknown[] =>
  report.comparisons.flatMap(({ findings }) =>
    findings.flatMap(({ witness }) => (witness ? [JSON.parse(witness.event)] : [])),
  );

// ── the other judge: avsc ───────────────────────────────────────────────────────────────────

/** avsc wants union defaults to be of the first branch and has no single-branch or empty unions. */
const OPTIONS = { wrapUnions: true } as const;

function avscTypes(old: Schema, changed: Schema): [avsc.Type, avsc.Type] | undefined {
  try {
    return [old, changed].map((each) =>
      avsc.Type.forSchema(structuredClone(each) as avsc.Schema, { ...OPTIONS }),
    ) as [avsc.Type, avsc.Type];
  } catch {
    return undefined;
  }
}

function avscAccepts([writer, reader]: [avsc.Type, avsc.Type]): boolean {
  try {
    reader.createResolver(writer);
    return true;
  } catch {
    return false;
  }
}

const tally = {
  pairs: 0,
  compatible: 0,
  incompatible: 0,
  undecided: 0,
  avsc: 0,
  avscAgrees: 0,
  beyondAvsc: 0,
};

const times: number[] = [];
const p99 = (all: readonly number[]) =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length * 0.99)]?.toFixed(2);

describe('laws of the compatibility engine for Avro', () => {
  it('sound: what is called compatible reads every event thrown at it [covers 60]', () => {
    fc.assert(
      fc.property(pairs, ([old, changed]) => {
        const start = performance.now();
        const report = compare(old, changed);
        times.push(performance.now() - start);
        tally[report.verdict]++;
        if (report.verdict !== 'compatible') return;
        const [writer, reader] = [read(old), read(changed)];
        const judge = new DatumResolver(old, changed);
        for (let seed = 0; seed < 20; seed++) {
          const event = avro.sample(writer, seed);
          if (event === undefined) return;
          const types = [avroRootOf(writer).type, avroRootOf(reader).type] as const;
          const bytes = encodeAvro(types[0], event as never);
          const decoded = decodeAvro(types[0], types[1], bytes);
          expect([event, decoded.ok, judge.takes(event)]).toEqual([event, true, true]);
          if (decoded.ok) expect(avro.compile(reader).explain(decoded.value)).toEqual([]);
        }
      }),
      run(1_500),
    );
  });

  it('witness: what is called incompatible shows an event that really fails, to both judges', () => {
    fc.assert(
      fc.property(pairs, ([old, changed]) => {
        const report = compare(old, changed);
        const shown = witnessesOf(report);
        expect(shown.length > 0).toBe(report.verdict === 'incompatible');
        const writer = read(old);
        const judge = new DatumResolver(old, changed);
        for (const event of shown) {
          expect([event, avro.compile(writer).explain(event)]).toEqual([event, []]);
          expect([event, judge.takes(event)]).toEqual([event, false]);
        }
      }),
      run(1_500),
    );
  });

  it('agrees with every datum, case by case, and with avsc wherever that judges data', () => {
    fc.assert(
      fc.property(pairs, ([old, changed]) => {
        const judge = new DatumResolver(old, changed);
        const refused = coveringData(old).find((datum) => !judge.takes(datum));
        const { verdict } = compare(old, changed);
        const expected = refused === undefined ? 'compatible' : 'incompatible';
        expect([old, changed, refused, verdict]).toEqual([old, changed, refused, expected]);
        tally.pairs++;
        const types = avscTypes(old, changed);
        if (!types) return;
        tally.avsc++;
        const accepts = avscAccepts(types);
        if (accepts === (verdict === 'compatible')) tally.avscAgrees++;
        else {
          // avsc looks at parts of schemas that no datum reaches; every datum was looked at above.
          expect([old, changed, verdict, accepts]).toEqual([old, changed, 'compatible', false]);
          tally.beyondAvsc++;
        }
      }),
      run(1_500),
    );
  });

  it('decided: none of these pairs is left open, and both answers are frequent', () => {
    expect(tally.compatible).toBeGreaterThan(200);
    expect(tally.incompatible).toBeGreaterThan(200);
    expect(tally.undecided).toBe(0);
    expect(tally.avsc).toBeGreaterThan(500);
    if (RUNS > 1) process.stdout.write(`${JSON.stringify({ ...tally, p99Ms: p99(times) })}\n`);
  });

  it('reflexive: a schema is compatible with itself, however it is written', () => {
    fc.assert(
      fc.property(pairs, ([old]) => {
        const normal = JSON.parse(avro.normalize(read(old))) as Schema;
        expect(compare(old, normal).verdict).toBe('compatible');
        expect(compare(normal, old).verdict).toBe('compatible');
      }),
      run(300),
    );
  });

  it('what is written is read back, by us and by avsc, byte for byte', () => {
    fc.assert(
      fc.property(pairs, fc.nat(1_000), ([old], seed) => {
        const schema = read(old);
        const event = avro.sample(schema, seed);
        if (event === undefined) return;
        expect(avro.compile(schema).explain(event)).toEqual([]);
        const { type } = avroRootOf(schema);
        const bytes = encodeAvro(type, event as never);
        const back = decodeAvro(type, type, bytes);
        expect(back).toEqual({ ok: true, value: event });
        const theirs = avscTypes(old, old)?.[0];
        if (!theirs || /\d{16}/.test(bigDigits(event))) return;
        expect(
          Buffer.from(bytes).equals(theirs.toBuffer(theirs.fromString(JSON.stringify(event)))),
        ).toBe(true);
      }),
      run(500),
    );
  });
});

const bigDigits = (event: unknown) =>
  JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
