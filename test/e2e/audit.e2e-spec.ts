import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { RecordReads } from '#audit';
import { EventLog, Quarantine, QuarantineKeys } from '#event-log';
import { asking, aContract, jsonSchema } from '../support/ask.js';
import { openDatabase } from '../support/open-database.js';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

interface Entry {
  readonly n: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly details: Record<string, unknown>;
}

const ADMIN = 'an-administrator-key-of-32-letters';

describe('the audit [covers 85]', () => {
  let concordat: StartedConcordat;
  let dataSource: DataSource;
  let ada: { authorization: string };
  const admin = { authorization: `Bearer ${ADMIN}` };
  const registry = asking(() => concordat.registryUrl);
  const gateway = asking(() => `${concordat.gatewayUrl}/v1`);
  const list = async (query = '') => {
    const { status, body } = await registry('GET', `/v1/audit?${query}`, undefined, admin);
    expect(status).toBe(200);
    return body as { entries: Entry[]; nextCursor: number | null };
  };
  const newest = async () => (await list('limit=1')).entries[0];
  const verify = async (query = '') =>
    (await registry('GET', `/v1/audit/verification?${query}`, undefined, admin)).body;
  const run = (...words: string[]) =>
    runCli(['audit', ...words, '--registry', concordat.registryUrl], {
      env: { CONCORDAT_KEY: ADMIN },
    });

  beforeAll(async () => {
    concordat = await startConcordat({
      ...{ CONCORDAT_AUTH: 'keys', CONCORDAT_ADMIN_KEY: ADMIN },
      CONCORDAT_MASTER_KEY: 'a-master-secret-of-more-than-32-letters',
    });
    dataSource = await openDatabase(concordat.databaseUrl);
    const wish = { principal: 'ada', admin: true };
    const { body } = await registry('POST', '/v1/keys', wish, admin);
    ada = { authorization: `Bearer ${String(body.key)}` };
  }, 90_000);
  afterAll(async () => {
    await dataSource.destroy();
    await concordat.stop();
  });

  it('begins with the first key, and never tells the key', async () => {
    const { entries } = await list();
    expect(entries).toMatchObject([
      { n: 1, actor: 'admin', action: 'key.issued', details: { principal: 'ada', isAdmin: true } },
    ]);
    expect(JSON.stringify(entries)).not.toContain('cck_');
  });

  it('tells of every deed who did it, to what, and how it was before', async () => {
    const { body: key } = await registry('POST', '/v1/keys', { principal: 'svc' }, ada);
    await registry('DELETE', `/v1/keys/${String(key.id)}`, undefined, ada);
    await registry('DELETE', `/v1/keys/${String(key.id)}`, undefined, ada);
    expect(await newest()).toMatchObject({ actor: 'ada', action: 'key.revoked', target: key.id });

    await registry('PUT', '/config/orders-value', { compatibility: 'FULL' }, ada);
    await registry('PUT', '/config/orders-value', { compatibility: 'NONE' }, ada);
    expect(await newest()).toMatchObject({
      ...{ actor: 'ada', action: 'config.changed', target: 'orders-value' },
      details: { change: { compatibility: 'NONE' }, before: { compatibility: 'FULL' } },
    });
    await registry('DELETE', '/config/orders-value', undefined, ada);
    expect(await newest()).toMatchObject({ action: 'config.deleted', target: 'orders-value' });
    await registry('PUT', '/mode', { mode: 'READONLY' }, ada);
    expect(await newest()).toMatchObject({
      ...{ action: 'mode.changed', target: 'everything' },
      details: { mode: 'READONLY', before: 'READWRITE', isForced: false },
    });
    await registry('DELETE', '/mode', undefined, ada);
    expect(await newest()).toMatchObject({ action: 'mode.deleted', target: 'everything' });

    const contract = aContract('orders.placed');
    await registry('POST', '/v1/contracts', contract, ada);
    await registry('POST', '/v1/contracts', contract, ada);
    await registry('POST', '/v1/contracts?dryRun=true', aContract('orders.paid'), ada);
    expect(await newest()).toMatchObject({
      ...{ actor: 'ada', action: 'contract.published', target: 'orders.placed' },
      details: { version: 1, isForced: false },
    });
    const needs = {
      ...{ apiVersion: 'concordat/v1', kind: 'Consumption', consumer: 'billing' },
      ...{ owner: { team: 'billing' }, of: 'orders.placed', needs: { '/orderId': {} } },
    };
    await registry('POST', '/v1/consumptions', needs, ada);
    await registry('DELETE', '/v1/consumptions/billing/of/orders.placed', undefined, ada);
    expect((await list('target=orders.placed')).entries.map(({ action }) => action)).toEqual([
      ...['consumption.withdrawn', 'consumption.declared', 'contract.published'],
    ]);

    const made = await registry('POST', '/subjects/gone/versions', jsonSchema({}), ada);
    await registry('DELETE', '/subjects/gone/versions/1', undefined, ada);
    await registry('DELETE', '/subjects/gone?permanent=true', undefined, ada);
    expect(await newest()).toMatchObject({
      ...{ actor: 'ada', action: 'versions.deleted', target: 'gone' },
      details: { versions: [{ version: 1, schemaId: made.body.id }], isPermanent: true },
    });
  });

  it('tells which versions were registered, by whom, and what was not compared', async () => {
    const register = (subject: string, body: object) =>
      registry('POST', `/subjects/${subject}/versions`, body, ada);
    const first = await register(
      'told-value',
      jsonSchema({ properties: { a: { type: 'string' } } }),
    );
    const before = await newest();
    expect(before).toMatchObject({
      ...{ actor: 'ada', action: 'version.registered', target: 'told-value' },
      details: { version: 1, schemaId: first.body.id, type: 'JSON' },
    });
    await register('told-value', jsonSchema({ properties: { a: { type: 'string' } } }));
    await register('told-value', jsonSchema({ properties: { a: { type: 'integer' } } }));
    expect(await newest()).toEqual(before);
    const crowd = Array.from({ length: 20 }, (_, i) =>
      register(`crowd-${i}-value`, jsonSchema({ [`n${i}`]: { type: 'integer' } })),
    );
    await Promise.all(crowd);
    const told = (await list('action=version.registered&limit=20')).entries;
    const names = Array.from({ length: 20 }, (_, i) => `crowd-${i}-value`);
    expect(told.map(({ target }) => target).sort()).toEqual(names.sort());

    await registry('PUT', '/mode/copied-value?force=true', { mode: 'IMPORT' }, ada);
    await register('copied-value', { ...jsonSchema({ title: 'copied' }), id: 70_001, version: 7 });
    expect(await newest()).toMatchObject({
      ...{ action: 'version.registered', target: 'copied-value' },
      details: { version: 7, schemaId: 70_001, isImported: true },
    });
    await registry('POST', '/v1/contracts', aContract('told.placed'), ada);
    const { entries } = await list('limit=2');
    expect(entries.map(({ action }) => action)).toEqual([
      ...['contract.published', 'version.registered'],
    ]);
  });

  it('tells what was done with encryption keys, and nothing of what is in them', async () => {
    const keks = '/dek-registry/v1/keks';
    const material = { encryptedKeyMaterial: 'bm9ib2R5' };
    const ask = (method: string, path: string, body?: object) =>
      registry(method, `${keks}${path}`, body, ada);
    const kek = { name: 'told', kmsType: 'aws-kms', kmsKeyId: 'arn:one' };
    await ask('POST', '', { ...kek, kmsProps: { token: 'bm9ib2R5' } });
    await ask('PUT', '/told', { doc: 'a' });
    await ask('PUT', '/told', { doc: 'a' });
    await ask('POST', '/told/deks/a-value', material);
    await ask('POST', '/told/deks/a-value', { ...material, version: 2 });
    await ask('DELETE', '/told/deks/a-value/versions/1');
    await ask('DELETE', '/told/deks/a-value');
    await ask('DELETE', '/told/deks/a-value');
    await ask('POST', '/told/deks/a-value/versions/2/undelete');
    await ask('POST', '/told/deks/a-value?rewrap=true', { ...material, version: 2 });
    await ask('POST', '/told/deks/a-value', material);
    await ask('DELETE', '/told/deks/a-value');
    await ask('DELETE', '/told/deks/a-value?permanent=true');
    for (const path of ['/told', '/told', '/told/undelete', '/told/undelete', '/told'])
      await ask(path.endsWith('undelete') ? 'POST' : 'DELETE', path);
    await ask('POST', '', { ...kek, kmsProps: { token: 'bm9ib2R5' }, doc: 'a' });
    await ask('DELETE', '/told');
    await ask('DELETE', '/told?permanent=true');
    const { entries } = await list('target=told');
    const isPermanent = (is: boolean) => expect.objectContaining({ isPermanent: is });
    const versions = (...list: number[]) => expect.objectContaining({ versions: list });
    expect(entries.map(({ action, details }) => [action, details]).reverse()).toEqual([
      ['encryption-key.created', { kmsType: 'aws-kms', kmsKeyId: 'arn:one', isShared: false }],
      ['encryption-key.changed', expect.objectContaining({ before: { isShared: false } })],
      ['data-key.created', { subject: 'a-value', algorithm: 'AES256_GCM', versions: [1] }],
      ['data-key.created', versions(2)],
      ['data-key.deleted', versions(1)],
      ['data-key.deleted', versions(2)],
      ['data-key.restored', versions(2)],
      ['data-key.rewrapped', versions(2)],
      ['data-key.restored', versions(1)],
      ['data-key.deleted', versions(1, 2)],
      ['data-key.deleted', isPermanent(true)],
      ['encryption-key.deleted', isPermanent(false)],
      ['encryption-key.restored', expect.anything()],
      ['encryption-key.deleted', isPermanent(false)],
      ['encryption-key.restored', expect.anything()],
      ['encryption-key.deleted', isPermanent(false)],
      ['encryption-key.deleted', isPermanent(true)],
    ]);
    expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set(['ada']));
    expect(JSON.stringify(entries)).not.toContain('bm9ib2R5');
  });

  it('tells what was done to events: held, let go, replayed, given up', async () => {
    const event = {
      topic: 'orders',
      partition: 0,
      key: null,
      value: Buffer.from('a'),
      headers: [],
    };
    await new EventLog(dataSource).append([event]);
    const wish = { topic: 'orders', reason: 'Case 4711' };
    const { body: hold } = await gateway('POST', '/holds', wish, ada);
    expect(await newest()).toMatchObject({
      ...{ actor: 'ada', action: 'hold.placed', target: 'orders' },
      details: { hold: hold.id, reason: 'Case 4711' },
    });
    await gateway('POST', `/holds/${String(hold.id)}/lift`, { reason: 'Closed' }, ada);
    await gateway('POST', `/holds/${String(hold.id)}/lift`, { reason: 'Closed' }, ada);
    const { body: replay } = await gateway(
      ...(['POST', '/topics/orders/replays', { into: 'sandbox.a' }, ada] as const),
    );
    const quarantine = new Quarantine(dataSource, new QuarantineKeys([]));
    const refused = (n: number) => ({
      ...{ ...event, id: `01J${String(n).padStart(23, '0')}`, value: Buffer.from(String(n)) },
      ...{ door: 'http', principal: 'svc', reasons: [] },
    });
    const [discarded, overdue, alsoOverdue] = await quarantine.add([1, 2, 3].map(refused));
    await gateway('POST', `/quarantine/${discarded}/discard`, 'a typing mistake', ada);
    while ((await quarantine.expire(-60_000)) > 0);
    const { entries } = await list('limit=6');
    const said = entries.map(({ actor, action, target }) => [actor, action, target]).reverse();
    expect(said.slice(1, 4)).toEqual([
      ['ada', 'hold.lifted', 'orders'],
      ['ada', 'replay.began', 'orders'],
      ['ada', 'quarantine.discarded', discarded],
    ]);
    expect(said.slice(4).sort()).toEqual([
      ['concordat', 'quarantine.expired', overdue],
      ['concordat', 'quarantine.expired', alsoOverdue],
    ]);
    expect(entries[2]?.details).toEqual({ note: 'a typing mistake' });
    expect(entries[3]?.details).toMatchObject({ replay: replay.id, into: 'sandbox.a' });
  });

  it('tells who moved or deleted a consumer group', async () => {
    const place = '/groups/billing/topics/orders';
    await gateway('PUT', place, {}, ada);
    await gateway('PUT', `${place}/positions`, { to: 'end' }, ada);
    expect(await newest()).toMatchObject({
      ...{ actor: 'ada', action: 'group.moved', target: 'billing' },
      details: { topic: 'orders', nextOffsets: { 0: 1 } },
    });
    await gateway('DELETE', place, undefined, ada);
    expect(await newest()).toMatchObject({ action: 'group.deleted', target: 'billing' });
  });

  it('is read page by page, and by who, what, to what and when', async () => {
    const all = (await list()).entries;
    expect(all.map(({ n }) => n)).toEqual(all.map((_, i) => all.length - i));
    const { entries, nextCursor } = await list('limit=3');
    const next = await list(`limit=${all.length}&cursor=${nextCursor}`);
    expect([...entries, ...next.entries]).toEqual(all);
    const by = async (query: string) => (await list(query)).entries.map(({ n }) => n);
    const where = (is: (entry: Entry) => boolean) => all.filter(is).map(({ n }) => n);
    expect(await by('actor=admin')).toEqual([1]);
    expect(await by('action=config.changed&target=orders-value')).toEqual(
      where(({ action }) => action === 'config.changed'),
    );
    const { at } = all[4]!;
    expect(await by(`since=${at}`)).toEqual(where((entry) => entry.at >= at));
    expect(await by(`until=${at}`)).toEqual(where((entry) => entry.at < at));
  });

  it('is for administrators, and says what it does not understand', async () => {
    const { body: svc } = await registry('POST', '/v1/keys', { principal: 'svc' }, admin);
    const headers = { authorization: `Bearer ${String(svc.key)}` };
    for (const path of ['/v1/audit', '/v1/audit/verification']) {
      const refused = await registry('GET', path, undefined, headers);
      expect([refused.status, refused.body.code]).toEqual([403, 'AUDIT_ADMIN_ONLY']);
    }
    for (const query of ['action=hold', 'limit=0', 'since=yesterday', 'cursor=x', 'actor=a%00']) {
      const answer = await registry('GET', `/v1/audit?${query}`, undefined, admin);
      expect([query, answer.status, answer.body.code]).toEqual([query, 400, 'AUDIT_QUERY_INVALID']);
    }
  });

  it('is one order, whoever records at the same time', async () => {
    const changes = Array.from({ length: 40 }, (_, i) =>
      registry('PUT', `/config/crowd-${i % 8}`, { compatibility: 'NONE' }, i % 2 ? ada : admin),
    );
    expect((await Promise.all(changes)).map(({ status }) => status)).toEqual(Array(40).fill(200));
    const { entries, end, fault } = await verify();
    expect([entries, fault]).toEqual([end, null]);
    expect((await list('limit=40')).entries.every(({ target }) => /^crowd/.test(target))).toBe(
      true,
    );
  });

  it('is not there where the deed is not', async () => {
    const before = await newest();
    const refusals = [
      await registry('PUT', '/config/crowd-1', { compatibility: 'SOMETIMES' }, ada),
      await registry('DELETE', '/subjects/nobody', undefined, ada),
      await gateway('POST', '/holds', { topic: 'nobody', reason: 'x' }, ada),
    ];
    expect(refusals.map(({ status }) => status >= 400)).toEqual([true, true, true]);
    expect(await newest()).toEqual(before);
  });

  describe('of secrets that are read', () => {
    const reads = async (action: string) => (await list(`action=${action}`)).entries;
    const dek = '/dek-registry/v1/keks/shared/deks/read-value';
    let caseId: string;

    beforeAll(async () => {
      const kek = { name: 'shared', kmsType: 'local-kms', kmsKeyId: 'one', shared: true };
      await registry('POST', '/dek-registry/v1/keks', kek, ada);
      await registry('POST', dek, {}, ada);
      const quarantine = new Quarantine(dataSource, new QuarantineKeys([]));
      [caseId = ''] = await quarantine.add([
        {
          ...{ id: '01J00000000000000000000077', topic: 'orders', partition: 0, key: null },
          ...{ value: Buffer.from('a secret'), headers: [] },
          ...{ door: 'http', principal: 'svc', reasons: [] },
        },
      ]);
    });

    it('tells who was told a data key, and not which; once for all that ask in an hour', async () => {
      for (let n = 0; n < 5; n++) {
        const told = await registry('GET', n % 2 ? dek : `${dek}/versions/1`, undefined, ada);
        expect(told.body.keyMaterial).toEqual(expect.any(String));
        await registry('GET', dek, undefined, admin);
      }
      expect(await reads('data-key.read')).toMatchObject(
        ['admin', 'ada'].map((actor) => ({
          ...{ actor, target: 'shared' },
          details: { subject: 'read-value', algorithm: 'AES256_GCM', version: 1 },
        })),
      );
    });

    it('tells who was shown the bytes of a refused event, and not of whom only the reasons', async () => {
      await gateway('GET', `/quarantine/${caseId}`, undefined, ada);
      expect(await reads('quarantine.read')).toEqual([]);
      for (let n = 0; n < 3; n++) {
        const { body } = await gateway('GET', `/quarantine/${caseId}?payload=raw`, undefined, ada);
        expect(body.payload).toMatchObject({ value: 'a secret' });
      }
      const [entry, ...more] = await reads('quarantine.read');
      expect(entry).toMatchObject({ actor: 'ada', target: caseId, details: { topic: 'orders' } });
      expect([more, JSON.stringify(entry).includes('a secret')]).toEqual([[], false]);
    });

    it('tells it once for all processes, and again when the hour is over', async () => {
      const read = { actor: 'eve', action: 'quarantine.read', target: caseId } as const;
      await new RecordReads(dataSource).record(read);
      await Promise.all([1, 2, 3].map(() => new RecordReads(dataSource).record(read)));
      const ofEve = async () => (await list('actor=eve')).entries.length;
      expect(await ofEve()).toBe(1);
      await dataSource.query(`UPDATE audit_reads SET at = at - interval '61 minutes'`);
      await new RecordReads(dataSource).record(read);
      expect(await ofEve()).toBe(2);
      // What is too old to count is not kept.
      expect(await dataSource.query('SELECT count(*)::int AS n FROM audit_reads')).toEqual([
        { n: 1 },
      ]);
    });

    it('tells nothing where it cannot be recorded', async () => {
      await registry('POST', dek, { version: 2 }, ada);
      await dataSource.query('ALTER TABLE audit_reads RENAME TO audit_reads_away');
      const raw = await gateway('GET', `/quarantine/${caseId}?payload=raw`, undefined, admin);
      const key = await registry('GET', `${dek}/versions/2`, undefined, ada);
      await dataSource.query('ALTER TABLE audit_reads_away RENAME TO audit_reads');
      for (const { status, body } of [raw, key]) {
        expect(status).toBe(500);
        expect(JSON.stringify(body)).not.toMatch(/keyMaterial|a secret/);
      }
    });
  });

  describe('proves itself', () => {
    /** What only a database owner can do, and undoes after the look. */
    const tampered = async (sql: string, look: () => Promise<void>) => {
      const copy = 'CREATE TABLE audit_copy AS SELECT * FROM audit_entries';
      const putBack = `TRUNCATE audit_entries; INSERT INTO audit_entries SELECT * FROM audit_copy;
                       DROP TABLE audit_copy`;
      await dataSource.query(`${copy}; ALTER TABLE audit_entries DISABLE TRIGGER ALL; ${sql}`);
      await look();
      await dataSource.query(`${putBack}; ALTER TABLE audit_entries ENABLE TRIGGER ALL`);
    };

    it('nobody changes it by mistake', async () => {
      for (const sql of [
        'DELETE FROM audit_entries',
        'TRUNCATE audit_entries',
        `UPDATE audit_entries SET actor = 'eve'`,
        'DELETE FROM audit_head',
      ])
        await expect(dataSource.query(sql)).rejects.toThrow('stays recorded');
    });

    it('"concordat audit verify" names the first entry that is not what was recorded', async () => {
      const sound = await run('verify');
      expect([sound.exitCode, sound.stdout]).toEqual([
        0,
        expect.stringMatching(/^\d+=[0-9a-f]{64} {2}✓ \d+ entries as recorded\n$/),
      ]);
      for (const [sql, says] of [
        ['DELETE FROM audit_entries WHERE n = 4', '4  ✗ Entry 4 is missing: entry 5 comes next.'],
        [`UPDATE audit_entries SET actor = 'eve' WHERE n = 7`, '7  ✗ Entry 7 is not what was'],
        [`UPDATE audit_entries SET details = '{' WHERE n = 2`, '2  ✗ Entry 2 is not what was'],
        [`UPDATE audit_entries SET at = at - interval '1 day' WHERE n = 3`, '3  ✗ Entry 3 is not'],
        ['DELETE FROM audit_entries WHERE n > 9', '10  ✗ Entries 10 to'],
        ['DELETE FROM audit_entries', '1  ✗ Entries 1 to'],
      ] as const) {
        await tampered(sql, async () => {
          const { exitCode, stdout } = await run('verify');
          expect([sql, exitCode, stdout]).toEqual([sql, 1, expect.stringContaining(says)]);
        });
      }
      expect((await run('verify')).stdout).toBe(sound.stdout);
    }, 60_000);

    it('an audit that was cut together with its head is told by an entry kept elsewhere', async () => {
      const [kept = ''] = (await run('verify')).stdout.split(' ');
      await registry('PUT', '/config/later', { compatibility: 'NONE' }, ada);
      const sound = await run('verify', '--expect', kept);
      expect(sound.exitCode).toBe(0);
      const last = Number(kept.split('=')[0]);
      await dataSource.query(`CREATE TABLE head_copy AS SELECT * FROM audit_head`);
      const cut = `DELETE FROM audit_entries WHERE n >= ${last};
        UPDATE audit_head SET n = ${last - 1},
               hash = (SELECT hash FROM audit_entries WHERE n = ${last - 1})`;
      await tampered(cut, async () => {
        expect((await run('verify')).exitCode).toBe(0);
        const { exitCode, stdout } = await run('verify', '--expect', kept);
        expect([exitCode, stdout]).toEqual([1, expect.stringContaining(`${last}  ✗ It is not`)]);
      });
      await dataSource.query(
        `UPDATE audit_head AS head SET n = kept.n, hash = kept.hash FROM head_copy AS kept`,
      );
      expect((await run('verify', '--expect', kept, '--format', 'json')).exitCode).toBe(0);
    }, 60_000);

    it('stretch by stretch, from any entry on', async () => {
      const { end } = await verify();
      expect(await verify('from=3&limit=2')).toMatchObject({ entries: 2, end, last: { n: 4 } });
      expect(await verify(`from=${end + 1}`)).toMatchObject({ entries: 0, fault: null });
      expect(await verify(`from=${end + 5}`)).toMatchObject({ fault: { n: end + 4 } });
    });

    it('is listed by the command too', async () => {
      const { stdout } = await run('list', '--actor', 'admin', '--action', 'key.issued');
      expect(stdout).toMatch(/^\d+ {2}\S+ {2}admin {2}key\.issued {2}\S+ {2}\{.*"principal":"svc"/);
      expect((await run('list', '--target', 'nobody')).stdout).toBe(
        'The audit has no such entry.\n',
      );
      const wrong = await run('verify', '--expect', '7=abc');
      expect([wrong.exitCode, wrong.stderr]).toEqual([
        2,
        expect.stringContaining('64 hexadecimal'),
      ]);
      expect((await run('forget')).stderr).toContain('Say one of list, verify.');
    });
  });
});
