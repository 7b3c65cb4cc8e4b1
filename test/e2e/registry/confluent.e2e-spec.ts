import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking, jsonSchema } from '../../support/ask.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const text = { type: 'object', properties: { id: { type: 'string' } } };
const looser = { type: 'object', properties: { id: {} } };
const stricter = { ...text, required: ['id'] };

describe('the Confluent dialect', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  const register = (subject: string, schema: unknown, rest: object = {}, query = '') =>
    ask('POST', `/subjects/${subject}/versions${query}`, jsonSchema(schema, rest));
  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat?.stop());

  describe('identity', () => {
    it('the same content has the same id and version, whatever its white space', async () => {
      const first = await register('same-value', text);
      const again = await register('same-value', JSON.stringify(text, null, 4));
      expect(first.status).toBe(200);
      expect(first.type).toContain('application/vnd.schemaregistry.v1+json');
      expect(first.body).toMatchObject({
        version: 1,
        schemaType: 'JSON',
        schema: JSON.stringify(text),
      });
      expect(again.body).toEqual(first.body);
    });

    it('the same content has the same id and guid under another subject', async () => {
      const [one, two] = [await register('one-value', text), await register('two-value', text)];
      expect(two.body.id).toBe(one.body.id);
      expect(two.body.guid).toBe(one.body.guid);
      const usages = await ask('GET', `/schemas/ids/${one.body.id}/versions`);
      expect(usages.body).toEqual(
        expect.arrayContaining([
          { subject: 'one-value', version: 1 },
          { subject: 'two-value', version: 1 },
        ]),
      );
      const subjects = await ask('GET', `/schemas/ids/${one.body.id}/subjects?limit=1&offset=0`);
      expect(subjects.body).toHaveLength(1);
    });

    it('other metadata or another rule make another id, and are returned exactly', async () => {
      const metadata = {
        tags: { '**.id': ['PII'] },
        properties: { owner: 'orders', '100%': 'a' },
        sensitive: ['owner'],
      };
      const ruleSet = {
        domainRules: [
          {
            name: 'notEmpty',
            kind: 'CONDITION',
            mode: 'WRITE',
            type: 'CEL',
            expr: "message.id != ''",
            onFailure: 'DLQ',
            params: { 'dlq.topic': 'x' },
            disabled: false,
          },
        ],
      };
      const plain = await register('dressed-value', text);
      const owned = await register('dressed-value', text, { metadata });
      const ruled = await register('dressed-value', text, { metadata, ruleSet });
      expect(new Set([plain.body.id, owned.body.id, ruled.body.id]).size).toBe(3);
      const found = await ask('GET', '/subjects/dressed-value/versions/latest');
      expect(found.body).toMatchObject({ version: 3, metadata, ruleSet });
      expect(JSON.stringify(found.body.metadata)).toBe(JSON.stringify(metadata));
      expect(found.body.guid).not.toBe(plain.body.guid);
    });

    it('what a registration leaves out it takes over from the version before', async () => {
      const metadata = { properties: { owner: 'a' } };
      await register('inherit-value', text, { metadata });
      const next = await register('inherit-value', looser);
      expect(next.body).toMatchObject({ version: 2, metadata });
    });

    it('normalize makes key order meaningless', async () => {
      const [a, b] = ['{"type":"object","title":"x"}', '{"title":"x","type":"object"}'];
      const first = await register('norm-value', a, {}, '?normalize=true');
      const second = await register('norm-value', b, {}, '?normalize=true');
      expect(second.body.id).toBe(first.body.id);
      await ask('PUT', '/config/norm2-value', { normalize: true });
      expect((await register('norm2-value', a)).body.schema).toBe(b);
      expect((await register('norm2-value', b)).body.version).toBe(1);
    });

    it('an unknown id, guid or version is a 404 of its own', async () => {
      expect((await ask('GET', '/schemas/ids/999999')).body).toEqual({
        error_code: 40403,
        message: 'Schema 999999 not found',
      });
      expect((await ask('GET', '/schemas/ids/999999/schema')).body.error_code).toBe(40403);
      expect((await ask('GET', '/schemas/ids/99999999999999')).body.error_code).toBe(40403);
      expect((await ask('GET', '/schemas/ids/abc')).body.error_code).toBe(40403);
      expect((await ask('GET', '/schemas/guids/none')).body.error_code).toBe(40403);
      expect((await ask('GET', '/subjects/none/versions')).body).toEqual({
        error_code: 40401,
        message: "Subject 'none' not found.",
      });
      expect((await ask('GET', '/subjects/none/versions/1')).body.error_code).toBe(40401);
      await register('few-value', text);
      expect((await ask('GET', '/subjects/few-value/versions/9')).body).toEqual({
        error_code: 40402,
        message: 'Version 9 not found.',
      });
      for (const wrong of ['0', '2147483648', 'x', '-2'])
        expect((await ask('GET', `/subjects/few-value/versions/${wrong}`)).body).toEqual({
          error_code: 42202,
          message: `The specified version '${wrong}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
        });
    });

    it('a schema is found by id, by guid and as bare text', async () => {
      const { body } = await register('found-value', text);
      expect((await ask('GET', `/schemas/ids/${body.id}?fetchMaxId=true`)).body).toMatchObject({
        schema: body.schema,
        guid: body.guid,
        maxId: expect.any(Number),
      });
      expect((await ask('GET', `/schemas/ids/${body.id}/schema`)).text).toBe(JSON.stringify(text));
      expect((await ask('GET', `/schemas/guids/${body.guid}`)).body.schema).toBe(body.schema);
      expect((await ask('GET', `/schemas/guids/${body.guid}/ids`)).body).toContainEqual({
        context: '.',
        id: body.id,
      });
      for (const latest of ['latest', '-1', 'LATEST'])
        expect((await ask('GET', `/subjects/found-value/versions/${latest}/schema`)).text).toBe(
          JSON.stringify(text),
        );
    });

    it('looking up finds what is registered and nothing else', async () => {
      await register('look-value', text);
      expect((await ask('POST', '/subjects/look-value', jsonSchema(text))).body).toMatchObject({
        subject: 'look-value',
        version: 1,
      });
      expect((await ask('POST', '/subjects/look-value', jsonSchema(looser))).body).toEqual({
        error_code: 40403,
        message: 'Schema not found',
      });
      expect((await ask('POST', '/subjects/nobody', jsonSchema(text))).body.error_code).toBe(40401);
    });
  });

  describe('compatibility', () => {
    it('an incompatible schema is refused with the witness that breaks', async () => {
      await register('strict-value', text);
      const refused = await register('strict-value', stricter);
      expect(refused.status).toBe(409);
      expect(refused.body.error_code).toBe(40901);
      expect(refused.body.message).toMatch(
        /^Schema being registered is incompatible with an earlier schema for subject "strict-value", details: \[.*\{oldSchemaVersion: 1\}, \{oldSchema: '.*'\}, \{validateFields: 'false', compatibility: 'BACKWARD'\}\]$/,
      );
      expect(refused.body.findings[0]).toMatchObject({
        severity: 'breaking',
        oldVersion: 1,
        witness: { event: '{}', acceptedBy: 'old' },
      });
    });

    it('force takes it all the same', async () => {
      await register('forced-value', text);
      expect((await register('forced-value', stricter, {}, '?force=true')).body.version).toBe(2);
    });

    it('what cannot be proved is refused and says so; force takes it', async () => {
      await register('unproved-value', { type: 'string', pattern: '\\bfoo\\b' });
      const unproved = { type: 'string', pattern: 'foo' };
      const refused = await register('unproved-value', unproved);
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({
        error_code: 40901,
        compatibility: { verdict: 'undecided' },
      });
      expect(refused.body.message).toMatch(
        /could not be decided .* compared with version 1, .*force=true/,
      );
      const check = await ask(
        'POST',
        '/compatibility/subjects/unproved-value/versions?verbose=true',
        jsonSchema(unproved),
      );
      expect(check.body).toMatchObject({ is_compatible: false, verdict: 'undecided' });
      expect((await register('unproved-value', unproved, {}, '?force=true')).body.version).toBe(2);
    });

    it('the level of the subject wins over the global one', async () => {
      await register('level-value', text);
      await ask('PUT', '/config/level-value', { compatibility: 'forward' });
      expect((await register('level-value', stricter)).body.version).toBe(2);
      expect((await register('level-value', looser)).status).toBe(409);
      await ask('PUT', '/config/level-value', { compatibility: 'NONE' });
      expect((await register('level-value', looser)).body.version).toBe(3);
    });

    it('LENIENT proves under the assumption that writers send declared fields only', async () => {
      const more = { ...text, properties: { ...text.properties, note: { type: 'string' } } };
      await register('lenient-value', text);
      expect((await register('lenient-value', more)).status).toBe(409);
      await ask('PUT', '/config/lenient-value', { compatibilityPolicy: 'LENIENT' });
      expect((await register('lenient-value', more)).status).toBe(200);
    });

    it('a compatibilityGroup compares only versions of the same group', async () => {
      await ask('PUT', '/config/group-value', {
        compatibility: 'BACKWARD_TRANSITIVE',
        compatibilityGroup: 'major',
      });
      const major = (number: string) => ({ metadata: { properties: { major: number } } });
      expect((await register('group-value', text, major('1'))).status).toBe(200);
      expect((await register('group-value', stricter, major('2'))).status).toBe(200);
      expect(
        (await register('group-value', { type: 'object', required: ['id', 'x'] }, major('2')))
          .status,
      ).toBe(409);
    });

    it('checks answer a verdict and store nothing', async () => {
      await register('check-value', text);
      const path = '/compatibility/subjects/check-value/versions';
      expect((await ask('POST', `${path}/latest`, jsonSchema(looser))).body).toEqual({
        is_compatible: true,
      });
      expect((await ask('POST', path, jsonSchema(stricter))).body).toEqual({
        is_compatible: false,
      });
      const verbose = await ask('POST', `${path}/1?verbose=true`, jsonSchema(stricter));
      expect(verbose.body).toMatchObject({ is_compatible: false, verdict: 'incompatible' });
      expect(verbose.body.messages.at(-1)).toBe(
        "{validateFields: 'false', compatibility: 'BACKWARD'}",
      );
      expect(
        (await ask('POST', '/compatibility/subjects/nobody/versions/latest', jsonSchema(text)))
          .body,
      ).toEqual({ is_compatible: true });
      expect((await ask('POST', `${path}/7`, jsonSchema(text))).body.error_code).toBe(40402);
      expect((await ask('POST', `${path}/latest`, jsonSchema('{'))).body.error_code).toBe(42201);
      const unreadable = await ask('POST', `${path}/latest?verbose=true`, jsonSchema('{'));
      expect(unreadable.body).toMatchObject({
        is_compatible: false,
        messages: [expect.stringContaining('Invalid schema')],
      });
      expect((await ask('GET', '/subjects/check-value/versions')).body).toEqual([1]);
    });
  });

  describe('references', () => {
    it('come from the registry, are kept alive by who refers to them, and are listed', async () => {
      await register('money-value', { type: 'number', minimum: 0 });
      const references = [{ name: 'money.json', subject: 'money-value', version: 1 }];
      const made = await register(
        'bill-value',
        { type: 'object', properties: { total: { $ref: 'money.json' } } },
        { references },
      );
      expect(made.body).toMatchObject({ version: 1, references });
      expect((await ask('GET', '/subjects/money-value/versions/1/referencedby')).body).toEqual([
        made.body.id,
      ]);
      const refused = await ask('DELETE', '/subjects/money-value');
      expect(refused.body).toEqual({
        error_code: 42206,
        message:
          'One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=money-value,version=1}.',
      });
      expect((await ask('DELETE', '/subjects/money-value/versions/1')).body.error_code).toBe(42206);
      expect((await ask('DELETE', '/subjects/bill-value')).body).toEqual([1]);
      expect((await ask('DELETE', '/subjects/money-value')).body).toEqual([1]);
      expect((await ask('DELETE', '/subjects/money-value?permanent=true')).body.error_code).toBe(
        42206,
      );
      expect((await ask('DELETE', '/subjects/bill-value?permanent=true')).body).toEqual([1]);
      expect((await ask('DELETE', '/subjects/money-value?permanent=true')).body).toEqual([1]);
    });

    it('reach through other references, and -1 means the latest', async () => {
      await register('leaf-value', { type: 'string' });
      await register(
        'branch-value',
        { $ref: 'leaf' },
        { references: [{ name: 'leaf', subject: 'leaf-value', version: -1 }] },
      );
      const made = await register(
        'root-value',
        { $ref: 'branch' },
        { references: [{ name: 'branch', subject: 'branch-value', version: 1 }] },
      );
      expect(made.status).toBe(200);
      expect((await ask('GET', '/subjects/branch-value/versions/1')).body.references).toEqual([
        { name: 'leaf', subject: 'leaf-value', version: 1 },
      ]);
      const narrower = await register('root-value', { type: 'string', minLength: 1 });
      expect(narrower.body.findings[0].witness.event).toBe('""');
    });

    it('to nothing, or to something deleted, are refused', async () => {
      const to = (subject: string) => ({ references: [{ name: 'x', subject, version: 1 }] });
      expect((await register('r1-value', { $ref: 'x' }, to('never-value'))).body).toMatchObject({
        error_code: 42201,
        faults: [{ code: 'REF_NOT_REGISTERED' }],
      });
      await register('dead-value', text);
      await ask('DELETE', '/subjects/dead-value');
      expect((await register('r1-value', { $ref: 'x' }, to('dead-value'))).body).toMatchObject({
        error_code: 42201,
        faults: [{ code: 'REF_NOT_REGISTERED' }],
      });
      expect(
        (await register('r1-value', text, { references: [{ name: 'x' }] })).body,
      ).toMatchObject({ error_code: 422 });
    });
  });

  describe('deletes', () => {
    it('a soft delete hides the version and keeps its id; registering again makes a new version', async () => {
      const first = await register('soft-value', text);
      await register('soft-value', looser);
      expect((await ask('DELETE', '/subjects/soft-value/versions/1')).body).toBe(1);
      expect((await ask('GET', '/subjects/soft-value/versions')).body).toEqual([2]);
      expect((await ask('GET', '/subjects/soft-value/versions?deleted=true')).body).toEqual([1, 2]);
      expect((await ask('GET', '/subjects/soft-value/versions?deletedOnly=true')).body).toEqual([
        1,
      ]);
      expect(
        (await ask('GET', '/subjects/soft-value/versions?deletedAsNegative=true')).body,
      ).toEqual([-1, 2]);
      expect((await ask('GET', '/subjects/soft-value/versions/1?deleted=true')).body.deleted).toBe(
        true,
      );
      expect((await ask('GET', `/schemas/ids/${first.body.id}`)).status).toBe(200);
      expect((await ask('POST', '/subjects/soft-value', jsonSchema(text))).body.error_code).toBe(
        40403,
      );
      await ask('PUT', '/config/soft-value', { compatibility: 'NONE' });
      expect((await register('soft-value', text)).body).toMatchObject({
        version: 3,
        id: first.body.id,
      });
      expect((await ask('DELETE', '/subjects/soft-value/versions/latest')).body).toBe(3);
    });

    it('a hard delete needs a soft one first, empties the content and never frees id or number', async () => {
      const first = await register('hard-value', { type: 'object', title: 'secret' });
      const path = '/subjects/hard-value/versions/1';
      expect((await ask('DELETE', `${path}?permanent=true`)).body).toEqual({
        error_code: 40407,
        message:
          "Subject 'hard-value' Version 1 was not deleted first before being permanently deleted",
      });
      expect((await ask('DELETE', '/subjects/hard-value?permanent=true')).body).toEqual({
        error_code: 40405,
        message: "Subject 'hard-value' was not deleted first before being permanently deleted",
      });
      await ask('DELETE', path);
      expect((await ask('DELETE', path)).body).toEqual({
        error_code: 40406,
        message:
          "Subject 'hard-value' Version 1 was soft deleted.Set permanent=true to delete permanently",
      });
      expect((await ask('DELETE', '/subjects/hard-value')).body).toEqual({
        error_code: 40404,
        message: "Subject 'hard-value' was soft deleted.Set permanent=true to delete permanently",
      });
      expect((await ask('DELETE', `${path}?permanent=true`)).body).toBe(1);
      expect((await ask('GET', `/schemas/ids/${first.body.id}`)).body.error_code).toBe(40403);
      expect((await ask('GET', '/subjects/hard-value/versions?deleted=true')).body.error_code).toBe(
        40401,
      );
      const other = await register('hard-value', { type: 'object', title: 'other' });
      expect(other.body).toMatchObject({ version: 2 });
      expect(other.body.id).toBeGreaterThan(first.body.id);
      const again = await register('hard2-value', { type: 'object', title: 'secret' });
      expect(again.body).toMatchObject({ id: first.body.id, guid: first.body.guid });
      expect((await ask('GET', `/schemas/ids/${first.body.id}/schema`)).text).toContain('secret');
    });
  });

  describe('config, mode and contexts', () => {
    it('config answers what was put, subject by subject', async () => {
      expect((await ask('GET', '/config')).body).toEqual({ compatibilityLevel: 'BACKWARD' });
      expect((await ask('GET', '/config/own-value')).body).toEqual({
        error_code: 40408,
        message: "Subject 'own-value' does not have subject-level compatibility configured",
      });
      expect((await ask('GET', '/config/own-value?defaultToGlobal=true')).body).toEqual({
        compatibilityLevel: 'BACKWARD',
      });
      expect((await ask('PUT', '/config/own-value', { compatibility: 'Full' })).body).toEqual({
        compatibility: 'FULL',
      });
      expect((await ask('GET', '/config/own-value')).body).toEqual({ compatibilityLevel: 'FULL' });
      expect((await ask('PUT', '/config/own-value', { compatibility: 'SOME' })).body).toEqual({
        error_code: 42203,
        message:
          'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
      });
      expect((await ask('DELETE', '/config/own-value')).body).toEqual({
        compatibilityLevel: 'FULL',
      });
      expect((await ask('DELETE', '/config/own-value')).body.error_code).toBe(40401);
    });

    it('a read-only subject takes neither versions nor deletes', async () => {
      await register('closed-value', text);
      expect((await ask('GET', '/mode/closed-value')).body.error_code).toBe(40409);
      expect((await ask('PUT', '/mode/closed-value', { mode: 'readonly' })).body).toEqual({
        mode: 'READONLY',
      });
      expect((await register('closed-value', looser)).body).toEqual({
        error_code: 42205,
        message: 'Subject closed-value in context . is in read-only mode',
      });
      expect((await register('closed-value', text)).status).toBe(200);
      expect((await ask('DELETE', '/subjects/closed-value')).body.error_code).toBe(42205);
      expect((await ask('PUT', '/mode/closed-value', { mode: 'CLOSED' })).body).toEqual({
        error_code: 42204,
        message: 'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
      });
      expect((await ask('PUT', '/mode/closed-value', { mode: 'IMPORT' })).body.error_code).toBe(
        42205,
      );
      expect((await ask('DELETE', '/mode/closed-value')).body).toEqual({ mode: 'READONLY' });
      expect((await register('closed-value', looser, { id: 77 })).body).toEqual({
        error_code: 42205,
        message: 'Subject closed-value in context . is not in import mode',
      });
      expect((await register('closed-value', looser)).status).toBe(200);
      expect((await ask('GET', '/mode')).body).toEqual({ mode: 'READWRITE' });
    });

    it('each context counts its own ids, by either way of naming it', async () => {
      const first = await register(encodeURIComponent(':.blue:paint-value'), text);
      expect(first.body).toMatchObject({ id: 1, version: 1 });
      const viaPath = await ask(
        'POST',
        '/contexts/.blue/subjects/paint-value/versions',
        jsonSchema(text),
      );
      expect(viaPath.body).toEqual(first.body);
      expect((await ask('GET', '/contexts')).body).toEqual(['.', '.blue']);
      expect((await ask('GET', '/subjects?subjectPrefix=:.blue:')).body).toEqual([
        ':.blue:paint-value',
      ]);
      expect((await ask('GET', '/contexts/blue/subjects')).body).toEqual([':.blue:paint-value']);
      expect((await ask('GET', '/contexts/blue/schemas/ids/1')).body.schema).toBe(
        JSON.stringify(text),
      );
      await ask('PUT', `/config/${encodeURIComponent(':.blue:')}`, { compatibility: 'NONE' });
      expect(
        (await ask('POST', '/contexts/blue/subjects/paint-value/versions', jsonSchema(stricter)))
          .body.version,
      ).toBe(2);
    });

    it('lists are pages, and a page that makes no sense is refused', async () => {
      for (const name of ['p1', 'p2', 'p3']) await register(`page-${name}`, text);
      expect((await ask('GET', '/subjects?subjectPrefix=page-&offset=1&limit=1')).body).toEqual([
        'page-p2',
      ]);
      expect((await ask('GET', '/subjects?subjectPrefix=page-&limit=-1')).body).toHaveLength(3);
      const latest = await ask('GET', '/schemas?subjectPrefix=page-&latestOnly=true&limit=2');
      expect(latest.body).toMatchObject([
        { subject: 'page-p1', version: 1, schema: JSON.stringify(text) },
        { subject: 'page-p2' },
      ]);
      for (const query of ['limit=x', 'offset=-1', 'limit=99999999999'])
        expect((await ask('GET', `/subjects?${query}`)).status).toBe(400);
    });

    it('says what it is and which languages it reads', async () => {
      expect((await ask('GET', '/schemas/types')).body).toEqual(['JSON', 'AVRO', 'PROTOBUF']);
      expect((await ask('GET', '/v1/metadata/id')).body.scope.clusters).toBeDefined();
      expect((await ask('GET', '/v1/metadata/version')).body.version).toEqual(expect.any(String));
      expect((await ask('POST', '/')).body).toEqual({});
      const answer = await ask('GET', '/subjects', undefined, { accept: 'application/json' });
      expect(answer.type).toMatch(/^application\/json/);
    });

    describe('AVRO, which is also the default', () => {
      const order = (fields: readonly object[], more: object = {}) =>
        JSON.stringify({ type: 'record', name: 'Order', namespace: 'shop', fields, ...more });
      const id = { name: 'id', type: 'long' };
      const note = { name: 'note', type: ['null', 'string'], default: null };
      const register = (subject: string, schema: string, more: object = {}) =>
        ask('POST', `/subjects/${subject}/versions`, { schema, ...more });

      it('is registered, answered as Java prints it, and evolves by its own rules', async () => {
        const first = await register('avro-value', order([id], { doc: 'An order.' }));
        expect(first.status).toBe(200);
        const printed =
          '{"type":"record","name":"Order","namespace":"shop","doc":"An order.","fields":[{"name":"id","type":"long"}]}';
        expect((await ask('GET', `/schemas/ids/${first.body.id}`)).body.schema).toBe(printed);
        expect((await register('avro-value', order([id, note]))).status).toBe(200);
        const { body } = await ask('GET', '/subjects/avro-value/versions/latest');
        expect(body).toMatchObject({ version: 2, schema: order([id, note]) });
      });

      it('is one schema however its attributes are ordered, with the guid of Confluent', async () => {
        const spellings = [
          order([id, note], { doc: 'd', aliases: ['shop.Old'] }),
          '{"doc":"d", "fields":[{"type":{"type":"long"},"name":"id"},{"default":null,"type":["null","string"],"name":"note"}],\n "aliases":["Old"],"type":"record","name":"shop.Order"}',
        ];
        const made = [
          await register('avro-order-value', spellings[0] ?? ''),
          await register('avro-order-value', spellings[1] ?? ''),
        ];
        // MD5 of what `Schema.toString()` prints.
        const guid = '334a16d7-dc0c-85e1-e10f-36665676eb1e';
        for (const { body } of made)
          expect(body).toMatchObject({ id: made[0]?.body.id, version: 1, guid });
        const found = await ask('POST', '/subjects/avro-order-value', { schema: spellings[1] });
        expect(found.body).toMatchObject({ id: made[0]?.body.id, version: 1 });
      });

      it('is refused in the words of the dialect, with the event that breaks', async () => {
        const refused = await register(
          'avro-value',
          order([id, note, { name: 'f2', type: 'int' }]),
        );
        expect(refused.status).toBe(409);
        expect(refused.body.message).toContain(
          "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'f2' at path '/fields/2' in the new schema has no default value and is missing in the old schema'",
        );
        expect(refused.body.message).toContain(`additionalInfo:'{"id":0,"note":null}'`);
        const check = await ask(
          'POST',
          '/compatibility/subjects/avro-value/versions/latest?verbose=true',
          { schema: order([{ name: 'id', type: 'string' }, note]) },
        );
        expect(check.body.is_compatible).toBe(false);
        expect(check.body.messages[0]).toContain("{errorType:'TYPE_MISMATCH'");
      });

      it('notices a decimal whose point moves, which other registries let through', async () => {
        const price = (scale: number) =>
          order([
            {
              name: 'price',
              type: { type: 'bytes', logicalType: 'decimal', precision: 10, scale },
            },
          ]);
        expect((await register('avro-price-value', price(2))).status).toBe(200);
        const refused = await register('avro-price-value', price(4));
        expect(refused.status).toBe(409);
        expect(refused.body.message).toContain('AVRO_LOGICAL_TYPE_CHANGED');
      });

      it('follows references by full name', async () => {
        const customer = '{"type":"record","name":"shop.Customer","fields":[]}';
        expect((await register('avro-customer-value', customer)).status).toBe(200);
        const uses = order([{ name: 'customer', type: 'Customer' }]);
        const alone = await register('avro-uses-value', uses);
        expect(alone.body).toMatchObject({ error_code: 42201 });
        expect(alone.body.message).toContain('Customer');
        const references = [{ name: 'shop.Customer', subject: 'avro-customer-value', version: 1 }];
        expect((await register('avro-uses-value', uses, { references })).status).toBe(200);
      });

      it('says where a schema is wrong', async () => {
        const broken = await register('avro-broken-value', order([{ name: '1st', type: 'int' }]));
        expect(broken.status).toBe(422);
        expect(broken.body.message).toMatch(/"1st" is no name.*\[at \/fields\/0\/name, line 1/);
      });
    });

    it('registrations and refusals are counted', async () => {
      const metrics = (await ask('GET', '/metrics')).text;
      expect(metrics).toMatch(/concordat_registry_registrations_total\{outcome="new"\} \d+/);
      expect(metrics).toMatch(
        /concordat_registry_refusals_total\{code="SCHEMA_INCOMPATIBLE"\} \d+/,
      );
    });
  });
});
