import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { aContract, type Ask, asking, jsonSchema, type Reply } from '../../support/ask.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

describe('two registries on one database', () => {
  let replicas: StartedConcordat[] = [];
  let asks: Ask[] = [];
  beforeAll(async () => {
    const first = await startConcordat({ CONCORDAT_ROLE: 'registry' });
    const second = await startConcordat({
      CONCORDAT_ROLE: 'registry',
      DATABASE_URL: first.databaseUrl,
    });
    replicas = [first, second];
    asks = replicas.map(({ registryUrl }) => asking(() => registryUrl));
  }, 120_000);
  afterAll(() => Promise.all(replicas.map((each) => each.stop())));

  /** All at once, every other one through the other replica. */
  const storm = (count: number, request: (ask: Ask, index: number) => Promise<Reply>) =>
    Promise.all(
      Array.from({ length: count }, (_, index) => request(asks[index % asks.length] as Ask, index)),
    );
  const idsOf = (replies: readonly Reply[]) => replies.map(({ body }) => Number(body.id));
  const statusesOf = (replies: readonly Reply[]) => replies.map(({ status }) => status);

  it('64 identical registrations at once make one id and one version', async () => {
    const schema = jsonSchema({ type: 'object', title: 'boot storm' });
    const replies = await storm(64, (ask) => ask('POST', '/subjects/storm-value/versions', schema));
    expect(new Set(statusesOf(replies))).toEqual(new Set([200]));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    const [ask] = asks as [Ask];
    expect((await ask('GET', '/subjects/storm-value/versions')).body).toEqual([1]);
  }, 60_000);

  it('one content under many subjects at once has one id', async () => {
    const schema = jsonSchema({ type: 'object', title: 'everywhere' });
    const replies = await storm(32, (ask, i) =>
      ask('POST', `/subjects/every-${i}/versions`, schema),
    );
    expect(new Set(idsOf(replies)).size).toBe(1);
  }, 60_000);

  it('of many mutually incompatible registrations exactly one is taken', async () => {
    for (const round of [1, 2, 3]) {
      const replies = await storm(24, (ask, i) => {
        const schema = jsonSchema({ type: 'object', required: [`only-${i}`] });
        return ask('POST', `/subjects/race-${round}/versions`, schema);
      });
      const taken = statusesOf(replies).filter((status) => status === 200);
      expect([round, taken.length]).toEqual([round, 1]);
      expect(statusesOf(replies).filter((status) => status === 409)).toHaveLength(23);
      const [ask] = asks as [Ask];
      expect((await ask('GET', `/subjects/race-${round}/versions`)).body).toEqual([1]);
    }
  }, 120_000);

  it('ids are unique and rise with every commit, and versions have no gaps', async () => {
    const [ask] = asks as [Ask];
    await ask('PUT', '/config/many-value', { compatibility: 'NONE' });
    const seen: number[] = [];
    for (let batch = 0; batch < 4; batch++) {
      const replies = await storm(16, (each, i) => {
        const title = `${batch}-${i}`;
        return each('POST', `/subjects/many-value/versions`, jsonSchema({ title }));
      });
      const ids = idsOf(replies);
      expect(Math.min(...ids)).toBeGreaterThan(Math.max(0, ...seen));
      seen.push(...ids);
    }
    expect(new Set(seen).size).toBe(64);
    const versions = await ask('GET', '/subjects/many-value/versions');
    expect(versions.body).toEqual(Array.from({ length: 64 }, (_, i) => i + 1));
  }, 120_000);

  it('refused registrations burn no ids', async () => {
    const [ask] = asks as [Ask];
    const before = await ask(
      'POST',
      '/subjects/burn-value/versions',
      jsonSchema({ type: 'string' }),
    );
    await storm(10, (each, i) =>
      each(
        'POST',
        '/subjects/burn-value/versions',
        jsonSchema({ type: 'string', minLength: i + 1 }),
      ),
    );
    const after = await ask(
      'POST',
      '/subjects/burn2-value/versions',
      jsonSchema({ title: 'next' }),
    );
    expect(after.body.id).toBe(before.body.id + 1);
  }, 60_000);

  it('a reference and the deletion of its target never both succeed', async () => {
    for (let round = 0; round < 8; round++) {
      const [a, b] = asks as [Ask, Ask];
      const target = `target-${round}`;
      await a('POST', `/subjects/${target}/versions`, jsonSchema({ title: target }));
      const references = [{ name: 'x', subject: target, version: 1 }];
      const [referring, deleting] = await Promise.all([
        a(
          'POST',
          `/subjects/referrer-${round}/versions`,
          jsonSchema({ $ref: 'x' }, { references }),
        ),
        b('DELETE', `/subjects/${target}`),
      ]);
      expect([referring.status, deleting.status].filter((status) => status === 200)).toHaveLength(
        1,
      );
      expect([referring.status, deleting.status].filter((status) => status === 422)).toHaveLength(
        1,
      );
    }
  }, 60_000);

  it('of many contracts claiming one topic at once exactly one gets it', async () => {
    const replies = await storm(12, (ask, i) => {
      const schema = { ...aContract('x').schema, subject: `claim-${i}-value` };
      return ask(
        'POST',
        '/v1/contracts',
        aContract(`claim.${i}`, { channel: { topic: 'claimed' }, schema }),
      );
    });
    expect(statusesOf(replies).sort()).toEqual([201, ...Array<number>(11).fill(409)]);
  }, 60_000);

  it('the same contract published by many at once is one version', async () => {
    const replies = await storm(16, (ask) => ask('POST', '/v1/contracts', aContract('same.order')));
    expect(statusesOf(replies).filter((status) => status === 201)).toHaveLength(1);
    expect(new Set(replies.map(({ body }) => Number(body.version)))).toEqual(new Set([1]));
  }, 60_000);

  it('a subject that stays locked is answered 503 in the end, and others are not kept waiting [dialect 50002]', async () => {
    const [ask] = asks as [Ask];
    const client = new Client({ connectionString: replicas[0]?.databaseUrl });
    await client.connect();
    await client.query("SELECT pg_advisory_lock(hashtextextended('.:stuck-value', 7463))");
    const stuck = ask('POST', '/subjects/stuck-value/versions', jsonSchema({}));
    expect((await ask('POST', '/subjects/free-value/versions', jsonSchema({}))).status).toBe(200);
    const answer = await stuck;
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.body.error_code).toBe(50002);
    await client.end();
    expect((await ask('POST', '/subjects/stuck-value/versions', jsonSchema({}))).status).toBe(200);
  }, 60_000);
});
