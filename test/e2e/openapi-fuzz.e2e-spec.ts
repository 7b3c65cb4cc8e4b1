import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ApiOperation, type ApiPromises, readApiPromises } from '../support/api-promises.js';
import { aContract, asking } from '../support/ask.js';
import { ShapeArbitraries } from '../support/shape-arbitraries.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const RUNS_PER_OPERATION = Number(process.env['CONCORDAT_TEST_FUZZ_RUNS'] ?? 12);

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

/** A request of an operation, mostly of the shape the document asks for. */
function requestOf(operation: ApiOperation, shapes: ShapeArbitraries): fc.Arbitrary<Request> {
  const valuesIn = (place: string) =>
    operation.parameters
      .filter((each) => each.in === place)
      .map(({ name, schema }) => [name, shapes.of(schema as Record<string, unknown>)] as const);
  const content = Object.entries(operation.requestBody?.content ?? {});
  const bodies = content.map(([type, { schema }]) =>
    shapes.of(schema as Record<string, unknown>).map((value) => ({ type, value })),
  );
  return fc
    .record({
      path: fc.record(Object.fromEntries(valuesIn('path'))),
      query: fc.record(Object.fromEntries(valuesIn('query')), { requiredKeys: [] }),
      body: bodies.length > 0 ? fc.oneof(...bodies) : fc.constant(undefined),
    })
    .map(({ path, query, body }) => ({
      method: operation.method,
      path: filled(operation.path, path) + printed(query),
      headers: { ...(body && { 'content-type': body.type }) },
      body: body && JSON.stringify(body.value),
    }));
}

const word = (value: unknown): string =>
  encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed());

/** `.` and `..` never leave a client, and nothing between slashes is another address. */
const filled = (path: string, values: Readonly<Record<string, unknown>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = word(values[name]);
    return /^\.{0,2}$/.test(value) ? 'a' : value;
  });

const printed = (query: Readonly<Record<string, unknown>>): string => {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${word(value)}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
};

/** A stream of events ends when its reader goes. */
const isEndless = ({ responses }: ApiOperation): boolean =>
  Object.values(responses).some(({ content = {} }) => 'text/event-stream' in content);

describe('requests made from the OpenAPI documents', () => {
  let concordat: StartedConcordat;
  beforeAll(async () => {
    concordat = await startConcordat();
    await asking(() => concordat.registryUrl)('POST', '/v1/contracts', aContract('a'));
  }, 90_000);
  afterAll(() => concordat?.stop());

  const fuzz = async (url: string) => {
    const promises: ApiPromises = await readApiPromises(url);
    const { schemas } = promises.document['components'] as {
      schemas: Record<string, Record<string, unknown>>;
    };
    const shapes = new ShapeArbitraries(schemas);
    const ask = asking(() => url);
    const finite = promises.operations.filter((each) => !isEndless(each));
    for (const operation of finite) {
      await fc.assert(
        fc.asyncProperty(requestOf(operation, shapes), async ({ method, path, headers, body }) => {
          const reply = await ask(method, path, body, headers);
          expect(reply.status === 500 ? reply.text : '').toBe('');
          expect(promises.faultIn(method, path, reply)).toBeUndefined();
        }),
        { numRuns: RUNS_PER_OPERATION },
      );
      // A registry that was switched to read-only answers nothing of interest any more.
      if (operation.path.endsWith('mode')) await ask('DELETE', '/mode');
    }
    return finite.length;
  };

  it('are answered as the registry promises, and never with a bug', async () => {
    expect(await fuzz(concordat.registryUrl)).toBeGreaterThan(60);
  }, 240_000);

  it('are answered as the gateway promises, and never with a bug', async () => {
    expect(await fuzz(concordat.gatewayUrl)).toBeGreaterThan(15);
  }, 120_000);
});
