import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NotJson } from './json-fault.js';
import { type JsonBounds, JsonScanner, type ScannedValue } from './json-scanner.js';

const BOUNDS: JsonBounds = { depthMax: 64, valuesMax: 50_000 };
const bytes = (text: string) => Buffer.from(text);

function scan(text: string | Buffer, bounds = BOUNDS): ScannedValue | 'not json' {
  const buffer = typeof text === 'string' ? bytes(text) : text;
  const scanner = new JsonScanner(buffer, bounds);
  try {
    const scanned = scanner.value(0);
    scanner.end(scanned.end);
    return scanned;
  } catch (error) {
    if (error instanceof NotJson) return 'not json';
    throw error;
  }
}
const faultOf = (text: string, bounds = BOUNDS) => {
  const scanned = scan(text, bounds);
  return scanned === 'not json'
    ? scanned
    : scanned.fault && [scanned.fault.kind, scanned.fault.pointer];
};

/** What `JSON.parse` says, with duplicate names seen through a reviver-free second look. */
function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const FRAGMENTS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '"a"',
  '"b"',
  '"\\u0061"',
  '\\',
  '\\n',
  '\\u00',
  'u',
  '0',
  '-',
  '1',
  '12',
  '.',
  'e',
  'E+',
  '1e5',
  '-0',
  '01',
  'true',
  'fals',
  'null',
  ' ',
  '\n',
  '\t',
  '\u0001',
  '\u00a0',
  '"é"',
  '\uFEFF',
  'NaN',
];

describe('JsonScanner', () => {
  it('takes exactly the texts JSON.parse takes, on random soups of JSON fragments', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        expect([text, scan(text) !== 'not json']).toEqual([text, parses(text)]);
      }),
      { numRuns: 20_000 },
    );
  });

  it('takes every text with one byte damaged exactly when JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.integer({ min: 0, max: 127 }), (json, at, byte) => {
        const damaged = bytes(json);
        damaged[at % damaged.length] = byte;
        const text = damaged.toString();
        fc.pre(Buffer.compare(bytes(text), damaged) === 0);
        expect([text, scan(text) !== 'not json']).toEqual([text, parses(text)]);
      }),
      { numRuns: 20_000 },
    );
  });

  it('finds a duplicate name exactly where one is, however wide the object and escaped the name', () => {
    const name = fc.constantFrom(
      'a',
      'b',
      '\\u0061',
      'é',
      '\\u00e9',
      '',
      '__proto__',
      ...Array.from({ length: 40 }, (_, i) => `n${i}`),
    );
    fc.assert(
      fc.property(fc.array(name, { maxLength: 30 }), fc.boolean(), (names, isNested) => {
        const object = `{${names.map((each) => `"${each}":{"x":1}`).join(',')}}`;
        const decoded = names.map((each) => JSON.parse(`"${each}"`) as string);
        const isDuplicate = new Set(decoded).size < names.length;
        const fault = faultOf(isNested ? `[1,{"k":${object},"z":2}]` : object);
        expect([object, fault?.[0]]).toEqual([object, isDuplicate ? 'duplicate-key' : undefined]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('answers spans that are the very bytes of each value', () => {
    fc.assert(
      fc.property(fc.array(fc.json({ maxDepth: 4 }), { maxLength: 6 }), (values) => {
        const spaced = values.map((value, i) => ' '.repeat(i) + value + '\n'.repeat(i % 2));
        const body = bytes(`{"before":{"x":[]},"records":[${spaced.join(',')}] , "after":1}`);
        const scanner = new JsonScanner(body, BOUNDS);
        const slices: string[] = [];
        const end = scanner.object(0, (name, at) =>
          name !== 'records'
            ? scanner.value(at).end
            : scanner.array(at, (_index, elementAt) => {
                const { start, end } = scanner.value(elementAt);
                slices.push(body.toString('utf8', start, end));
                return end;
              }),
        );
        scanner.end(end);
        expect(slices).toEqual(values);
      }),
    );
  });

  it('says where a fault stands', () => {
    expect(faultOf('{"a":[0,{"b":1,"c/d":{"x":1,"x":2}}]}')).toEqual([
      'duplicate-key',
      '/a/1/c~1d/x',
    ]);
    expect(faultOf('[[],[1,"\\ud800"]]')).toEqual(['lone-surrogate', '/1/1']);
    expect(faultOf('{"a":{"n":1e999}}')).toEqual(['number-range', '/a/n']);
    expect(faultOf('{"a":[[1]]}', { depthMax: 2, valuesMax: 9 })).toEqual(['too-deep', '/a/0']);
    expect(faultOf('[1,2,3,4]', { depthMax: 2, valuesMax: 4 })).toEqual(['too-many-values', '/3']);
  });

  it('takes pairs of surrogates and refuses halves, in values and in names', () => {
    expect(faultOf('"\\ud83d\\ude00"')).toBeUndefined();
    for (const half of ['\\ud83d', '\\ude00', '\\ud83dx', '\\ud83d\\ud83d', '\\ude00\\ud83d'])
      expect([half, faultOf(`{"${half}":1}`)?.[0]]).toEqual([half, 'lone-surrogate']);
  });

  it('refuses numbers no double can hold and takes long ones it can', () => {
    expect(faultOf('-1e309')?.[0]).toBe('number-range');
    expect(faultOf('9'.repeat(400))?.[0]).toBe('number-range');
    expect(faultOf(`0.${'9'.repeat(400)}`)).toBeUndefined();
    expect(faultOf('12345678901234567890')).toBeUndefined();
  });

  it('a value 1,000,000 deep is refused and overflows nothing; its neighbour is found', () => {
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    const body = bytes(`[${deep},{"a":1}]`);
    const scanner = new JsonScanner(body, BOUNDS);
    const faults: (string | undefined)[] = [];
    scanner.array(0, (_index, at) => {
      const scanned = scanner.value(at);
      faults.push(scanned.fault?.kind);
      return scanned.end;
    });
    expect(faults).toEqual(['too-deep', undefined]);
  });

  it('wide objects and deep mixtures are scanned to their end', () => {
    const wide = `{${Array.from({ length: 40_000 }, (_, i) => `"k${i}":1`).join(',')}}`;
    expect(faultOf(wide)).toBeUndefined();
    expect(faultOf(`{"a":${'{"b":['.repeat(30)}1${']}'.repeat(30)}}`)).toBeUndefined();
  });

  it('refuses a byte order mark, a bare word, a trailing comma and text behind the value', () => {
    for (const text of [
      '\uFEFF{}',
      'hello',
      '[1,]',
      '{"a":1,}',
      '{} {}',
      '',
      ' ',
      '"a',
      '{"a"',
      'tru',
      '01',
      '+1',
      '.5',
      '1.',
    ])
      expect([text, scan(text)]).toEqual([text, 'not json']);
  });
});
