import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, QueryRunner } from 'typeorm';
import { eventually } from '../support/eventually.js';
import { openDatabase } from '../support/open-database.js';
import { publish, publishInForce } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const contract = (topic: string, required: readonly string[], semantics: object = {}) => ({
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: topic, owner: { team: 'repairs' } },
  schema: {
    ...{ format: 'json-schema', subject: `${topic}-value` },
    definition: { type: 'object', required, properties: { id: { type: 'string' } } },
  },
  envelope: { type: topic },
  channel: { topic, partitions: 1 },
  ...{ undeclared: 'allow', semantics },
});

interface Answer {
  readonly status: number;
  readonly body: {
    readonly state?: string;
    readonly code?: string;
    readonly verdict?: string;
    readonly quarantineId?: string;
    readonly position?: { readonly offset: number };
    readonly events?: readonly { readonly eventId: string; readonly value: object }[];
    readonly actions?: readonly { readonly action: string; readonly position?: object }[];
  };
}

describe('a refused event that is sent once more', () => {
  let concordat: StartedConcordat;
  let database: DataSource;
  let clerk: QueryRunner;

  const ask = async (path: string, body?: string, headers: object = {}): Promise<Answer> => {
    const answer = await fetch(`${concordat.gatewayUrl}${path}`, {
      ...(body !== undefined && { method: 'POST', body }),
      headers: { 'content-type': 'application/json', connection: 'close', ...headers },
    });
    return { status: answer.status, body: (await answer.json()) as Answer['body'] };
  };
  const send = (topic: string, id: string) =>
    ask('/events', JSON.stringify({ id }), {
      ...{ 'ce-specversion': '1.0', 'ce-source': '/repairs', 'ce-type': topic, 'ce-id': id },
    });
  const replay = (id: string, corrected = '') => ask(`/v1/quarantine/${id}/replay`, corrected);
  const logged = async (topic: string) => {
    const { body } = await ask(`/v1/topics/${topic}/partitions/0/events`);
    return (body.events ?? []).map(({ eventId }) => eventId);
  };
  /** The room of a topic in hand, so that whoever closes a case of it waits behind its event. */
  const holdClosings = async (topic: string) => {
    await clerk.startTransaction();
    await clerk.query('SELECT FROM quarantine_topics WHERE topic = $1 FOR UPDATE', [topic]);
  };
  const letClose = () => clerk.rollbackTransaction();
  /** An event that was refused, under a contract that would take it now. */
  const refused = async (topic: string, semantics: object = {}): Promise<string> => {
    await publishInForce(concordat, contract(topic, ['id', 'total'], semantics));
    const { status, body } = await send(topic, 'kept');
    expect(status).toBe(422);
    await publish(concordat.registryUrl, contract(topic, ['id'], semantics));
    await eventually(async () => expect((await send(topic, 'probe')).status).toBe(200));
    return body.quarantineId ?? '';
  };
  const again = async (environment: Record<string, string> = {}) => {
    await concordat.kill();
    concordat = await startConcordat({ DATABASE_URL: concordat.databaseUrl, ...environment });
  };
  const untilLogged = (topic: string) =>
    eventually(async () => expect(await logged(topic)).toContain('kept'));
  const times = (all: readonly string[]) => all.filter((each) => each === 'kept').length;

  beforeAll(async () => {
    concordat = await startConcordat();
    database = await openDatabase(concordat.databaseUrl);
    clerk = database.createQueryRunner();
  }, 90_000);
  afterAll(async () => {
    await clerk?.release();
    await database?.destroy();
    await concordat?.stop();
  });

  it.each([
    ['without a guard', {}],
    ['guarded', { delivery: 'effectively-once' }],
  ])(
    '%s: stands in the log once, though its gateway dies before the case is closed',
    async (how, semantics) => {
      const topic = `repairs.${how.replaceAll(' ', '-')}`;
      const id = await refused(topic, semantics);
      await holdClosings(topic);
      const unheard = replay(id).catch(() => undefined);
      await untilLogged(topic);
      await concordat.kill();
      expect(await unheard).toBeUndefined();
      await letClose();
      await again();
      expect((await ask(`/v1/quarantine/${id}`)).body.state).toBe('open');
      const { status, body } = await replay(id);
      expect([status, body.state]).toEqual([200, 'replayed']);
      expect(times(await logged(topic))).toBe(1);
      const { offset = -1 } = body.position ?? {};
      expect((await logged(topic))[offset]).toBe('kept');
      const { actions } = (await ask(`/v1/quarantine/${id}`)).body;
      expect(actions).toMatchObject([{ action: 'replayed', position: { offset } }]);
      expect((await replay(id)).status).toBe(409);
    },
    120_000,
  );

  it('is not stored once somebody else closed its case, though its gateway was only slow', async () => {
    const topic = 'repairs.slow';
    const id = await refused(topic);
    await clerk.startTransaction();
    await clerk.query('LOCK TABLE event_log_partitions IN SHARE MODE');
    const slow = replay(id);
    await eventually(async () => {
      // As a closing does, of a gateway that finds the case free: PostgreSQL gave the slow one up.
      const closing = 'DELETE FROM case_sendings WHERE case_id = $1 RETURNING 1';
      const [closed] = await database.query<[unknown[], number]>(closing, [id]);
      expect(closed).toHaveLength(1);
    });
    await clerk.rollbackTransaction();
    expect((await slow).status).toBe(503);
    expect(times(await logged(topic))).toBe(0);
  });

  it('each of many stands in the log once, though contracts change, the secret they are sealed under is rotated and gateways die', async () => {
    const topic = 'repairs.many';
    const asking = (...required: string[]) => ({
      ...contract(topic, required),
      compatibility: { mode: 'NONE' },
    });
    const [older, newer] = ['older'.padEnd(32, '.'), 'newer'.padEnd(32, '.')];
    await again({ CONCORDAT_QUARANTINE_KEY: older });
    await publishInForce(concordat, asking('id', 'total'));
    const names = Array.from({ length: 40 }, (_, n) => `many-${n}`);
    const cases = await Promise.all(names.map((name) => send(topic, name)));
    const ids = cases.map(({ body }) => body.quarantineId ?? '');
    expect(new Set(ids).size).toBe(names.length);
    const settle = (id: string) =>
      eventually(async () => {
        const { status, body } = await replay(id);
        expect([status, body.code]).toEqual(
          status === 409 ? [409, 'CASE_CLOSED'] : [200, undefined],
        );
      }, 200_000);
    const settling = Promise.all(ids.map(settle));
    settling.catch(() => undefined);
    for (let round = 0; round < 3; round++) {
      await publish(concordat.registryUrl, asking('id'));
      const before = (await logged(topic)).length;
      await eventually(async () => {
        const now = (await logged(topic)).length;
        expect(now > before || now === names.length).toBe(true);
      });
      await publish(concordat.registryUrl, asking('id', 'total'));
      await again({ CONCORDAT_QUARANTINE_KEY: `${newer},${older}` });
    }
    await publish(concordat.registryUrl, asking('id'));
    await settling;
    const { body } = await ask(`/v1/topics/${topic}/partitions/0/events`);
    expect((body.events ?? []).map(({ eventId }) => eventId).sort()).toEqual([...names].sort());
    for (const id of ids)
      expect((await ask(`/v1/quarantine/${id}`)).body).toMatchObject({ state: 'replayed' });
  }, 300_000);
});
