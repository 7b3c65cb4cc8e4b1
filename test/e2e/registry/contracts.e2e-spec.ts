import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { limits } from '#kernel';
import { aContract, asking, jsonSchema } from '../../support/ask.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const withSchema = (definition: unknown, rest: object = {}) => ({
  schema: { format: 'json-schema', definition, ...rest },
});
const order = { type: 'object', properties: { orderId: { type: 'string' } } };

describe('contracts', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  const publish = (contract: unknown, query = '', headers = {}) =>
    ask('POST', `/v1/contracts${query}`, contract, headers);
  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat?.stop());

  describe('publishing', () => {
    it('stores schema and contract together, once, and says what is not enforced yet', async () => {
      const contract = aContract('once.order', {
        channel: { topic: 'once.order', retention: 'P30D' },
      });
      const first = await publish(contract);
      expect(first.status).toBe(201);
      expect(first.body).toMatchObject({
        id: 'once.order',
        version: 1,
        created: true,
        subject: 'once.order-value',
        schemaVersion: 1,
        notEnforcedYet: [],
      });
      const again = await publish(contract);
      expect(again.status).toBe(200);
      expect(again.body).toMatchObject({
        version: 1,
        created: false,
        schemaId: first.body.schemaId,
      });
      const schema = await ask('GET', '/subjects/once.order-value/versions/1');
      expect(schema.body.id).toBe(first.body.schemaId);
    });

    it('YAML says the same as JSON', async () => {
      const yaml = [
        'apiVersion: concordat/v1',
        'kind: EventContract',
        'id: yaml.order',
        'status: active',
        'owner: { team: orders }',
        'channel: { topic: yaml.order }',
        'schema:',
        '  format: json-schema',
        '  definition: { type: object, properties: { orderId: { type: string } }, required: [orderId] }',
      ].join('\n');
      const first = await publish(yaml, '', { 'content-type': 'application/yaml' });
      expect(first.status).toBe(201);
      const definition = {
        type: 'object',
        properties: { orderId: { type: 'string' } },
        required: ['orderId'],
      };
      const same = await publish(aContract('yaml.order', withSchema(definition)));
      expect(same.body).toMatchObject({ created: false, version: 1 });
      const whole = await ask('GET', '/v1/contracts/yaml.order');
      expect(whole.body).toMatchObject({
        source: yaml,
        contract: { id: 'yaml.order', owner: { team: 'orders' } },
        schema: { type: 'JSON', text: JSON.stringify(definition) },
      });
    });

    it('keeps why a version was published, and nothing of what made none', async () => {
      const why = (text: string) => `?reason=${encodeURIComponent(text)}`;
      await publish(aContract('why.order'), why('  The first of them.  '));
      await publish(aContract('why.order'), why('Nothing new.'));
      await publish(aContract('why.order', { undeclared: 'refuse' }));
      const { body } = await ask('GET', '/v1/contracts/why.order/versions');
      expect(body.versions).toMatchObject([
        { version: 1, reason: 'The first of them.' },
        { version: 2, reason: '' },
      ]);
    });

    it('why may have 500 characters, and is given once', async () => {
      const most = limits.reasonCharacters.value;
      const kept = await publish(aContract('most.order'), `?reason=${'w'.repeat(most)}`);
      expect(kept.status).toBe(201);
      for (const query of [`?reason=${'w'.repeat(most + 1)}`, '?reason=a&reason=b']) {
        const refused = await publish(aContract('more.order'), query);
        expect(refused).toMatchObject({ status: 422, body: { code: 'REQUEST_INVALID' } });
      }
    });

    it('another meaning is another version of the contract, on the same version of the schema', async () => {
      await publish(aContract('meaning.order'));
      const next = await publish(aContract('meaning.order', { undeclared: 'refuse' }), '', {
        authorization: `Basic ${Buffer.from('alice:secret').toString('base64')}`,
      });
      expect(next.body).toMatchObject({ version: 2, schemaVersion: 1 });
      const { body } = await ask('GET', '/v1/contracts/meaning.order/versions');
      expect(body.versions).toMatchObject([
        { version: 1, publishedBy: 'anonymous' },
        { version: 2, publishedBy: 'alice' },
      ]);
      const first = await ask('GET', '/v1/contracts/meaning.order/versions/1');
      expect(first.body.contract.undeclared).toBe('warn');
      expect(JSON.stringify(body)).not.toContain('secret');
    });

    it('a contract without a definition uses the newest version of its subject', async () => {
      await ask('POST', '/subjects/ready-value/versions', jsonSchema(order));
      const contract = aContract('ready.order', {
        schema: { format: 'json-schema', subject: 'ready-value' },
      });
      expect((await publish(contract)).body).toMatchObject({
        schemaVersion: 1,
        subject: 'ready-value',
      });
      const missing = aContract('unready.order', {
        schema: { format: 'json-schema', subject: 'none-value' },
      });
      expect((await publish(missing)).body).toMatchObject({
        status: 422,
        code: 'CONTRACT_SCHEMA_MISSING',
      });
    });

    it('references of the definition come from the registry', async () => {
      await ask(
        'POST',
        '/subjects/id-value/versions',
        jsonSchema({ type: 'string', minLength: 3 }),
      );
      const references = [{ name: 'id.json', subject: 'id-value', version: 1 }];
      const definition = { type: 'object', properties: { orderId: { $ref: 'id.json' } } };
      const made = await publish(aContract('ref.order', withSchema(definition, { references })));
      expect(made.status).toBe(201);
      expect((await ask('DELETE', '/subjects/id-value')).body.error_code).toBe(42206);
    });
  });

  describe('compatibility', () => {
    it('a breaking version is refused with its witness, and a forced one is marked', async () => {
      await publish(aContract('break.order', withSchema(order)));
      const breaking = aContract('break.order', withSchema({ ...order, required: ['orderId'] }));
      const refused = await publish(breaking);
      expect(refused.status).toBe(409);
      expect(refused.type).toContain('application/problem+json');
      expect(refused.body).toMatchObject({
        code: 'CONTRACT_INCOMPATIBLE',
        contract: 'break.order',
        findings: [{ ruleId: 'JSON_REQUIRED_ADDED', oldVersion: 1, witness: { event: '{}' } }],
        compatibility: { verdict: 'incompatible', mode: 'BACKWARD' },
      });
      expect((await ask('GET', '/v1/contracts/break.order')).body.version).toBe(1);
      const forced = await publish(breaking, '?force=true');
      expect(forced.body).toMatchObject({ version: 2, schemaVersion: 2 });
      expect((await ask('GET', '/v1/contracts/break.order')).body.isForced).toBe(true);
    });

    it('a schema its subject had before is held to what was promised since, and a forced return is marked', async () => {
      const properties = { a: { type: 'string' }, b: { type: 'string' } };
      const version = (required: readonly string[], mode = 'BACKWARD') =>
        aContract('back.order', {
          ...withSchema({ type: 'object', properties, required }),
          ...{ undeclared: 'refuse', compatibility: { mode } },
        });
      expect((await publish(version(['a', 'b']))).status).toBe(201);
      expect((await publish(version(['a']))).status).toBe(201);
      for (const query of ['', '?dryRun=true']) {
        const refused = await publish(version(['a', 'b']), query);
        expect(refused.status).toBe(409);
        expect(refused.body).toMatchObject({ code: 'CONTRACT_INCOMPATIBLE' });
        const [comparison] = refused.body.compatibility.comparisons;
        expect(comparison).toMatchObject({ oldVersion: 2, verdict: 'incompatible' });
        expect(JSON.parse(comparison.findings[0].witness.event)).not.toHaveProperty('b');
      }
      const forced = await publish(version(['a', 'b']), '?force=true');
      expect(forced.body).toMatchObject({ version: 3, schemaVersion: 1 });
      const kept = await ask('GET', '/v1/contracts/back.order');
      expect(kept.body).toMatchObject({ version: 3, isForced: true });
      // Forward again is no return, and taking back what breaks nobody is let in.
      expect((await publish(version(['a']))).body).toMatchObject({ version: 4, schemaVersion: 2 });
      const unmarked = await publish(version(['a', 'b'], 'FORWARD'));
      expect(unmarked.body).toMatchObject({ version: 5, compatibility: { verdict: 'compatible' } });
      const { body } = await ask('GET', '/v1/contracts/back.order');
      expect(body).toMatchObject({ isForced: false, schemaVersion: 1 });
    });

    it('a version that cannot be judged is refused and says so', async () => {
      const ofPattern = (pattern: string) => withSchema({ type: 'string', pattern });
      await publish(aContract('unproved.order', ofPattern('\\bfoo\\b')));
      const refused = await publish(aContract('unproved.order', ofPattern('foo')));
      expect(refused.body).toMatchObject({
        status: 409,
        code: 'CONTRACT_UNDECIDED',
        findings: [{ severity: 'warning' }],
      });
    });

    it('what the gateway keeps out need not be feared: undeclared: refuse proves declared-only', async () => {
      const more = { ...order, properties: { ...order.properties, note: { type: 'string' } } };
      await publish(aContract('open.order', withSchema(order)));
      expect((await publish(aContract('open.order', withSchema(more)))).body).toMatchObject({
        code: 'CONTRACT_INCOMPATIBLE',
        compatibility: { assumption: 'open-world' },
      });
      const closed = { undeclared: 'refuse' };
      await publish(aContract('shut.order', { ...withSchema(order), ...closed }));
      expect(
        (await publish(aContract('shut.order', { ...withSchema(more), ...closed }))).body,
      ).toMatchObject({
        version: 2,
        compatibility: { verdict: 'compatible', assumption: 'declared-only' },
      });
    });

    it('the contract’s own mode decides, also for registrations past the contract', async () => {
      const transitive = { compatibility: { mode: 'FULL_TRANSITIVE' } };
      await publish(aContract('mode.order', { ...withSchema(order), ...transitive }));
      const looser = { type: 'object', properties: { orderId: {} } };
      expect(
        (await publish(aContract('mode.order', { ...withSchema(looser), ...transitive }))).status,
      ).toBe(409);
      expect(
        (await ask('POST', '/subjects/mode.order-value/versions', jsonSchema(looser))).body,
      ).toMatchObject({ error_code: 40901, compatibility: { mode: 'FULL_TRANSITIVE' } });
    });

    it.each(['1', 'maybe', ''])(
      'a dry run written as "%s" is refused instead of publishing',
      async (value) => {
        const contract = aContract('switch.order', withSchema(order));
        const refused = await publish(contract, `?dryRun=${value}`);
        expect(refused).toMatchObject({ status: 400, body: { code: 'SWITCH_INVALID' } });
      },
    );

    it('a dry run answers what publishing would, and stores nothing', async () => {
      const contract = aContract('dry.order', withSchema(order));
      const dry = await publish(contract, '?dryRun=true');
      expect(dry.status).toBe(200);
      expect(dry.body).toMatchObject({ version: 1, created: true, dryRun: true });
      expect((await ask('GET', '/v1/contracts/dry.order')).body.code).toBe('CONTRACT_NOT_FOUND');
      expect((await ask('GET', '/subjects/dry.order-value/versions')).status).toBe(404);
      await publish(contract);
      const breaking = aContract('dry.order', withSchema({ ...order, required: ['orderId'] }));
      expect((await publish(breaking, '?dryRun=true')).body.code).toBe('CONTRACT_INCOMPATIBLE');
    });

    it('checks judge a schema against its subject, or one schema against another', async () => {
      await publish(aContract('check.order', withSchema(order)));
      const stricter = JSON.stringify({ ...order, required: ['orderId'] });
      const against = await ask('POST', '/v1/checks', {
        subject: 'check.order-value',
        schema: stricter,
      });
      expect(against.body).toMatchObject({
        verdict: 'incompatible',
        findings: [{ oldVersion: 1 }],
      });
      const pair = { old: JSON.stringify(order), new: stricter };
      expect((await ask('POST', '/v1/checks', pair)).body.verdict).toBe('incompatible');
      expect((await ask('POST', '/v1/checks', { ...pair, mode: 'forward' })).body.verdict).toBe(
        'compatible',
      );
      expect((await ask('POST', '/v1/checks', { ...pair, mode: 'SIDEWAYS' })).body.code).toBe(
        'COMPATIBILITY_LEVEL_INVALID',
      );
      expect((await ask('POST', '/v1/checks', { ...pair, assumption: 'luck' })).body.code).toBe(
        'REQUEST_INVALID',
      );
      expect((await ask('POST', '/v1/checks', { old: 1, new: '{}' })).body.code).toBe(
        'REQUEST_INVALID',
      );
    });
  });

  describe('the window', () => {
    it('leaves out versions whose events are gone, here and in the dialect, and says so [covers 56]', async () => {
      const window = (definition: object, compatibility: object) =>
        aContract('windowed.order', {
          ...withSchema(definition),
          compatibility: { mode: 'BACKWARD_TRANSITIVE', window: 'retention', ...compatibility },
          channel: { topic: 'windowed.order', retention: 'P30D' },
          undeclared: 'refuse',
        });
      const typed = (type: string) => ({ type: 'object', properties: { n: { type } } });
      const string = { type: 'object', properties: { n: { type: 'string' } } };
      expect((await publish(window(string, {}))).status).toBe(201);
      expect((await publish(window({ ...string, title: 'Two' }, {}), '?force=true')).status).toBe(
        201,
      );
      expect((await publish(window(typed('integer'), {}), '?force=true')).status).toBe(201);
      const next = { ...typed('integer'), description: 'Counted.' };
      const all = await publish(window(next, { window: 'all' }), '?dryRun=true');
      expect([all.status, all.body.code]).toEqual([409, 'CONTRACT_INCOMPATIBLE']);
      const early = await publish(window(next, {}), '?dryRun=true');
      expect(early.status).toBe(409);
      await sql(
        concordat,
        `UPDATE versions SET created_at = created_at - interval '31 days' WHERE subject = $1`,
        ['windowed.order-value'],
      );
      const late = await publish(window(next, {}), '?dryRun=true');
      expect([late.status, late.body.compatibility.window]).toEqual([
        ...[200, { window: 'retention', inside: 1, leftOut: [1, 2] }],
      ]);
      const dialect = await ask('POST', '/compatibility/subjects/windowed.order-value/versions', {
        schemaType: 'JSON',
        schema: JSON.stringify(next),
      });
      expect(dialect.body).toEqual({ is_compatible: true });
    });
  });

  describe('claims', () => {
    const truth = (source: string) => ({
      semantics: {
        kind: 'state',
        entity: { type: 'order', key: '/orderId', sourceOfTruth: source },
      },
      producers: [{ principal: 'svc', source }],
    });

    it('a second contract claiming to be the truth of an entity is refused with the first named [covers 2]', async () => {
      expect((await publish(aContract('truth.order', truth('/orders/eu')))).status).toBe(201);
      const second = await publish(aContract('truth.shadow', truth('/orders/us')));
      expect(second.status).toBe(409);
      expect(second.body).toMatchObject({ code: 'CONTRACT_TRUTH_TAKEN', claimant: 'truth.order' });
      expect(second.body.detail).toContain('"truth.order" already names /orders/eu');
      expect((await ask('GET', '/v1/contracts/truth.shadow')).status).toBe(404);
      await publish(aContract('truth.order', { ...truth('/orders/eu'), status: 'retired' }));
      expect((await publish(aContract('truth.shadow', truth('/orders/us')))).status).toBe(201);
    });

    it('one topic has one contract per type of event, the other is named', async () => {
      const on = (id: string, type?: string) =>
        aContract(id, {
          channel: { topic: 'shared' },
          schema: { ...withSchema(order).schema, subject: `${id}-value` },
          ...(type ? { envelope: { spec: 'cloudevents', type } } : {}),
        });
      expect((await publish(on('shared.one'))).status).toBe(201);
      expect((await publish(on('shared.two'))).body).toMatchObject({
        status: 409,
        code: 'CONTRACT_TOPIC_TAKEN',
        claimant: 'shared.one',
      });
      expect((await publish(on('shared.two', 'com.acme.two'))).status).toBe(201);
      expect((await publish(on('shared.three', 'com.acme.two'))).body).toMatchObject({
        code: 'CONTRACT_TOPIC_TAKEN',
        claimant: 'shared.two',
      });
    });

    it('what a contract promises cannot be deleted from under it', async () => {
      await publish(aContract('kept.order'));
      const refused = await ask('DELETE', '/subjects/kept.order-value');
      expect(refused.body).toMatchObject({
        error_code: 42206,
        message: expect.stringContaining("contract 'kept.order'"),
      });
      await publish(aContract('kept.order', { status: 'retired' }));
      expect((await ask('DELETE', '/subjects/kept.order-value')).body).toEqual([1]);
      expect(
        (await ask('DELETE', '/subjects/kept.order-value?permanent=true')).body.error_code,
      ).toBe(42206);
    });
  });

  describe('finding', () => {
    it('contracts are listed by id, page after page', async () => {
      for (const id of ['list.a', 'list.b', 'list.c']) await publish(aContract(id));
      const first = await ask('GET', '/v1/contracts?after=list.&limit=2');
      expect(first.body.contracts).toMatchObject([
        { id: 'list.a', version: 1, topic: 'list.a', owner: { team: 'orders' } },
        { id: 'list.b' },
      ]);
      const second = await ask('GET', first.body.next as string);
      expect(second.body.contracts[0].id).toBe('list.c');
      expect((await ask('GET', '/v1/contracts?limit=many')).body.code).toBe('PAGE_INVALID');
    });

    it('an unknown contract or version is a 404', async () => {
      await publish(aContract('known.order'));
      expect((await ask('GET', '/v1/contracts/nobody')).body.code).toBe('CONTRACT_NOT_FOUND');
      expect((await ask('GET', '/v1/contracts/nobody/versions')).body.code).toBe(
        'CONTRACT_NOT_FOUND',
      );
      for (const version of ['2', '0', 'x'])
        expect((await ask('GET', `/v1/contracts/known.order/versions/${version}`)).body.code).toBe(
          'CONTRACT_VERSION_NOT_FOUND',
        );
    });
  });

  describe('faults', () => {
    it('a contract with faults is refused with every place named', async () => {
      const { owner: _owner, ...ownerless } = aContract('bad.order', { criticality: 'huge' });
      const refused = await publish(JSON.stringify(ownerless, null, 2));
      expect(refused.status).toBe(422);
      expect(refused.body.code).toBe('CONTRACT_INVALID');
      expect(refused.body.faults).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            pointer: '/criticality',
            line: expect.any(Number),
            column: expect.any(Number),
          }),
        ]),
      );
    });

    it('a contract without an owner is refused [covers 1]', async () => {
      const { owner: _owner, ...ownerless } = aContract('ownerless.order');
      expect((await publish(ownerless)).body).toMatchObject({
        status: 422,
        code: 'CONTRACT_INVALID',
      });
    });

    it('a broken schema is a fault of that place', async () => {
      const refused = await publish(aContract('broken.order', withSchema({ type: 'objekt' })));
      expect(refused.body).toMatchObject({
        status: 422,
        code: 'SCHEMA_INVALID',
        contract: 'broken.order',
        pointer: '/schema/definition',
      });
      expect(refused.body.faults[0].pointer).toBe('/type');
    });

    it('over Avro and Protobuf is published like any other, its fields held against the schema', async () => {
      const order =
        '{"type":"record","name":"Order","fields":[{"name":"id","type":["null","string"]}]}';
      const avro = { schema: { format: 'avro', definition: order } };
      const keyed = { ...avro, channel: { topic: 'avro.order', key: '/id' } };
      expect((await publish(aContract('avro.order', keyed))).status).toBe(201);
      const unknown = { ...avro, channel: { topic: 'avro.order', key: '/nr' } };
      expect((await publish(aContract('avro.order', unknown))).body).toMatchObject({
        status: 422,
        faults: [{ code: 'FIELD_NOT_IN_SCHEMA', pointer: '/channel/key' }],
      });
      const proto = 'syntax = "proto3"; message Order { string order_id = 1; }';
      const schema = { format: 'protobuf', definition: proto };
      const channel = { topic: 'proto.order', key: '/orderId' };
      expect((await publish(aContract('proto.order', { schema, channel }))).status).toBe(201);
    });

    it('says the format of the subject it is published over', async () => {
      const registered = await ask('POST', '/subjects/avro-only-value/versions', {
        schema: '"string"',
      });
      expect(registered.status).toBe(200);
      const over = { schema: { format: 'json-schema', subject: 'avro-only-value' } };
      expect((await publish(aContract('over.avro', over))).body).toMatchObject({
        status: 422,
        code: 'CONTRACT_FORMAT_DIFFERS',
        pointer: '/schema/format',
      });
      const said = { schema: { format: 'avro', subject: 'avro-only-value' } };
      expect((await publish(aContract('over.avro', said))).status).toBe(201);
    });

    it('a path on somebody’s disk means nothing over HTTP', async () => {
      const refused = await publish(
        aContract('file.order', { schema: { format: 'json-schema', file: './x.json' } }),
      );
      expect(refused.body).toMatchObject({
        code: 'CONTRACT_INVALID',
        faults: [{ pointer: '/schema/file' }],
      });
    });
  });

  it('every publication raises the revision and wakes who listens', async () => {
    const client = new Client({ connectionString: concordat.databaseUrl });
    await client.connect();
    await client.query('LISTEN concordat_contracts');
    const heard: number[] = [];
    client.on('notification', ({ payload }) => heard.push(Number(payload)));
    await publish(aContract('loud.order'));
    await publish(aContract('loud.order'));
    await publish(aContract('loud.order', { status: 'deprecated' }));
    await publish(aContract('loud.order', { status: 'sunset' }), '?dryRun=true');
    await client.query('SELECT 1');
    const { rows } = await client.query<{ revision: string }>(
      'SELECT revision FROM contracts_revision',
    );
    expect(heard).toEqual([Number(rows[0]?.revision) - 1, Number(rows[0]?.revision)]);
    await client.end();
  });
});

/** Time is what a test cannot wait for. */
async function sql(
  { databaseUrl }: StartedConcordat,
  text: string,
  values: readonly unknown[],
): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(text, [...values]);
  await client.end();
}
