import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking } from '../../support/ask.js';
import { createDatabase } from '../../support/create-database.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const SECRET = 's'.repeat(32);
const NEW_SECRET = 'n'.repeat(32);
const keks = '/dek-registry/v1/keks';
const local = { kmsType: 'local-kms', kmsKeyId: 'one', shared: true };
const qualified = encodeURIComponent;

describe('keys for field encryption in the Confluent dialect', () => {
  let concordat: StartedConcordat;
  let DATABASE_URL: string;
  const ask = asking(() => concordat.registryUrl);
  const kek = (name: string, rest: object = {}, query = '') =>
    ask('POST', `${keks}${query}`, { name, kmsType: 'aws', kmsKeyId: 'arn:one', ...rest });
  const dek = (name: string, subject: string, rest: object = {}, query = '') =>
    ask('POST', `${keks}/${name}/deks/${subject}${query}`, rest);
  const wrapped = { encryptedKeyMaterial: 'c2VhbGVk' };
  const code = async (reply: ReturnType<typeof ask>) => (await reply).body.error_code;
  beforeAll(async () => {
    DATABASE_URL = await createDatabase();
    concordat = await startConcordat({ DATABASE_URL, CONCORDAT_MASTER_KEY: SECRET });
  }, 90_000);
  afterAll(() => concordat?.stop());

  describe('a key that wraps others', () => {
    it('is made, read and listed, its service named as clients name it [dialect POST /dek-registry/v1/keks ?testSharing, GET /dek-registry/v1/keks ?subjectPrefix ?deleted ?offset ?limit, GET /dek-registry/v1/keks/{name} ?deleted]', async () => {
      const sent = { kmsProps: { region: 'eu' }, doc: 'Orders.' };
      const made = await kek('list-a', sent);
      expect(made.body).toEqual({
        name: 'list-a',
        kmsType: 'aws-kms',
        kmsKeyId: 'arn:one',
        ...sent,
        shared: false,
        ts: expect.any(Number),
      });
      expect((await ask('GET', `${keks}/list-a`)).body).toEqual(made.body);
      expect((await kek('list-b', local, '?testSharing=true')).status).toBe(200);
      await dek('list-a', 'listed-value', wrapped);
      await dek('list-b', 'other-value');
      expect((await ask('GET', `${keks}?offset=0&limit=1`)).body).toEqual(['list-a']);
      expect((await ask('GET', `${keks}?subjectPrefix=listed`)).body).toEqual(['list-a']);
      expect((await ask('GET', `${keks}?subjectPrefix=other&subjectPrefix=listed`)).body).toEqual([
        'list-a',
        'list-b',
      ]);
      await kek('list-c');
      await ask('DELETE', `${keks}/list-c`);
      expect((await ask('GET', keks)).body).not.toContain('list-c');
      expect((await ask('GET', `${keks}?deleted=true`)).body).toContain('list-c');
      expect((await ask('GET', `${keks}/list-c?deleted=true`)).body.deleted).toBe(true);
      expect(await code(ask('GET', `${keks}/list-c`))).toBe(40470);
    });

    it('changes what is sent and keeps the rest; null takes back [dialect PUT /dek-registry/v1/keks/{name}]', async () => {
      await kek('changed', { doc: 'a', kmsProps: { a: '1' } });
      const put = (body: object) => ask('PUT', `${keks}/changed`, body);
      expect((await put({ doc: 'b' })).body).toMatchObject({ doc: 'b', kmsProps: { a: '1' } });
      const bare = (await put({ doc: null, kmsProps: null, shared: true })).body;
      expect(bare).toEqual({
        name: 'changed',
        kmsType: 'aws-kms',
        kmsKeyId: 'arn:one',
        shared: true,
        ts: bare.ts,
      });
      expect((await put({ shared: true })).body).toEqual(bare);
      expect(await code(ask('PUT', `${keks}/unknown`, {}))).toBe(40470);
    });

    it('goes softly, then for good, when it wraps nothing, and comes back in between [dialect DELETE /dek-registry/v1/keks/{name} ?permanent, POST /dek-registry/v1/keks/{name}/undelete, 40470, 40471, 40472, 42272]', async () => {
      await kek('gone');
      await dek('gone', 'a-value', wrapped);
      const path = `${keks}/gone`;
      const inUse = await ask('DELETE', path);
      expect(inUse.status).toBe(422);
      expect(inUse.body).toEqual({
        error_code: 42272,
        message: 'One or more references exist to the key gone',
      });
      await ask('DELETE', `${path}/deks/a-value`);
      expect(await code(ask('DELETE', `${path}?permanent=true`))).toBe(42272);
      expect((await ask('DELETE', path)).status).toBe(204);
      expect((await ask('DELETE', path)).status).toBe(204);
      const stuck = await ask('POST', `${path}/deks/a-value/undelete`);
      expect(stuck.body).toEqual({
        error_code: 40472,
        message: "Key 'gone' must be undeleted first",
      });
      expect((await ask('POST', `${path}/undelete`)).status).toBe(204);
      expect((await ask('GET', path)).status).toBe(200);
      expect((await ask('DELETE', `${path}/deks/a-value?permanent=true`)).status).toBe(204);
      const early = await ask('DELETE', `${path}?permanent=true`);
      expect(early.body).toEqual({
        error_code: 40471,
        message: "Key 'gone' was not deleted first before being permanently deleted",
      });
      await ask('DELETE', path);
      expect((await ask('DELETE', `${path}?permanent=true`)).status).toBe(204);
      const unknown = await ask('DELETE', path);
      expect(unknown.status).toBe(404);
      expect(unknown.body).toEqual({ error_code: 40470, message: "Key 'gone' not found" });
      expect(await code(ask('POST', `${path}/undelete`))).toBe(40470);
    });

    it('is made once; the same one, deleted before, comes back [dialect 40971]', async () => {
      expect((await kek('once')).status).toBe(200);
      const again = await kek('once');
      expect(again.status).toBe(409);
      expect(again.body).toEqual({
        error_code: 40971,
        message: "Key 'once' already exists; use a different value",
      });
      await ask('DELETE', `${keks}/once`);
      expect(await code(kek('once', { kmsKeyId: 'arn:two' }))).toBe(40971);
      expect((await kek('once')).body.deleted).toBeUndefined();
      expect((await kek('born-deleted', { deleted: true })).body.deleted).toBe(true);
    });

    it('is tried out where it is shared, and only then [dialect POST /dek-registry/v1/keks/{name}/test, 40370, 42271]', async () => {
      await kek('tried', local);
      await kek('foreign', { shared: true });
      await kek('unshared');
      expect((await ask('POST', `${keks}/tried/test`)).body.name).toBe('tried');
      const foreign = await ask('POST', `${keks}/foreign/test`);
      expect(foreign.status).toBe(403);
      expect(foreign.body).toEqual({
        error_code: 40370,
        message:
          'Could not generate encrypted dek for foreign: the registry asks no key service of kind aws-kms',
      });
      expect((await ask('POST', `${keks}/unshared/test`)).body).toEqual({
        error_code: 42271,
        message: 'shared',
      });
      expect(await code(kek('untried', { shared: true }, '?testSharing=true'))).toBe(40370);
      expect(await code(ask('GET', `${keks}/untried`))).toBe(40470);
    });

    it('is refused where a member is missing or wrong [dialect 42271]', async () => {
      for (const [sent, member] of [
        [{ name: undefined }, 'name'],
        [{ name: '' }, 'name'],
        [{ name: '1st' }, 'name'],
        [{ name: 'a.b' }, 'name'],
        [{ name: 'n'.repeat(65) }, 'name'],
        [{ kmsKeyId: '' }, 'kmsKeyId'],
        [{ kmsKeyId: 7 }, 'kmsKeyId'],
        [{ kmsType: null }, 'kmsType'],
      ] as const) {
        const refused = await kek('wrong', sent);
        expect([refused.status, refused.body]).toEqual([
          422,
          { error_code: 42271, message: member },
        ]);
      }
      for (const wrong of [{ shared: 'yes' }, { doc: 1 }, { kmsProps: { a: 1 } }, { kmsProps: [] }])
        expect(await code(kek('wrong', wrong))).toBe(422);
      expect(await code(ask('GET', `${keks}/${qualified('a b')}`))).toBe(42271);
      expect(await code(ask('POST', keks, '{'))).toBe(400);
      expect(await code(kek('wrong', { doc: 'a\0b' }))).toBe(42201);
      expect((await kek(`k${'n'.repeat(63)}`)).status).toBe(200);
    });
  });

  describe('a data key', () => {
    it('is kept as the client wrapped it, in versions [dialect POST /dek-registry/v1/keks/{name}/deks/{s} ?rewrap, POST /dek-registry/v1/keks/{name}/deks, GET /dek-registry/v1/keks/{name}/deks ?deleted ?offset ?limit, GET /dek-registry/v1/keks/{name}/deks/{s} ?algorithm ?deleted, GET /dek-registry/v1/keks/{name}/deks/{s}/versions ?algorithm ?deleted, GET /dek-registry/v1/keks/{name}/deks/{s}/versions/{v} ?algorithm ?deleted]', async () => {
      await kek('kept');
      const made = await dek('kept', 'a-value', wrapped);
      expect(made.body).toEqual({
        kekName: 'kept',
        subject: 'a-value',
        version: 1,
        algorithm: 'AES256_GCM',
        ...wrapped,
        ts: expect.any(Number),
      });
      const older = { subject: 'a-value', version: 2, algorithm: 'AES256_GCM', ...wrapped };
      expect((await ask('POST', `${keks}/kept/deks`, older)).body.version).toBe(2);
      await dek('kept', 'b-value', { ...wrapped, algorithm: 'AES256_SIV' });
      const of = (path: string) => ask('GET', `${keks}/kept/deks${path}`);
      expect((await of('')).body).toEqual(['a-value', 'b-value']);
      expect((await of('?offset=1&limit=1')).body).toEqual(['b-value']);
      expect((await of('/a-value')).body).toEqual(made.body);
      expect((await of('/a-value/versions')).body).toEqual([1, 2]);
      expect((await of('/a-value/versions/latest')).body.version).toBe(2);
      expect((await of('/a-value/versions/-1')).body.version).toBe(2);
      expect((await of('/b-value/versions?algorithm=AES256_SIV')).body).toEqual([1]);
      expect(await code(of('/b-value'))).toBe(40470);
      expect((await of('/b-value?algorithm=AES256_SIV')).status).toBe(200);
      expect((await of('/b-value/versions/1?algorithm=AES256_SIV')).status).toBe(200);
      expect(
        (await dek('kept', 'a-value', { encryptedKeyMaterial: 'bmV3' }, '?rewrap=true')).body,
      ).toMatchObject({ version: 1, encryptedKeyMaterial: 'bmV3' });
    });

    it('goes softly, then for good, whole or by version, and comes back in between [dialect DELETE /dek-registry/v1/keks/{name}/deks/{s} ?algorithm ?permanent, DELETE /dek-registry/v1/keks/{name}/deks/{s}/versions/{v} ?algorithm ?permanent, POST /dek-registry/v1/keks/{name}/deks/{s}/undelete ?algorithm, POST /dek-registry/v1/keks/{name}/deks/{s}/versions/{v}/undelete ?algorithm, 40470, 40471]', async () => {
      await kek('parted');
      const algorithm = 'AES128_GCM';
      for (const version of [1, 2])
        await dek('parted', 'a-value', { version, algorithm, ...wrapped });
      const path = `${keks}/parted/deks/a-value`;
      const by = `algorithm=${algorithm}`;
      const versions = async (query = '') =>
        (await ask('GET', `${path}/versions?${by}${query}`)).body;
      expect(await code(ask('DELETE', `${path}/versions/1?${by}&permanent=true`))).toBe(40471);
      expect((await ask('DELETE', `${path}/versions/1?${by}`)).status).toBe(204);
      expect(await versions()).toEqual([2]);
      expect(await versions('&deleted=true')).toEqual([1, 2]);
      expect(await code(ask('GET', `${path}?${by}`))).toBe(40470);
      expect((await ask('GET', `${path}?${by}&deleted=true`)).body.deleted).toBe(true);
      expect((await ask('GET', `${path}/versions/1?${by}&deleted=true`)).body.deleted).toBe(true);
      expect((await ask('POST', `${path}/versions/1/undelete?${by}`)).status).toBe(204);
      expect(await versions()).toEqual([1, 2]);
      expect(await code(ask('DELETE', `${path}?${by}&permanent=true`))).toBe(40471);
      expect((await ask('DELETE', `${path}?${by}`)).status).toBe(204);
      expect((await ask('GET', `${keks}/parted/deks`)).body).toEqual([]);
      expect((await ask('GET', `${keks}/parted/deks?deleted=true`)).body).toEqual(['a-value']);
      expect((await ask('POST', `${path}/undelete?${by}`)).status).toBe(204);
      await ask('DELETE', `${path}?${by}`);
      expect((await ask('DELETE', `${path}/versions/2?${by}&permanent=true`)).status).toBe(204);
      expect((await ask('DELETE', `${path}?${by}&permanent=true`)).status).toBe(204);
      for (const [method, where] of [
        ['DELETE', path],
        ['DELETE', `${path}/versions/1`],
        ['POST', `${path}/undelete`],
        ['POST', `${path}/versions/1/undelete`],
        ['GET', `${keks}/nokek/deks`],
        ['GET', `${keks}/nokek/deks/a-value`],
        ['GET', `${keks}/nokek/deks/a-value/versions`],
        ['DELETE', `${keks}/nokek/deks/a-value`],
      ] as const)
        expect([method, where, await code(ask(method, where))]).toEqual([method, where, 40470]);
    });

    it('is made by the registry where its kek is shared, and told with it [dialect csfle]', async () => {
      await kek('made', local);
      for (const [algorithm, bytes] of [
        ['AES128_GCM', 18],
        ['AES256_GCM', 34],
        ['AES256_SIV', 66],
      ] as const) {
        const made = await dek('made', 'a-value', { algorithm });
        expect(Buffer.from(made.body.keyMaterial, 'base64')).toHaveLength(bytes);
        expect(Buffer.from(made.body.encryptedKeyMaterial, 'base64')).toHaveLength(12 + bytes + 16);
        const read = await ask('GET', `${keks}/made/deks/a-value?algorithm=${algorithm}`);
        expect(read.body).toEqual(made.body);
      }
      await ask('PUT', '/mode/imported-value?force=true', { mode: 'IMPORT' });
      expect((await dek('made', 'imported-value')).body.keyMaterial).toBeUndefined();
    });

    it('is never replaced, and refused where it is none [dialect 40971, 42271, 42202, 40370]', async () => {
      await kek('refusing');
      await kek('refusing-shared', local);
      await kek('refusing-foreign', { shared: true });
      await dek('refusing', 'a-value', wrapped);
      const again = await dek('refusing', 'a-value', wrapped);
      expect([again.status, again.body.message]).toEqual([
        409,
        "Key 'a-value' already exists; use a different value",
      ]);
      await ask('DELETE', `${keks}/refusing/deks/a-value`);
      expect(await code(dek('refusing', 'a-value', { encryptedKeyMaterial: 'b3RoZXI=' }))).toBe(
        40971,
      );
      expect((await dek('refusing', 'a-value', wrapped)).status).toBe(200);
      await dek('refusing-shared', 'a-value');
      expect(await code(dek('refusing-shared', 'a-value', wrapped, '?rewrap=true'))).toBe(40971);
      for (const [name, sent, member] of [
        ['refusing', {}, 'encryptedKeyMaterial'],
        ['refusing', { encryptedKeyMaterial: '' }, 'encryptedKeyMaterial'],
        ['refusing', { encryptedKeyMaterial: 'x'.repeat(8_193) }, 'encryptedKeyMaterial'],
        ['refusing-shared', wrapped, 'encryptedKeyMaterial'],
        ['refusing', { ...wrapped, algorithm: 'ROT13' }, 'algorithm'],
      ] as const) {
        const refused = await dek(name, 'b-value', sent);
        expect([refused.status, refused.body]).toEqual([
          422,
          { error_code: 42271, message: member },
        ]);
      }
      const longest = { encryptedKeyMaterial: 'x'.repeat(8_192) };
      expect((await dek('refusing', 'b-value', longest)).status).toBe(200);
      expect(await code(ask('POST', `${keks}/refusing/deks`, wrapped))).toBe(42271);
      expect(await code(dek('refusing-foreign', 'a-value'))).toBe(40370);
      expect(await code(dek('nokek', 'a-value', wrapped))).toBe(40470);
      for (const version of [0, -1, 1.5, 'latest', 2 ** 31])
        expect(await code(dek('refusing', 'c-value', { ...wrapped, version }))).toBe(42202);
      expect(await code(dek('refusing', qualified('a\nb'), wrapped))).toBe(42208);
      expect(await code(ask('GET', `${keks}/refusing/deks/a-value?algorithm=ROT13`))).toBe(42271);
      expect(await code(ask('GET', `${keks}/refusing/deks/a-value/versions/x`))).toBe(42202);
      expect(await code(ask('GET', `${keks}/refusing/deks?limit=x`))).toBe(400);
    });

    it('is not shared by a kek whose other keys the registry cannot open [dialect 42271]', async () => {
      await kek('late', { ...local, shared: false });
      await dek('late', 'a-value', wrapped);
      expect((await ask('PUT', `${keks}/late`, { shared: true })).body).toEqual({
        error_code: 42271,
        message: 'shared',
      });
    });

    it('stands under its subject in a context, or under the one that subject names [dialect PUT /config ?aliasForDeks, contexts]', async () => {
      await kek('named', local);
      const made = await ask('POST', `/contexts/ctx${keks}/named/deks/a-value`, {});
      expect(made.body.subject).toBe(':.ctx:a-value');
      const read = await ask('GET', `${keks}/named/deks/${qualified(':.ctx:a-value')}`);
      expect(read.body).toEqual(made.body);
      await ask('PUT', '/config/alias-value', { aliasForDeks: 'target-value' });
      expect((await dek('named', 'alias-value')).body.subject).toBe('target-value');
      const target = await ask('GET', `${keks}/named/deks/target-value`);
      expect((await ask('GET', `${keks}/named/deks/alias-value`)).body).toEqual(target.body);
    });
  });

  it('are a thousand at most [dialect 40972]', async () => {
    const here = (await ask('GET', `${keks}?deleted=true`)).body.length;
    const names = Array.from({ length: 1_000 - here }, (_, at) => `filler-${at}`);
    for (let at = 0; at < names.length; at += 20) {
      const made = await Promise.all(names.slice(at, at + 20).map((name) => kek(name)));
      expect(made.filter(({ status }) => status !== 200)).toEqual([]);
    }
    const one = await kek('one-too-many');
    expect([one.status, one.body]).toEqual([
      409,
      { error_code: 40972, message: 'A maximum of 1000 keys already exist' },
    ]);
  }, 60_000);

  it('open under a former secret, are wrapped anew under the present one, and never under none [dialect 50070, 40370, POST /dek-registry/v1/keks/{name}/deks/{s} ?rewrap]', async () => {
    const path = `${keks}/made/deks/a-value`;
    const before = (await ask('GET', path)).body;
    const restart = async (environment: Record<string, string>) => {
      await concordat.stop();
      concordat = await startConcordat({
        DATABASE_URL,
        CONCORDAT_LOG_LEVEL: 'silent',
        ...environment,
      });
    };
    await restart({ CONCORDAT_MASTER_KEY: NEW_SECRET });
    const closed = await ask('GET', path);
    expect(closed.status).toBe(500);
    expect(closed.body.error_code).toBe(50070);
    await restart({ CONCORDAT_MASTER_KEY: `${NEW_SECRET},${SECRET}` });
    expect((await ask('GET', path)).body).toEqual(before);
    const anew = (await dek('made', 'a-value', {}, '?rewrap=true')).body;
    expect(anew.keyMaterial).toBe(before.keyMaterial);
    expect(anew.encryptedKeyMaterial).not.toBe(before.encryptedKeyMaterial);
    await restart({ CONCORDAT_MASTER_KEY: NEW_SECRET });
    expect((await ask('GET', path)).body.keyMaterial).toBe(before.keyMaterial);
    await restart({});
    expect((await ask('GET', path)).body.keyMaterial).toBeUndefined();
    const unmade = await dek('made', 'z-value');
    expect([unmade.status, unmade.body.error_code]).toEqual([403, 40370]);
    expect(unmade.body.message).toContain('CONCORDAT_MASTER_KEY is not set');
  }, 90_000);
});
