import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type Ask, asking, jsonSchema } from '../../support/ask.js';
import { eventually } from '../../support/eventually.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

describe('what one registry remembers and another changes', () => {
  let replicas: StartedConcordat[] = [];
  let one: Ask;
  let other: Ask;
  beforeAll(async () => {
    const first = await startConcordat({ CONCORDAT_ROLE: 'registry' });
    const second = await startConcordat({
      CONCORDAT_ROLE: 'registry',
      DATABASE_URL: first.databaseUrl,
    });
    replicas = [first, second];
    [one, other] = replicas.map(({ registryUrl }) => asking(() => registryUrl)) as [Ask, Ask];
  }, 120_000);
  afterAll(() => Promise.all(replicas.map((each) => each.stop())));

  const register = async (subject: string, title: string): Promise<number> =>
    (await one('POST', `/subjects/${subject}/versions`, jsonSchema({ title }))).body.id;

  it('a schema is told from memory as it is told from the store', async () => {
    const id = await register('told', 'told');
    const fromStore = await one('GET', `/schemas/ids/${id}`);
    for (const query of ['', '?subject=told', '?fetchMaxId=false&subject=told']) {
      const again = await one('GET', `/schemas/ids/${id}${query}`);
      expect([again.status, again.text, again.type]).toEqual([200, fromStore.text, fromStore.type]);
    }
    const maxId = (await one('GET', `/schemas/ids/${id}?fetchMaxId=true`)).body.maxId;
    expect(maxId).toBeGreaterThanOrEqual(id);
    const accept = { accept: 'application/json' };
    expect((await one('GET', `/schemas/ids/${id}`, undefined, accept)).type).toContain(
      'application/json',
    );
    const refused = await one('GET', `/schemas/ids/${id}`, undefined, { accept: 'image/png' });
    expect(refused.status).toBe(406);
  });

  it('a soft-deleted schema stays readable by id, a hard-deleted one is soon forgotten everywhere', async () => {
    const id = await register('gone', 'gone');
    const statuses = async () => [
      (await one('GET', `/schemas/ids/${id}`)).status,
      (await other('GET', `/schemas/ids/${id}`)).status,
    ];
    expect(await statuses()).toEqual([200, 200]);
    await one('DELETE', '/subjects/gone');
    expect(await statuses()).toEqual([200, 200]);
    await one('DELETE', '/subjects/gone?permanent=true');
    expect((await one('GET', `/schemas/ids/${id}`)).status).toBe(404);
    await eventually(async () => expect(await statuses()).toEqual([404, 404]));
    expect(await register('back', 'gone')).toBe(id);
    expect(await statuses()).toEqual([200, 200]);
  });

  it('an id another context answered for is answered by the default one as soon as it is given there', async () => {
    const there = await other(
      'POST',
      '/contexts/.far/subjects/far/versions',
      jsonSchema({ title: 'far' }),
    );
    const { body } = await one('GET', '/schemas/ids/1');
    for (let title = 0; ; title++) {
      const id = await register('many', `many ${title}`);
      if (id >= there.body.id) break;
    }
    expect(body.schema).toBeDefined();
    const here = await other('GET', `/schemas/ids/${there.body.id}`);
    expect(here.body.schema).not.toContain('far');
  });

  it('settings changed through one are obeyed by the other at once', async () => {
    await register('obeyed', 'first');
    for (const [compatibility, status] of [
      ['BACKWARD', 409],
      ['NONE', 200],
    ] as const) {
      await one('PUT', '/config/obeyed', { compatibility });
      const schema = jsonSchema({ title: compatibility, required: [compatibility] });
      expect((await other('POST', '/subjects/obeyed/versions', schema)).status).toBe(status);
    }
    await one('PUT', '/mode/obeyed', { mode: 'READONLY' });
    const refused = await other('POST', '/subjects/obeyed/versions', jsonSchema({ title: 'late' }));
    expect([refused.status, refused.body.error_code]).toEqual([422, 42205]);
  });

  describe('a registration that was made before is answered from memory', () => {
    const path = (subject: string) => `/subjects/${subject}/versions`;
    /** Twice to be met and remembered, and once more from memory. */
    const askedOften = async (address: string, body: unknown) => {
      const answers = [];
      for (let time = 0; time < 4; time++) answers.push(await other('POST', address, body));
      const [first] = answers;
      for (const { status, text, type } of answers)
        expect([status, text, type]).toEqual([first?.status, first?.text, first?.type]);
      return first?.body;
    };
    const remembered = async (subject: string) => {
      await register(subject, subject);
      const body = jsonSchema({ title: subject });
      await askedOften(path(subject), body);
      await askedOften(`/subjects/${subject}`, body);
      return body;
    };

    it('until its version is deleted elsewhere', async () => {
      const body = await remembered('again');
      await one('DELETE', '/subjects/again/versions/1');
      expect((await other('POST', '/subjects/again', body)).status).toBe(404);
      expect((await other('POST', path('again'), body)).body.version).toBe(2);
      expect((await askedOften('/subjects/again', body)).version).toBe(2);
      await one('DELETE', '/subjects/again');
      await one('DELETE', '/subjects/again?permanent=true');
      expect((await other('POST', '/subjects/again', body)).status).toBe(404);
      expect((await other('POST', path('again'), body)).body.version).toBe(3);
    });

    it('until what completes it is configured elsewhere, around it or everywhere', async () => {
      const body = await remembered('completed');
      for (const [scope, owner] of [
        ['/config/completed', 'a'],
        ['/config', 'b'],
      ] as const) {
        await one('PUT', scope, { overrideMetadata: { properties: { owner } } });
        const { metadata } = (await other('POST', path('completed'), body)).body;
        expect(metadata.properties.owner).toBe('a');
        const beside = await other(
          'POST',
          path(`beside-${owner}`),
          jsonSchema({ title: 'beside' }),
        );
        expect(beside.body.metadata?.properties.owner).toBe(owner === 'b' ? 'b' : undefined);
        await askedOften(path('completed'), body);
      }
      await one('PUT', '/config', { overrideMetadata: null });
    });

    it('until its subject stands for another one', async () => {
      const body = await remembered('alias');
      await one('PUT', '/config/alias', { alias: 'stood-for' });
      expect((await other('POST', '/subjects/alias', body)).status).toBe(404);
      await one('POST', path('stood-for'), body);
      expect((await other('POST', '/subjects/alias', body)).body.subject).toBe('stood-for');
      await one('DELETE', '/config/alias');
      expect((await other('POST', '/subjects/alias', body)).body.subject).toBe('alias');
    });

    it('until the same content is imported under another number', async () => {
      const body = await remembered('imported');
      const { id } = await askedOften(path('imported'), body);
      await one('PUT', '/mode/imported?force=true', { mode: 'IMPORT' });
      await askedOften(path('imported'), body);
      const imported = await one('POST', path('imported'), { ...body, id, version: 7 });
      expect(imported.status).toBe(200);
      expect((await other('POST', path('imported'), body)).body.version).toBe(7);
    });

    it('but not when it rests on what is newest', async () => {
      await register('rests', 'rests');
      const schema = { $ref: 'rests' };
      const references = [{ name: 'rests', subject: 'rests', version: -1 }];
      const body = { ...jsonSchema(schema), references };
      await one('PUT', '/config/rests', { compatibility: 'NONE' });
      await one('PUT', '/config/resting', { compatibility: 'NONE' });
      expect((await askedOften(path('resting'), body)).version).toBe(1);
      await register('rests', 'newer');
      expect((await other('POST', path('resting'), body)).body.version).toBe(2);
      const empty = { schemaType: 'JSON', metadata: { properties: { step: '1' } } };
      const before = await askedOften(path('resting'), empty);
      await one('POST', path('resting'), jsonSchema({ title: 'resting' }));
      const after = await other('POST', path('resting'), empty);
      expect(after.body.version).toBe(before.version + 1);
    });

    it('in the dialect, whatever is asked of it', async () => {
      const body = await remembered('spoken');
      const refused = await other('POST', path('spoken'), body, { accept: 'image/png' });
      expect(refused.status).toBe(406);
      const plain = await other('POST', path('spoken'), body, { accept: 'application/json' });
      expect([plain.status, plain.type]).toEqual([
        200,
        expect.stringContaining('application/json'),
      ]);
      const unread = await other('POST', path('spoken'), body, { 'content-type': 'text/plain' });
      expect(unread.status).toBe(415);
    });
  });

  it('a registry that cannot hear of deletions asks the store, and hears again later', async () => {
    const id = await register('deaf', 'deaf');
    const read = async () => (await other('GET', `/schemas/ids/${id}`)).status;
    expect(await read()).toBe(200);
    const client = new Client({ connectionString: replicas[0]?.databaseUrl });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND query IN ('LISTEN concordat_schemas_forgotten', 'SELECT 1')`,
    );
    await client.end();
    await one('DELETE', '/subjects/deaf');
    await one('DELETE', '/subjects/deaf?permanent=true');
    await eventually(async () => expect(await read()).toBe(404));
  });
});
