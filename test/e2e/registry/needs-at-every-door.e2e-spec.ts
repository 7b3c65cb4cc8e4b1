import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonSerializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aContract, asking, jsonSchema } from '../../support/ask.js';
import { runCli } from '../../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const TEXT = { type: 'string' };
const NUMBER = { type: 'number' };
const order = (properties: object, required: readonly string[] = []) => ({
  ...{ type: 'object', properties, required },
});
const WHOLE = order({ orderId: TEXT, total: NUMBER, note: TEXT });
const WITHOUT_NOTE = order({ orderId: TEXT, total: NUMBER });
const WITHOUT_TOTAL = order({ orderId: TEXT, note: TEXT });
const SAID = '"billing-service" (team billing) reads /total. No such field is declared any more.';

const ofReaders = ({ findings }: { findings: { ruleId: string; fingerprint: string }[] }) =>
  findings.filter(({ ruleId }) => ruleId.startsWith('CONSUMER_'));

describe('what consumers declared to read, at the doors that know no contract', () => {
  let concordat: StartedConcordat;
  let folder: string;
  const ask = asking(() => concordat.registryUrl);
  const client = () => new SchemaRegistryClient({ baseURLs: [concordat.registryUrl] });
  const contract = (id: string, definition: unknown, more: object = {}) =>
    aContract(id, {
      schema: { format: 'json-schema', definition },
      ...{ channel: { topic: id }, ...more },
    });
  const declare = (of: string, needs: object, more: object = {}) =>
    ask('POST', '/v1/consumptions', {
      ...{ apiVersion: 'concordat/v1', kind: 'Consumption', consumer: 'billing-service' },
      ...{ owner: { team: 'billing' }, of, needs, ...more },
    });
  const register = (subject: string, schema: unknown, query = '') =>
    ask('POST', `/subjects/${subject}/versions${query}`, jsonSchema(schema));
  const compatible = (subject: string, schema: unknown, version = '', query = '?verbose=true') =>
    ask(
      'POST',
      `/compatibility/subjects/${subject}/versions${version}${query}`,
      jsonSchema(schema),
    );
  /** A contract with a reader of /total, and the subject of its schema. */
  async function readOrder(id: string, more: object = {}): Promise<string> {
    expect((await ask('POST', '/v1/contracts', contract(id, WHOLE, more))).status).toBe(201);
    expect((await declare(id, { '/total': {} })).status).toBe(201);
    return `${id}-value`;
  }

  beforeAll(async () => {
    concordat = await startConcordat();
    folder = await mkdtemp(join(tmpdir(), 'needs-'));
  }, 90_000);
  afterAll(async () => {
    await concordat?.stop();
    await rm(folder, { recursive: true });
  });

  it('a serializer that registers by itself is refused with the sentence a publication is refused with [covers 62]', async () => {
    const subject = await readOrder('door.order', { compatibility: { mode: 'NONE' } });
    const refused = await new JsonSerializer(client(), SerdeType.VALUE, {
      autoRegisterSchemas: true,
    })
      .serialize('door.order', { orderId: '1', note: 'its schema is made of it' })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 409, errorCode: 40901 });
    expect(String(refused)).toContain(
      `details: [{errorType:'CONSUMER_FIELD_REMOVED', description:'${SAID}'`,
    );

    const mode = { compatibility: { mode: 'NONE' } };
    const published = await ask(
      'POST',
      '/v1/contracts',
      contract('door.order', WITHOUT_TOTAL, mode),
    );
    expect(published).toMatchObject({ status: 409, body: { code: 'CONTRACT_BREAKS_CONSUMERS' } });
    expect(published.body.detail).toContain(SAID);
    const { status, body } = await register(subject, WITHOUT_TOTAL);
    expect(status).toBe(409);
    expect(body.findings[0]).toMatchObject({ ruleId: 'CONSUMER_FIELD_REMOVED', oldVersion: 1 });
    expect(body.findings[0].fingerprint).toBe(published.body.findings[0].fingerprint);
    expect(body.message).toContain(`{oldSchemaVersion: 1}, {oldSchema: '{"type":"object"`);
    expect((await ask('GET', `/subjects/${subject}/versions`)).body).toEqual([1]);
    expect((await register(subject, WITHOUT_NOTE)).body).toMatchObject({ version: 2 });
  });

  it('asked beforehand, the registry says what it will say', async () => {
    const subject = await readOrder('asked.order');
    for (const version of ['', '/latest', '/1']) {
      const told = await compatible(subject, WITHOUT_TOTAL, version);
      expect(told).toMatchObject({
        status: 200,
        body: { is_compatible: false, verdict: 'incompatible' },
      });
      expect(told.body.messages[0]).toContain(SAID);
      expect(ofReaders(told.body)).toMatchObject([{ ruleId: 'CONSUMER_FIELD_REMOVED' }]);
      const short = await compatible(subject, WITHOUT_TOTAL, version, '');
      expect(short.body).toEqual({ is_compatible: false });
      const fine = await compatible(subject, WITHOUT_NOTE, version);
      expect(fine.body).toMatchObject({ is_compatible: true, messages: [] });
      expect(ofReaders(fine.body)).toEqual([]);
    }
    const one = { subject, ...jsonSchema(WITHOUT_TOTAL) };
    for (const asked of [one, { schemas: [one] }]) {
      const { body } = await ask('POST', '/v1/checks', asked);
      expect(body.verdict).toBe('incompatible');
      expect(ofReaders(body.schemas?.[0] ?? body)).toHaveLength(1);
    }
    await register(subject, WITHOUT_NOTE);
    expect((await compatible(subject, WITHOUT_TOTAL, '/1')).body.is_compatible).toBe(true);
    expect((await compatible(subject, WITHOUT_TOTAL, '/2')).body.is_compatible).toBe(false);
  });

  it('a check against the registry agrees, and holds the version the contract promised', async () => {
    const id = 'agreed.order';
    const subject = await readOrder(id);
    expect((await register(subject, WITHOUT_TOTAL, '?force=true')).body).toMatchObject({
      version: 2,
    });
    const refused = await register(subject, { ...WITHOUT_TOTAL, title: 'Again' });
    expect(refused.body.message).toContain(SAID);
    const path = join(folder, 'agreed.contract.json');
    await writeFile(path, JSON.stringify(contract(id, { ...WITHOUT_TOTAL, title: 'Again' })));
    const words = ['check', 'agreed.contract.json', '--against', 'registry', '--format', 'json'];
    const checked = await runCli(words, {
      cwd: folder,
      env: { CONCORDAT_REGISTRY_URL: concordat.registryUrl },
    });
    expect(checked).toMatchObject({ exitCode: 1, stderr: '' });
    const { findings } = JSON.parse(checked.stdout).contracts[0];
    expect(findings).toContainEqual(
      expect.objectContaining({ fingerprint: ofReaders(refused.body)[0]?.fingerprint }),
    );
  }, 60_000);

  it('force leaves a mark, a word that ran out only warns, and who withdraws stands in nobody’s way', async () => {
    const subject = await readOrder('forced.order');
    await register(subject, WITHOUT_TOTAL, '?force=true');
    const { body } = await ask('GET', '/v1/audit');
    expect(body.entries).toContainEqual(
      expect.objectContaining({
        ...{ target: subject, details: expect.objectContaining({ version: 2, isForced: true }) },
      }),
    );

    const over = await readOrder('over.order');
    await declare('over.order', { '/total': {} }, { attestedUntil: '2025-01-31' });
    const warned = await compatible(over, WITHOUT_TOTAL);
    expect(warned.body).toMatchObject({
      ...{ is_compatible: true, messages: [] },
    });
    expect(ofReaders(warned.body)).toMatchObject([{ severity: 'warning' }]);
    expect((await register(over, WITHOUT_TOTAL)).body).toMatchObject({ version: 2 });

    const left = await readOrder('left.order');
    expect((await register(left, WITHOUT_TOTAL)).status).toBe(409);
    const path = '/v1/consumptions/billing-service/of/left.order';
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await register(left, WITHOUT_TOTAL)).status).toBe(200);
  });

  it('a declaration that comes between two attempts counts', async () => {
    const id = 'late.order';
    await ask('POST', '/v1/contracts', contract(id, WHOLE));
    expect((await compatible(`${id}-value`, WITHOUT_TOTAL)).body.is_compatible).toBe(true);
    await declare(id, { '/total': {} });
    expect((await register(`${id}-value`, WITHOUT_TOTAL)).status).toBe(409);
  });

  it('a refusal by the mode names readers, too', async () => {
    const subject = await readOrder('full.order', { compatibility: { mode: 'FULL' } });
    const { body } = await register(subject, { ...WITHOUT_TOTAL, required: ['note'] });
    expect(body.message).toContain('is incompatible with an earlier schema');
    expect(body.message).toContain(SAID);
  });

  it('a field of a schema that is referred to is one of the event', async () => {
    const part = (properties: object) => order(properties);
    for (const properties of [{ total: NUMBER }, { sum: NUMBER }])
      await register('part', part(properties), '?force=true');
    const whole = { type: 'object', properties: { part: { $ref: 'part.json' } } };
    const references = (version: number) => [{ name: 'part.json', subject: 'part', version }];
    const id = 'parted.order';
    const schema = { format: 'json-schema', definition: whole, references: references(1) };
    const made = await ask('POST', '/v1/contracts', aContract(id, { schema }));
    expect(made.status).toBe(201);
    await declare(id, { '/part/total': {} });
    const subject = 'parted.order-value';
    const name = made.body.subject ?? subject;
    const later = { ...jsonSchema({ ...whole, title: 'Later' }), references: references(1) };
    const broken = { ...jsonSchema(whole), references: references(2) };
    const path = `/subjects/${name}/versions`;
    expect((await ask('POST', path, later)).status).toBe(200);
    expect((await ask('POST', path, broken)).body.message).toContain('reads /part/total.');
  });

  it('one subject of several contracts is held to the readers of each, whoever publishes', async () => {
    const proto = (payments: string) =>
      `syntax = "proto3"; message Placed { string id = 1; } message Paid { ${payments} }`;
    const said = (id: string, message: string, definition: string) =>
      aContract(id, {
        schema: { format: 'protobuf', subject: 'shop-value', message, definition },
        ...{ channel: { topic: 'shop' }, compatibility: { mode: 'NONE' } },
        ...{ envelope: { spec: 'cloudevents', type: `shop.${message}` } },
      });
    const whole = proto('string id = 1; int64 total = 2;');
    const broken = proto('string id = 1; reserved 2;');
    for (const [id, message] of [
      ['shop.placed', 'Placed'],
      ['shop.paid', 'Paid'],
    ] as const)
      expect((await ask('POST', '/v1/contracts', said(id, message, whole))).status).toBe(201);
    await declare('shop.paid', { '/total': {} });
    const body = { schemaType: 'PROTOBUF', schema: broken };
    const registered = await ask('POST', '/subjects/shop-value/versions', body);
    expect(registered).toMatchObject({ status: 409 });
    expect(registered.body.message).toContain(SAID);
    const other = await ask('POST', '/v1/contracts', said('shop.placed', 'Placed', broken));
    expect(other).toMatchObject({ status: 409, body: { code: 'CONTRACT_BREAKS_CONSUMERS' } });
    const gone = { ...body, schema: 'syntax = "proto3"; message Placed { string id = 1; }' };
    expect((await ask('POST', '/subjects/shop-value/versions', gone)).body.message).toContain(SAID);
    const forced = await ask(
      'POST',
      '/v1/contracts?force=true',
      said('shop.placed', 'Placed', broken),
    );
    expect(forced).toMatchObject({
      status: 201,
      body: { meaning: [{ ruleId: 'CONSUMER_FIELD_REMOVED' }] },
    });
  });

  it('a contract that names its subject with the default context is of the same subject', async () => {
    const id = 'doors.qualified';
    const schema = { format: 'json-schema', subject: `:.:${id}-value`, definition: WHOLE };
    const none = { compatibility: { mode: 'NONE' } };
    const subject = await readOrder(id, { schema, ...none });
    expect(await register(subject, WITHOUT_TOTAL)).toMatchObject({
      status: 409,
      body: { error_code: 40901, message: expect.stringContaining(SAID) },
    });
    expect((await ask('GET', `/v1/contracts/${id}`)).body).toMatchObject({ subject });
    const bare = { schema: { ...schema, subject }, ...none };
    const again = await ask('POST', '/v1/contracts', contract(id, WHOLE, bare));
    expect(again).toMatchObject({ status: 200, body: { version: 1 } });
  });

  it('an import is a copy: what it brings was judged where it comes from', async () => {
    const subject = await readOrder('copied.order');
    expect((await ask('PUT', `/mode/${subject}?force=true`, { mode: 'IMPORT' })).status).toBe(200);
    const copy = { ...jsonSchema({ ...WITHOUT_TOTAL, title: 'A copy' }), id: 4_711, version: 7 };
    expect((await ask('POST', `/subjects/${subject}/versions`, copy)).status).toBe(200);
  });
});
