import { describe, expect, it } from '@jest/globals';
import { StepMeter } from '#contract';
import { Problem } from '#kernel';
import { seededChance } from '../../src/schema/chance.js';
import { decode } from '../../src/validation-gateway/2-decode/decode.js';
import { CompiledSchemas } from '../../src/validation-gateway/3-contract/compiled-schemas.js';
import { expectSchema } from '../../src/validation-gateway/3-contract/expect-schema.js';
import { indexContracts } from '../../src/validation-gateway/3-contract/index-contracts.js';
import type { Expect } from '../../src/validation-gateway/expected-schema.js';
import { judge } from '../../src/validation-gateway/pipeline.js';
import { RateBuckets } from '../../src/validation-gateway/rate-buckets.js';
import type { ArrivedRequest } from '../../src/validation-gateway/request.js';
import { sampleContract } from '../../src/validation-gateway/testing/sample-contract.js';
import { mutatedJson } from '../support/json-mutations.js';
import { lawRuns } from '../support/law-runs.js';

const { numRuns: BODIES, seed: SEED } = lawRuns(6_000);
const TYPE = 'orders.placed';
const SCHEMA = {
  type: ['object', 'array', 'number', 'null'],
  required: ['id'],
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 12 },
    total: { type: 'number', minimum: 0 },
    status: { enum: ['placed', 'paid'] },
    lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
  },
};
const VALUES = [
  { id: 'o-1', total: 12.5, status: 'paid', lines: [{ sku: 'TEA' }, { sku: 'é' }] },
  { id: '' },
  { id: 'o-2', other: 1 },
  { id: 'o-3', total: -1 },
  { total: 1 },
  { id: 'o-4', status: 'lost', lines: [[], {}] },
  'text',
  7,
  [],
  null,
];
const CE = { specversion: '1.0', id: 'e', source: '/s', type: TYPE };

const contracts = indexContracts(
  {
    revision: 1,
    contracts: [
      sampleContract({
        schema: SCHEMA,
        contract: { undeclared: 'warn', envelope: { spec: 'cloudevents', type: TYPE } },
      }),
    ],
  },
  undefined,
  {
    compiled: new CompiledSchemas(),
    onUnusable: (_, cause) => {
      throw new Error('the schema does not compile', { cause });
    },
  },
);

function bodyOf(form: string, chance: ReturnType<typeof seededChance>): string {
  const some = Array.from({ length: 1 + chance.below(3) }, () => chance.of(VALUES));
  const spaces = chance.below(5) === 0 ? 1 : undefined;
  if (form === 'kafka-rest') {
    const records = some.map((value, n) => (n === 1 ? { key: 'k', value } : { value }));
    return JSON.stringify({ records }, undefined, spaces);
  }
  if (form.startsWith('kafka-rest-')) {
    const entries = some.map((data, n) => {
      const value = chance.below(4) === 0 ? { data, type: 'JSON' } : { type: 'JSON', data };
      return { id: `e${n}`, ...(n === 1 && { key: { type: 'STRING', data: 'k' } }), value };
    });
    const whole = form === 'kafka-rest-batch' ? { entries } : entries[0];
    return JSON.stringify(whole, undefined, spaces);
  }
  const events = some.map((data) => (chance.below(4) === 0 ? { data, ...CE } : { ...CE, data }));
  return JSON.stringify(form === 'cloudevent-batch' ? events : events[0], undefined, spaces);
}

function requestOf(form: string, body: Buffer): ArrivedRequest {
  const addressed = { body, principal: '' };
  if (form === 'kafka-rest')
    return { ...addressed, form, topic: 'orders', partition: undefined, embeds: 'json' };
  if (form === 'kafka-rest-batch' || form === 'kafka-rest-record')
    return { ...addressed, form, topic: 'orders' };
  return { ...addressed, form: form as 'cloudevent-batch', topic: undefined };
}

/** All that a body comes to: its events as they stand in it and what is said of each, or why it is none. */
function outcome(request: ArrivedRequest, expect?: Expect) {
  const occasion = {
    ...{ nowMs: 0, elapsedMs: 0, rates: new RateBuckets(), ruleSteps: new StepMeter() },
    aside: { rates: new RateBuckets() },
  };
  try {
    const events = decode(request, expect);
    const proven = events.filter(({ provenBy }) => provenBy).length;
    const told = events.map(({ provenBy: _, ...event }) => {
      const { refusal, waived, notes, checks } = judge(
        { ...event, provenBy: _ },
        contracts,
        occasion,
      );
      return { event, refusal, waived, notes, checks };
    });
    return { proven, told };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { proven: 0, told: { code: error.row.code, says: error.message, ...error.extras } };
  }
}

describe(`a body whose values are judged on the way to their ends (seed ${SEED})`, () => {
  it.each([
    'kafka-rest',
    'kafka-rest-batch',
    'kafka-rest-record',
    'cloudevent-batch',
    'cloudevent-structured',
  ])('comes to the same events, verdicts and refusals as one that is scanned first: %s', (form) => {
    const chance = seededChance(SEED);
    let proven = 0;
    for (let i = 0; i < BODIES; i++) {
      const text = bodyOf(form, chance);
      const bytes = chance.below(4) === 0 ? Buffer.from(text) : mutatedJson(text, chance);
      // Small buffers lie in memory that others have written to; this one ends where its memory does.
      const body = chance.below(2) === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
      const request = requestOf(form, body);
      const fused = outcome(request, expectSchema(request.topic, contracts));
      proven += fused.proven;
      if (!isSame(fused.told, outcome(request).told))
        throw new Error(`seed ${SEED}, ${form}: ${JSON.stringify(body.toString('latin1'))}`);
    }
    expect(proven).toBeGreaterThan(BODIES / 20);
  });
});

const isSame = (one: unknown, other: unknown): boolean => textOf(one) === textOf(other);
const textOf = (told: unknown): string =>
  JSON.stringify(told, (_, each: unknown) => (each instanceof Map ? [...each] : each));
