import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EventLog, Quarantine, QuarantineKeys, Retention } from '#event-log';
import { limits } from '#kernel';
import { asking } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { openDatabase } from '../support/open-database.js';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const ada = { authorization: `Basic ${btoa('ada:')}` };

describe('a legal hold', () => {
  let concordat: StartedConcordat;
  let dataSource: DataSource;
  let log: EventLog;
  let retention: Retention;
  let quarantine: Quarantine;
  const ask = asking(() => `${concordat.gatewayUrl}/v1`);

  const append = (topic: string, ...values: string[]) =>
    log.append(
      values.map((value) => ({
        ...{ topic, partition: 0, key: null, value: Buffer.from(value), headers: [] },
      })),
    );
  const read = async (topic: string) =>
    (await log.read({ topic, partition: 0, offset: 0 }, 1_000)).map(({ value }) => String(value));
  const rows = async (topic: string) => {
    const [row] = await dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM event_log JOIN event_log_partitions AS p ON p.id = partition_id
        WHERE topic = $1`,
      [topic],
    );
    return row?.n;
  };
  /** As on a day so far away that everything there is today is too old. */
  const sweepInDays = async (days: number) => {
    const topics = (await log.topics()).map(({ name }) => name);
    const kept = topics.map((topic) => ({ topic, since: inDays(days) }));
    return retention.sweep(kept, inDays(days));
  };
  let serial = 0;
  const refuse = async (topic: string) => {
    const [id = ''] = await quarantine.add([
      {
        ...{
          id: `01J${String(serial++).padStart(23, '0')}`,
          topic,
          door: 'http',
          principal: 'svc',
        },
        ...{ key: null, value: Buffer.from(`refused ${serial}`), headers: [], reasons: [] },
      },
    ]);
    return id;
  };
  const expireAll = async () => {
    while ((await quarantine.expire(-DAY_MS)) > 0);
  };
  const room = async (topic: string) => {
    const sql = `SELECT kept_events::int AS events FROM quarantine_topics WHERE topic = $1`;
    return (await dataSource.query<{ events: number }[]>(sql, [topic]))[0]?.events;
  };
  const place = async (topic: string, reason = 'Case 4711') => {
    const { status, body } = await ask('POST', '/holds', { topic, reason }, ada);
    expect([status, body]).toMatchObject([201, { topic, reason, placedBy: 'ada', liftedAt: null }]);
    return body.id as string;
  };
  const lift = (id: string) => ask('POST', `/holds/${id}/lift`, { reason: 'It is closed.' }, ada);

  beforeAll(async () => {
    concordat = await startConcordat();
    dataSource = await openDatabase(concordat.databaseUrl);
    log = new EventLog(dataSource);
    retention = new Retention(dataSource);
    quarantine = new Quarantine(dataSource, new QuarantineKeys([]));
    // The first sweep of the process makes the leaves; an event that comes meanwhile has no place.
    await eventually(async () => {
      const sql = `SELECT FROM pg_inherits WHERE inhparent = 'event_log'::regclass`;
      expect(await dataSource.query<unknown[]>(sql)).toHaveLength(3);
    }, 30_000);
  }, 90_000);
  afterAll(async () => {
    await dataSource.destroy();
    await concordat.stop();
  });

  it('keeps what is too old in the log, until the last of them is lifted', async () => {
    await append('held', 'a', 'b');
    await append('free', 'a');
    const [first, second] = [await place('held'), await place('held', 'Audit of 2026')];
    await sweepInDays(21);
    expect([await read('held'), await read('free')]).toEqual([['a', 'b'], []]);
    expect([await rows('held'), await rows('free')]).toEqual([2, 0]);
    expect((await lift(first)).status).toBe(200);
    await sweepInDays(21);
    expect(await read('held')).toEqual(['a', 'b']);
    await lift(second);
    expect([...(await sweepInDays(21)).expired]).toEqual([['held', 2]]);
    expect([await read('held'), await rows('held')]).toEqual([[], 0]);
  });

  it('keeps the bytes of what had left the log before, where they are not gone yet', async () => {
    await append('late', 'a', 'b');
    await retention.sweep([{ topic: 'late', since: inDays(1) }], new Date());
    expect([await read('late'), await rows('late')]).toEqual([[], 2]);
    const id = await place('late');
    await sweepInDays(21);
    expect([await read('late'), await rows('late')]).toEqual([[], 2]);
    await lift(id);
    await sweepInDays(21);
    expect(await rows('late')).toBe(0);
  });

  it('keeps refused events, also those somebody discards', async () => {
    const [open, discarded] = [await refuse('court'), await refuse('court')];
    const other = await refuse('no court');
    const id = await place('court');
    await expireAll();
    expect((await ask('POST', `/quarantine/${discarded}/discard`, 'a typing mistake')).status).toBe(
      200,
    );
    const stateOf = async (one: string) => {
      const { body } = await ask('GET', `/quarantine/${one}?payload=raw`);
      return [body.state, body.payload.value];
    };
    expect(await stateOf(other)).toEqual(['expired', null]);
    expect(await stateOf(open)).toEqual(['open', 'refused 1']);
    expect(await stateOf(discarded)).toEqual(['discarded', 'refused 2']);
    expect([await room('court'), await room('no court')]).toEqual([2, 0]);
    await lift(id);
    await expireAll();
    expect(await stateOf(open)).toEqual(['expired', null]);
    expect(await stateOf(discarded)).toEqual(['discarded', null]);
    expect(await room('court')).toBe(0);
  });

  describe('placed in the middle of a sweep', () => {
    /** A sweep stands still where it moves the start of a topic of this name, until it may pass. */
    const stop = () =>
      dataSource.query(`
        CREATE TABLE IF NOT EXISTS passage (topic text);
        CREATE OR REPLACE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          WHILE NOT EXISTS (SELECT FROM passage WHERE topic = NEW.topic) LOOP
            PERFORM pg_sleep(0.01);
          END LOOP;
          RETURN NEW;
        END $$;
        CREATE OR REPLACE TRIGGER stand_still BEFORE UPDATE OF start_offset ON event_log_partitions
          FOR EACH ROW WHEN (NEW.topic LIKE 'middle%') EXECUTE FUNCTION stand_still()`);
    const pass = (topic: string) => dataSource.query(`INSERT INTO passage VALUES ($1)`, [topic]);
    const waiting = async (mode: string, granted: boolean) => {
      const [row] = await dataSource.query<{ n: number }[]>(
        `SELECT count(*)::int AS n FROM pg_locks
          WHERE relation = 'topic_holds'::regclass AND mode = $1 AND granted = $2`,
        [mode, granted],
      );
      return row?.n;
    };
    /** The sweep is under way when this is back; its outcome comes later. */
    const begin = async (topic: string) => {
      await append(topic, 'a', 'b');
      const swept = retention.sweep([{ topic, since: inDays(21) }], inDays(21));
      await eventually(async () => expect(await waiting('ShareLock', true)).toBe(1));
      return { swept };
    };
    beforeAll(stop);

    it('waits for the step under way, and stops those that follow', async () => {
      const topic = 'middle-waits';
      const { swept } = await begin(topic);
      const placed = place(topic);
      await eventually(async () => expect(await waiting('RowExclusiveLock', false)).toBe(1));
      await pass(topic);
      const id = await placed;
      // What the step under way took is out of the log; no later step took the bytes.
      expect([...(await swept).expired]).toEqual([[topic, 2]]);
      await append(topic, 'c');
      await sweepInDays(42);
      expect([await read(topic), await rows(topic)]).toEqual([['c'], 3]);
      await lift(id);
      await sweepInDays(42);
      expect(await rows(topic)).toBe(0);
    });

    it('is refused where that step does not end in time, and then nothing is held', async () => {
      const topic = 'middle-stuck';
      const { swept } = await begin(topic);
      const refused = await ask('POST', '/holds', { topic, reason: 'Case 4712' }, ada);
      expect([refused.status, refused.body.code]).toEqual([503, 'HOLD_WAITS']);
      expect(refused.headers.get('retry-after')).toBe('5');
      await pass(topic);
      await swept;
      expect((await ask('GET', `/holds?topic=${topic}`)).body.holds).toEqual([]);
      expect(await read(topic)).toEqual([]);
    }, 30_000);
  });

  it('is listed with who, when and why, page by page', async () => {
    await append('listed', 'a');
    const [first, second] = [await place('listed'), await place('listed', 'Audit')];
    await lift(first);
    const holdsOf = async (query: string) => (await ask('GET', `/holds?topic=listed${query}`)).body;
    const [newest] = (await holdsOf('&limit=1')).holds;
    expect(newest).toMatchObject({ id: second, reason: 'Audit', placedBy: 'ada', liftedBy: null });
    const { holds } = await holdsOf(`&limit=1&cursor=${second}`);
    expect(holds).toMatchObject([{ id: first, liftedBy: 'ada', liftReason: 'It is closed.' }]);
    expect(Date.parse(holds[0].liftedAt)).toBeGreaterThanOrEqual(Date.parse(holds[0].placedAt));
    const idsOf = async (state: string) =>
      (await holdsOf(`&state=${state}`)).holds.map(({ id }: { id: string }) => id);
    expect([await idsOf('standing'), await idsOf('lifted')]).toEqual([[second], [first]]);
  });

  it('is refused on what nobody knows, without a reason, or a second time', async () => {
    await append('refused', 'a');
    const id = await place('refused');
    await lift(id);
    const reason = 'r';
    const unknown = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const tooLong = 'r'.repeat(limits.holdReasonCharacters.value + 1);
    for (const [path, body, status, code] of [
      ['', { topic: 'refusde', reason }, 404, 'HOLD_TOPIC_UNKNOWN'],
      ['', { topic: 'refused' }, 400, 'BODY_INVALID'],
      ['', { topic: 'refused', reason: ' ' }, 400, 'BODY_INVALID'],
      ['', { topic: 'refused', reason: tooLong }, 400, 'BODY_INVALID'],
      [`/${id}/lift`, { reason }, 409, 'HOLD_LIFTED'],
      [`/${id}/lift`, {}, 400, 'BODY_INVALID'],
      [`/${unknown}/lift`, { reason }, 404, 'HOLD_UNKNOWN'],
      ['/x/lift', { reason }, 404, 'HOLD_UNKNOWN'],
    ] as const) {
      const answer = await ask('POST', `/holds${path}`, body);
      expect([path, body, answer.status, answer.body.code]).toEqual([path, body, status, code]);
    }
    expect((await ask('GET', '/holds?state=all')).body.code).toBe('QUERY_INVALID');
    expect((await ask('GET', '/holds?topic=refused&state=standing')).body.holds).toEqual([]);
  });

  it('is one command', async () => {
    await append('cli', 'a');
    const run = (...words: string[]) =>
      runCli(['hold', ...words, '--gateway', concordat.gatewayUrl]);
    const placed = await run('place', 'cli', '--reason', 'Case 1');
    expect(placed.stdout).toMatch(/^[0-9A-Z]{26} {2}cli {2}held since .+ by anonymous: Case 1\n$/);
    const id = placed.stdout.slice(0, 26);
    expect((await run('list', 'cli')).stdout).toBe(placed.stdout);
    const lifted = await run('lift', id, '--reason', 'Over', '--format', 'json');
    expect(JSON.parse(lifted.stdout)).toMatchObject({ id, liftReason: 'Over' });
    expect((await run('list', 'cli')).stdout).toBe('No hold stands.\n');
    expect((await run('list', 'cli', '--all')).stdout).toContain('by anonymous: Over');
    for (const [words, says] of [
      [['place', 'cli'], 'The reason (--reason) is empty.'],
      [['place', 'clu', '--reason', 'x'], 'has ever known a topic "clu"'],
      [['lift'], 'The id of the hold is empty.'],
      [['lift', id, '--reason', 'x'], 'lifted'],
      [['lift', 'x', '--reason', 'x'], 'x'],
      [['keep'], 'Say one of place, list, lift.'],
    ] as const) {
      const { exitCode, stderr } = await run(...words);
      expect([words, exitCode, stderr]).toEqual([words, 2, expect.stringContaining(says)]);
    }
  });
});

describe('where keys are asked for, a legal hold', () => {
  const ADMIN = 'an-administrator-key-of-32-letters';
  let concordat: StartedConcordat;
  beforeAll(async () => {
    concordat = await startConcordat({ CONCORDAT_AUTH: 'keys', CONCORDAT_ADMIN_KEY: ADMIN });
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('is placed and lifted by administrators, and seen by everybody', async () => {
    const dataSource = await openDatabase(concordat.databaseUrl);
    await new EventLog(dataSource).append([
      { topic: 'held', partition: 0, key: null, value: Buffer.from('a'), headers: [] },
    ]);
    await dataSource.destroy();
    const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
    const registry = asking(() => concordat.registryUrl);
    const gateway = asking(() => `${concordat.gatewayUrl}/v1/holds`);
    const made = await registry('POST', '/v1/keys', { principal: 'svc' }, bearer(ADMIN));
    const svc = {
      ...bearer(made.body.key as string),
      'x-concordat-administrator': 'yes',
      'x-concordat-principal': 'admin',
    };
    const wish = { topic: 'held', reason: 'Case 4711' };
    const refused = await gateway('POST', '', wish, svc);
    expect([refused.status, refused.body.code]).toEqual([403, 'HOLDS_ADMIN_ONLY']);
    const placed = await gateway('POST', '', wish, bearer(ADMIN));
    expect([placed.status, placed.body.placedBy]).toEqual([201, 'admin']);
    const path = `/${String(placed.body.id)}/lift`;
    expect((await gateway('POST', path, { reason: 'r' }, svc)).status).toBe(403);
    expect((await gateway('GET', '', undefined, svc)).body.holds).toHaveLength(1);
    expect((await gateway('POST', path, { reason: 'r' }, bearer(ADMIN))).status).toBe(200);
  });
});
