import { describe, expect, it } from '@jest/globals';
import {
  endOfPlainJson,
  INVALID,
  jsonSchema,
  type Payload,
  type ReadSchema,
  sampleNearlyValid,
  UNTOLD,
  VALID,
} from '#schema';
import { seededChance } from '../../src/schema/chance.js';
import {
  JsonScanner,
  type ScannedValue,
} from '../../src/validation-gateway/2-decode/json-scanner.js';
import { EVENT_BOUNDS, faultOfWhole } from '../../src/validation-gateway/2-decode/slice-value.js';
import { undeclaredFieldsIn } from '../../src/validation-gateway/4-validate/undeclared-fields.js';
import { mutatedJson } from '../support/json-mutations.js';
import { lawRuns } from '../support/law-runs.js';
import { SCHEMAS } from '../support/json-fuzz-schemas.js';

const { numRuns: DOCUMENTS, seed: SEED } = lawRuns(200_000);
const SAMPLES = 60;

function prepared(schema: unknown): { readonly schema: ReadSchema; readonly payload: Payload } {
  const read = jsonSchema.read({ type: 'JSON', text: JSON.stringify(schema), references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return { schema: read.value, payload: jsonSchema.payload(read.value)! };
}

/** What scanning, parsing and validating say, as the road does it. */
function slowly(
  ready: ReturnType<typeof prepared>,
  bytes: Buffer,
  isOpen: boolean,
): boolean | 'undeclared' {
  if (faultOfWhole(bytes)) return false;
  const read = ready.payload.read(bytes);
  if (!read.ok) return false;
  if (isOpen) return true;
  const found = undeclaredFieldsIn({ prepared: { ...ready, id: 1 }, read: () => read });
  return found.length > 0 ? 'undeclared' : true;
}

/** What a scan byte by byte says of the value a text begins with; nothing where it has a fault. */
function scanned(bytes: Buffer): ScannedValue | undefined {
  const value = new JsonScanner(bytes, EVENT_BOUNDS).value(0);
  return value.fault ? undefined : value;
}

type Chance = ReturnType<typeof seededChance>;

/** A value changed where it stands: a member gone, doubled under another name, of another type. */
function changed(value: unknown, chance: Chance): unknown {
  if (typeof value !== 'object' || value === null || chance.below(6) === 0)
    return chance.of([
      null,
      true,
      0,
      -1,
      1.5,
      1e21,
      '',
      'a',
      'placed',
      '2026-11-26',
      {},
      [],
      [1, 1],
      { a: 1 },
    ]);
  if (Array.isArray(value)) {
    const list = [...(value as unknown[])];
    const at = chance.below(list.length + 1);
    if (chance.below(3) === 0) list.splice(at, 1);
    else if (at < list.length && chance.below(2) === 0) list.push(list[at]);
    else if (at < list.length) list[at] = changed(list[at], chance);
    return list;
  }
  const members = Object.entries(value);
  const at = chance.below(members.length + 1);
  const [name, inner] = members[at] ?? ['unheardOf', 1];
  switch (chance.below(5)) {
    case 0:
      members.splice(at, 1);
      break;
    case 1:
      members.push([`${name}x`, inner]);
      break;
    case 2:
      members.reverse();
      break;
    default:
      members[Math.min(at, members.length)] = [name, changed(inner, chance)];
  }
  return Object.fromEntries(members);
}

describe(`JSON is judged by its bytes as by its value (seed ${SEED})`, () => {
  it('never otherwise than by scanning, parsing, ajv and the search for undeclared names [covers 57]', () => {
    const chance = seededChance(SEED);
    const counts = { valid: 0, invalid: 0, untold: 0 };
    for (const [n, { schema, events }] of SCHEMAS.entries()) {
      const ready = prepared(schema);
      const made = Array.from({ length: SAMPLES }, (_, i) =>
        jsonSchema.sample(ready.schema, SEED + i),
      );
      const near = made.map((_, i) => sampleNearlyValid(jsonSchema, ready.schema, SEED + i)?.event);
      const samples = [...events, ...[...made, ...near].filter((each) => each !== undefined)];
      if (samples.length === 0) throw new Error(`schema ${n} has no sample`);
      for (let i = 0; i < DOCUMENTS / SCHEMAS.length; i++) {
        const sample = i < samples.length ? samples[i] : changed(chance.of(samples), chance);
        const text = JSON.stringify(sample, undefined, chance.below(8) === 0 ? 1 : undefined);
        const bytes =
          i < samples.length || chance.below(2) === 0
            ? Buffer.from(text)
            : mutatedJson(text, chance);
        const isOpen = chance.below(2) === 0;
        const verdict = ready.payload.judge(bytes, isOpen);
        counts[verdict === VALID ? 'valid' : verdict === INVALID ? 'invalid' : 'untold']++;
        const end = endOfPlainJson(bytes, 0);
        if (end > 0 && end !== scanned(bytes)?.end)
          throw new Error(
            `seed ${SEED}: no plain JSON: ${JSON.stringify(bytes.toString('latin1'))}`,
          );
        if (verdict === UNTOLD) continue;
        const slow = slowly(ready, bytes, isOpen);
        if (slow !== (verdict === VALID))
          throw new Error(
            `seed ${SEED}, schema ${n}, open ${isOpen}: bytes say ${verdict}, the value ${slow}: ${JSON.stringify(bytes.toString('latin1'))}`,
          );
      }
    }
    console.log(`JSON bytes, seed ${SEED}: ${JSON.stringify(counts)}`);
    expect(counts.valid + counts.invalid).toBeGreaterThan(counts.untold);
  });
});
