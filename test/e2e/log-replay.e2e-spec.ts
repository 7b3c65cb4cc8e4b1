import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EventLog, type LoggedEvent, type NewEvent, Retention } from '#event-log';
import { limits } from '#kernel';
import { eventually } from '../support/eventually.js';
import { openDatabase } from '../support/open-database.js';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

interface Replay {
  readonly id: string;
  readonly state: string;
  readonly replayed: number;
  readonly lookedAt: number;
  readonly expired: number;
  readonly left: number;
  readonly requestedBy: string;
  readonly code?: string;
}

describe('replay into a sandbox topic [covers 73]', () => {
  let gateways: StartedConcordat[];
  let dataSource: DataSource;
  let log: EventLog;

  const events = (topic: string, count: number, partition = 0): NewEvent[] =>
    Array.from({ length: count }, (_, n) => ({
      ...{ topic, partition, key: Buffer.from(`k${n % 5}`), source: '/shop' },
      value: n % 7 === 6 ? null : Buffer.from(JSON.stringify({ n, even: n % 2 === 0 })),
      headers: [['ce_type', Buffer.from(n % 2 ? 'placed' : 'paid')] as const],
      eventId: `${topic}-${partition}-${n}`,
      contract: { id: 'orders', version: 1 },
    }));
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${gateways[0]!.gatewayUrl}/v1${path}`, {
      method,
      headers: { Authorization: `Basic ${btoa('ada:')}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Replay };
  };
  const replay = async (topic: string, wish: object): Promise<Replay> => {
    const begun = await ask('POST', `/topics/${topic}/replays`, wish);
    expect(begun).toMatchObject({ status: 201 });
    await eventually(async () => {
      expect((await ask('GET', `/replays/${begun.body.id}`)).body.state).toBe('done');
    }, 30_000);
    return (await ask('GET', `/replays/${begun.body.id}`)).body;
  };
  const read = async (topic: string, partition = 0): Promise<LoggedEvent[]> => {
    const all: LoggedEvent[] = [];
    for (let offset = 0; ; offset = all.at(-1)!.offset + 1) {
      const page = await log.read({ topic, partition, offset }, 1_000);
      if (page.length === 0) return all;
      all.push(...page);
    }
  };
  const header = (event: LoggedEvent | undefined, name: string) =>
    event?.headers.find(([each]) => each === name)?.[1].toString();

  beforeAll(async () => {
    const first = await startConcordat();
    const other = { DATABASE_URL: first.databaseUrl };
    gateways = [first, await startConcordat(other), await startConcordat(other)];
    dataSource = await openDatabase(first.databaseUrl);
    log = new EventLog(dataSource);
  }, 90_000);
  afterAll(async () => {
    await dataSource.destroy();
    await Promise.all(gateways.map((each) => each.stop()));
  });

  it('copies every event byte for byte, in order, and says where it comes from [covers 21]', async () => {
    await log.append([...events('whole', 12), ...events('whole', 3, 2)]);
    const done = await replay('whole', { into: 'sandbox.whole' });
    expect(done).toMatchObject({ replayed: 15, lookedAt: 15, left: 0, requestedBy: 'ada' });
    for (const partition of [0, 2]) {
      const [original, copy] = [
        await read('whole', partition),
        await read('sandbox.whole', partition),
      ];
      const plain = ({ key, value, eventId, source, contract }: LoggedEvent) => ({
        ...{ key, value, eventId, source, contract },
      });
      expect(copy.map(plain)).toEqual(original.map(plain));
      expect(header(copy[1], 'concordat-replay-of')).toBe(`whole/${partition}@1`);
      expect(header(copy[1], 'concordat-replay-id')).toBe(done.id);
      expect(header(copy[1], 'ce_type')).toBe('placed');
    }
  });

  it('takes only what is asked for: by key, type, what stands in it, from one moment to another [covers 21]', async () => {
    await log.append(events('some', 10));
    const at = async (offset: number) =>
      (await log.readAt({ topic: 'some', partition: 0, offset }))!.loggedAt.toISOString();
    const offsetsOf = async (wish: object) => {
      const into = `sandbox.some-${Math.random().toString(36).slice(2)}`;
      await replay('some', { into, ...wish });
      return (await read(into)).map((event) => header(event, 'concordat-replay-of')?.slice(7));
    };
    expect(await offsetsOf({ key: 'k1' })).toEqual(['1', '6']);
    expect(await offsetsOf({ key: 'k1', type: 'placed' })).toEqual(['1']);
    expect(await offsetsOf({ where: { '/even': true } })).toEqual(['0', '2', '4', '8']);
    expect(await offsetsOf({ source: '/nowhere' })).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await log.append(events('some', 2));
    expect(await offsetsOf({ from: await at(10) })).toEqual(['10', '11']);
    expect(await offsetsOf({ to: await at(10), key: 'k0' })).toEqual(['0', '5']);
    expect(await offsetsOf({ from: await at(11), to: await at(0) })).toEqual([]);
  });

  it('each event once and in order, whichever gateway dies on the way', async () => {
    const count = 12_000;
    for (let sent = 0; sent < count; sent += 1_000)
      await log.append(
        events('killed', 1_000).map((event, i) => ({ ...event, eventId: String(sent + i) })),
      );
    const begun = await ask('POST', '/topics/killed/replays', { into: 'sandbox.killed' });
    await eventually(async () => {
      expect((await ask('GET', `/replays/${begun.body.id}`)).body.replayed).toBeGreaterThan(0);
    });
    await gateways[2]!.kill();
    await gateways[1]!.kill();
    await eventually(async () => {
      expect((await ask('GET', `/replays/${begun.body.id}`)).body.state).toBe('done');
    }, 40_000);
    const ids = (await read('sandbox.killed')).map(({ eventId }) => eventId);
    expect(ids).toEqual(Array.from({ length: count }, (_, i) => String(i)));
    const chain = { topic: 'sandbox.killed', partition: 0, offset: 0, to: undefined };
    expect(await log.verify(chain)).toMatchObject({ faults: [] });
  }, 90_000);

  it('ends though retention takes what it did not come to, and counts all of it', async () => {
    await log.append([...events('ageing', 3_000), ...events('ageing', 20, 1)]);
    await log.append(events('sandbox.ageing', 1));
    const held = dataSource.createQueryRunner();
    try {
      await held.startTransaction();
      await held.query(
        `SELECT FROM event_log_partitions WHERE topic = 'sandbox.ageing' FOR UPDATE`,
      );
      const begun = await ask('POST', '/topics/ageing/replays', { into: 'sandbox.ageing' });
      expect(begun.status).toBe(201);
      await eventually(async () => {
        const [row] = await dataSource.query<{ held: boolean }[]>(
          `SELECT NOT EXISTS (SELECT FROM replays WHERE id = $1 FOR UPDATE SKIP LOCKED) AS held`,
          [begun.body.id],
        );
        expect(row?.held).toBe(true); // Its first step is under way, and waits for the sandbox.
      });
      const since = new Date(Date.now() + 86_400_000);
      await new Retention(dataSource).sweep([{ topic: 'ageing', since }], new Date());
      await held.commitTransaction();
      await eventually(async () => {
        expect((await ask('GET', `/replays/${begun.body.id}`)).body.state).toBe('done');
      });
      const { replayed, lookedAt, expired, left } = (await ask('GET', `/replays/${begun.body.id}`))
        .body;
      expect(expired).toBeGreaterThan(0);
      expect([replayed + expired, lookedAt, left]).toEqual([3_020, replayed, 0]);
      const copies = (await read('sandbox.ageing')).slice(1);
      expect(copies.map((event) => header(event, 'concordat-replay-of'))).toEqual(
        Array.from({ length: replayed }, (_, offset) => `ageing/0@${offset}`),
      );
    } finally {
      await held.release();
    }
  });

  it('can be cancelled, and is listed', async () => {
    const begun = await ask('POST', '/topics/killed/replays', { into: 'sandbox.cancelled' });
    const cancelled = await ask('DELETE', `/replays/${begun.body.id}`);
    expect(['cancelled', 'done']).toContain(cancelled.body.state);
    const { body } = await ask('GET', '/replays?limit=1');
    expect((body as unknown as { replays: Replay[] }).replays).toMatchObject([
      { id: begun.body.id, state: cancelled.body.state },
    ]);
  });

  it('a sandbox is forgotten after its days', async () => {
    const days = limits.sandboxDays.value + 1;
    const later = new Date(Date.now() + days * 86_400_000);
    await log.append(events('sandbox.old', 2));
    await new Retention(dataSource).sweep([], later);
    expect(await read('sandbox.old')).toEqual([]);
    expect(await read('whole')).toHaveLength(12);
  });

  it.each([
    ['whole', { into: 'orders' }, 400, 'SANDBOX_NAME_INVALID'],
    ['whole', { into: 'sandbox.' }, 400, 'SANDBOX_NAME_INVALID'],
    ['sandbox.whole', { into: 'sandbox.whole' }, 400, 'SANDBOX_NAME_INVALID'],
    ['whole', {}, 400, 'BODY_INVALID'],
    ['whole', { into: 'sandbox.x', from: 'yesterday' }, 400, 'BODY_INVALID'],
    ['whole', { into: 'sandbox.x', where: { n: 1 } }, 400, 'BODY_INVALID'],
    ['none', { into: 'sandbox.x' }, 404, 'TOPIC_NOT_LOGGED'],
  ] as const)('of %s with %j is refused: %d %s', async (...[topic, wish, status, code]) => {
    const answer = await ask('POST', `/topics/${topic}/replays`, wish);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('of nothing anybody knows is refused', async () => {
    expect((await ask('GET', '/replays/x')).body.code).toBe('REPLAY_UNKNOWN');
    expect((await ask('DELETE', '/replays/01ARZ3NDEKTSV4RRFFQ69G5FAV')).status).toBe(404);
  });

  it('is one command', async () => {
    const { gatewayUrl } = gateways[0]!;
    const run = (...words: string[]) => runCli(['replay', ...words, '--gateway', gatewayUrl]);
    const ran = await run('whole', '--into', 'sandbox.cli', '--where', '/even=true', '--key', 'k0');
    expect(ran.stdout).toMatch(/^3 of 15 events were replayed into sandbox\.cli \(/);
    expect(ran.exitCode).toBe(0);
    const json = await run('whole', '--into', 'sandbox.cli2', '--format', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject({ state: 'done', replayed: 15 });
    const wrong = await run('whole', '--into', 'orders');
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining('sandbox.')]);
    const condition = await run('whole', '--into', 'sandbox.x', '--where', 'even');
    expect([condition.exitCode, condition.stderr]).toEqual([
      2,
      expect.stringContaining('JSON Pointer'),
    ]);
  });
});

describe('a replay whose key is taken away', () => {
  const ADMIN = 'an-administrator-key-of-32-letters';
  let concordat: StartedConcordat;
  let dataSource: DataSource;
  const asked = async (url: string, key: string, body?: object) => {
    const answer = await fetch(url, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };
  beforeAll(async () => {
    concordat = await startConcordat({ CONCORDAT_AUTH: 'keys', CONCORDAT_ADMIN_KEY: ADMIN });
    dataSource = await openDatabase(concordat.databaseUrl);
  }, 90_000);
  afterAll(async () => {
    await dataSource?.destroy();
    await concordat?.stop();
  });

  it('goes on to its end in the name of who began it, and who watches is told so', async () => {
    const log = new EventLog(dataSource);
    const topic = (name: string): NewEvent => ({
      ...{ topic: name, partition: 0, key: null, value: Buffer.from('{}'), headers: [] },
    });
    await log.append(Array.from({ length: 1_500 }, () => topic('revoked')));
    await log.append([topic('sandbox.revoked')]);
    const { registryUrl, gatewayUrl } = concordat;
    const made = await asked(`${registryUrl}/v1/keys`, ADMIN, { principal: 'ada' });
    const { id = '', key = '' } = made.body;
    const held = dataSource.createQueryRunner();
    try {
      await held.startTransaction();
      await held.query(
        `SELECT FROM event_log_partitions WHERE topic = 'sandbox.revoked' FOR UPDATE`,
      );
      const url = new URL(gatewayUrl);
      Object.assign(url, { username: 'ada', password: key });
      const watching = runCli([
        ...['replay', 'revoked', '--into', 'sandbox.revoked', '--gateway', url.href],
      ]);
      const replays = async () =>
        (await asked(`${gatewayUrl}/v1/replays`, ADMIN)).body['replays'] as unknown as Replay[];
      await eventually(async () => expect(await replays()).toHaveLength(1));
      const revoked = await fetch(`${registryUrl}/v1/keys/${id}`, {
        ...{ method: 'DELETE', headers: { authorization: `Bearer ${ADMIN}` } },
      });
      expect(revoked.status).toBeLessThan(300);
      const { exitCode, stderr } = await watching;
      const [begun] = await replays();
      expect(begun?.state).toBe('running');
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${begun?.id} into`)]);
      expect(stderr).not.toContain(key);
      await held.commitTransaction();
      await eventually(async () => {
        expect(await replays()).toMatchObject([
          { id: begun?.id, state: 'done', replayed: 1_500, requestedBy: 'ada' },
        ]);
      });
      const again = { into: 'sandbox.revoked' };
      const refused = await asked(`${gatewayUrl}/v1/topics/revoked/replays`, key, again);
      expect([refused.status, refused.body['code']]).toEqual([401, 'KEY_REFUSED']);
    } finally {
      await held.release();
    }
  });
});
