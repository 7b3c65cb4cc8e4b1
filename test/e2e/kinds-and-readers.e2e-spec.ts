import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { aContract, asking } from '../support/ask.js';
import { publishInForce } from '../support/publish-orders.js';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

let concordat: StartedConcordat;
const ask = asking(() => concordat.registryUrl);

beforeAll(async () => {
  concordat = await startConcordat();
}, 90_000);
afterAll(() => concordat?.stop());

describe('an event, a state and a command', () => {
  const SAYS = {
    event: 'Each event says that something happened to an order.',
    state: 'Each event carries the whole state of an order.',
    command: 'Each event asks for something to be done.',
  };
  const ofKind = (kind: string, id = `kinds.${kind}`) =>
    aContract(id, {
      channel: { topic: id },
      semantics: { kind, entity: { type: 'order', key: '/orderId' } },
    });

  it('are told apart in words, and none becomes another unnoticed [covers 15]', async () => {
    for (const [kind, words] of Object.entries(SAYS)) {
      expect((await ask('POST', '/v1/contracts', ofKind(kind))).status).toBe(201);
      const { body } = await ask('GET', `/catalog/v1/events/kinds.${kind}`);
      const others = Object.values(SAYS).filter((each) => each !== words);
      expect(body.promises.filter((each: string) => others.includes(each))).toEqual([]);
      expect(body.promises).toContain(words);
      for (const other of Object.keys(SAYS).filter((each) => each !== kind))
        expect(
          (await ask('POST', '/v1/contracts', ofKind(other, `kinds.${kind}`))).body,
        ).toMatchObject({
          ...{ status: 409, code: 'CONTRACT_MEANING_CHANGED' },
          findings: expect.arrayContaining([
            expect.objectContaining({ ruleId: 'CONTRACT_KIND_CHANGED', severity: 'breaking' }),
          ]),
        });
    }
    const unknown = await ask('POST', '/v1/contracts', ofKind('wish'));
    expect(unknown).toMatchObject({ status: 422, body: { code: 'CONTRACT_INVALID' } });
  });

  it('CreateOrder is no event, OrderCreated is, and either may be a command [covers 22]', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kinds-'));
    const remarks = async (id: string, kind: string) => {
      await writeFile(join(folder, 'a.contract.json'), JSON.stringify(ofKind(kind, id)));
      const ran = await runCli(['lint', 'a.contract.json', '--format', 'json'], { cwd: folder });
      return ran.stdout.includes('event-name-past-tense');
    };
    expect(await remarks('orders.CreateOrder', 'event')).toBe(true);
    expect(await remarks('orders.OrderCreated', 'event')).toBe(false);
    expect(await remarks('orders.CreateOrder', 'command')).toBe(false);
    await rm(folder, { recursive: true });
  }, 60_000);
});

describe('a reader of the first version', () => {
  const id = 'pinned.order';
  /** Version n has n - 1 fields more than the first. */
  const inVersion = (version: number, change: object = {}) => {
    const later = Array.from({ length: version - 1 }, (_, at) => [
      `added${at + 2}`,
      { type: 'string' },
    ]);
    const properties = {
      orderId: { type: 'string' },
      total: { type: 'number' },
      ...Object.fromEntries(later as [string, object][]),
      ...change,
    };
    return aContract(id, {
      schema: {
        format: 'json-schema',
        definition: { type: 'object', properties, required: ['orderId', 'total'] },
      },
      envelope: { type: id },
      channel: { topic: id },
      compatibility: { mode: 'FULL_TRANSITIVE' },
      undeclared: 'refuse',
    });
  };

  it('reads a topic that holds five versions, and a sixth it could not read is refused [covers 19]', async () => {
    for (let version = 1; version <= 5; version++) {
      await publishInForce(concordat, inVersion(version));
      const event = {
        orderId: `o-${version}`,
        total: version,
        ...(version > 1 && { [`added${version}`]: 'x' }),
      };
      await sendUntilAccepted(event, version);
    }
    const { body: first } = await ask('GET', `/subjects/${id}-value/versions/1`);
    const reader = new Ajv({ strict: false }).compile(JSON.parse(first.schema) as object);
    const url = `${concordat.gatewayUrl}/v1/topics/${id}/partitions/0/events`;
    const read = (await (await fetch(url)).json()) as {
      events: { contract: { version: number }; value: unknown }[];
    };
    expect(read.events.map(({ contract }) => contract.version)).toEqual([1, 2, 3, 4, 5]);
    for (const { value } of read.events) expect([value, reader(value)]).toEqual([value, true]);

    const sixth = { orderId: 'o-6', total: 'six' };
    expect(reader(sixth)).toBe(false);
    const refused = await ask(
      'POST',
      '/v1/contracts',
      inVersion(6, { total: { type: ['number', 'string'] } }),
    );
    expect(refused).toMatchObject({ status: 409, body: { code: 'CONTRACT_INCOMPATIBLE' } });
  }, 60_000);

  /** The gateway learns of a version within moments; the event names the version it was made for. */
  async function sendUntilAccepted(event: object, version: number): Promise<void> {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(`${concordat.gatewayUrl}/events`, {
        method: 'POST',
        headers: {
          ...{ 'ce-specversion': '1.0', 'ce-id': `${version}-${tries}`, 'ce-source': '/shop' },
          ...{ 'ce-type': id, 'content-type': 'application/json' },
        },
        body: JSON.stringify(event),
      });
      const { contract } = (await answer.json()) as { contract?: string };
      if (answer.status === 200) return expect(contract).toBe(`${id}@${version}`);
      if (tries > 60) throw new Error(`version ${version} is not in force`);
      await new Promise((done) => setTimeout(done, 250));
    }
  }
});
