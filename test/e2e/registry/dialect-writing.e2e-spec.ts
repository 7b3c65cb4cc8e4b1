import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking, jsonSchema } from '../../support/ask.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const text = { type: 'object', properties: { id: { type: 'string' } } };
const looser = { type: 'object', properties: { id: {} } };
const stricter = { ...text, required: ['id'] };
const tagged = (entityPath: string, entityType: string, ...tags: string[]) => ({
  schemaEntity: { entityPath, entityType },
  tags,
});
const id = (...tags: string[]) => tagged('object.id', 'sr_field', ...tags);

describe('writing through the Confluent dialect', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  const register = (subject: string, schema: unknown, rest: object = {}, query = '') =>
    ask('POST', `/subjects/${subject}/versions${query}`, jsonSchema(schema, rest));
  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat?.stop());

  describe('registration', () => {
    it('is answered whole, and a second time the same [dialect POST /subjects/{s}/versions ?force ?normalize, idempotent, not-empty, unknown-members]', async () => {
      const first = await register('whole-value', text, { novel: true, metadata: null });
      expect(first.body).toEqual({
        id: expect.any(Number),
        version: 1,
        guid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        schemaType: 'JSON',
        schema: JSON.stringify(text),
        ts: expect.any(Number),
      });
      expect((await register('whole-value', text)).body).toEqual(first.body);
      expect((await register('whole-value', stricter)).status).toBe(409);
      expect((await register('whole-value', stricter, {}, '?force=true')).body.version).toBe(2);
      const spread = '{"title":"n","type":"string"}';
      await register('normal-value', spread, {}, '?normalize=true');
      const other = await register(
        'normal-value',
        '{"type":"string","title":"n"}',
        {},
        '?normalize=true',
      );
      expect(other.body.version).toBe(1);
    });

    it('is found again by content, in any version that lives [dialect POST /subjects/{s} ?normalize ?deleted, 40401, 40403]', async () => {
      await register('find-value', '{"title":"n","type":"string"}', {}, '?normalize=true');
      const find = (schema: unknown, query = '') =>
        ask('POST', `/subjects/find-value${query}`, jsonSchema(schema));
      const other = '{ "type": "string", "title": "n" }';
      expect((await find(other)).body.error_code).toBe(40403);
      expect((await find(other, '?normalize=true')).body).toMatchObject({
        subject: 'find-value',
        version: 1,
      });
      await register('find-value', { type: ['string', 'null'] });
      await register('find-value', { type: ['string', 'null', 'number'], title: 'c' });
      const ordered = '{"type":["string","null","number"],"title":"c"}';
      const swapped = '{"title":"c","type":["string","null","number"]}';
      expect((await find(ordered)).body.version).toBe(3);
      expect((await find(swapped)).body).toEqual({
        error_code: 40403,
        message: 'Schema not found',
      });
      await ask('DELETE', '/subjects/find-value/versions/3');
      expect((await find(ordered)).body.error_code).toBe(40403);
      expect((await find(ordered, '?deleted=true')).body).toMatchObject({
        version: 3,
        deleted: true,
      });
      expect((await ask('POST', '/subjects/nobody', jsonSchema(text))).body.error_code).toBe(40401);
    });

    it('takes the schema of the version before where it brings none [dialect empty-schema, inherit, 42201]', async () => {
      const empty = (await ask('POST', '/subjects/empty-value/versions', {})).body;
      expect(empty).toEqual({ error_code: 42201, message: 'Invalid schema: Empty schema' });
      await register('empty-value', text, { metadata: { properties: { a: '1' } } });
      const again = await ask('POST', '/subjects/empty-value/versions', {
        metadata: { properties: { a: '2' } },
      });
      expect(again.body).toMatchObject({
        version: 2,
        schemaType: 'JSON',
        schema: JSON.stringify(text),
        metadata: { properties: { a: '2' } },
      });
      const ruleSet = { domainRules: [{ name: 'r' }] };
      const ruled = await register('empty-value', looser, { ruleSet });
      expect(ruled.body).toMatchObject({
        version: 3,
        metadata: { properties: { a: '2' } },
        ruleSet,
      });
      expect((await register('empty-value', { ...looser, title: 'x' })).body).toMatchObject({
        version: 4,
        metadata: { properties: { a: '2' } },
        ruleSet,
      });
      const bare = await register(
        'empty-value',
        { ...looser, title: 'y' },
        { metadata: {}, ruleSet: {} },
      );
      expect(bare.body).not.toHaveProperty('metadata');
      expect(bare.body).not.toHaveProperty('ruleSet');
    });

    it('of an expected version is compared, and the metadata then tell it [dialect confluent-version, version-next, 42201]', async () => {
      const version = { properties: { 'confluent:version': '1' } };
      const first = await register('count-value', text, { version: 1 });
      expect(first.body).toMatchObject({ version: 1, metadata: version });
      expect((await register('count-value', text, { version: 1 })).body).toEqual(first.body);
      expect((await register('count-value', text)).body).toEqual(first.body);
      const early = await register('count-value', looser, { version: 3 });
      expect(early.body).toMatchObject({
        error_code: 42201,
        faults: [{ code: 'VERSION_NOT_NEXT' }],
      });
      const claims = (n: string, more: object = {}) => ({
        metadata: { properties: { 'confluent:version': n, ...more } },
      });
      expect((await register('count-value', looser, claims('3'))).body.error_code).toBe(42201);
      expect((await register('count-value', looser, claims('2'))).body).toMatchObject({
        version: 2,
        ...claims('2'),
      });
      expect((await register('count-value', { ...looser, title: 'x' })).body).toMatchObject({
        version: 3,
        ...claims('3'),
      });
      const owned = { metadata: { properties: { owner: 'me' } } };
      await register('claim-value', text, claims('1', { owner: 'me' }));
      expect((await register('claim-value', text, owned)).body).toMatchObject({
        version: 1,
        ...claims('1', { owner: 'me' }),
      });
      const race = await Promise.all(
        ['a', 'b', 'c'].map((title) => register('count-value', { ...looser, title }, claims('4'))),
      );
      expect(race.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
    });

    it('keeps rules exactly, and refuses those that cannot be any [dialect rules-kept, other-metadata, 42210]', async () => {
      const one = { name: 'r', kind: 'TRANSFORM', type: 'JSONATA', expr: '$' };
      const ruleSet = {
        migrationRules: [
          { ...one, mode: 'UPDOWN', onSuccess: 'NONE,NONE', onFailure: 'ERROR,DLQ' },
        ],
        domainRules: [
          {
            name: 'd',
            doc: 'why',
            kind: 'CONDITION',
            mode: 'WRITEREAD',
            type: 'CEL',
            tags: ['PII'],
            params: { b: '1', a: '2' },
            expr: 'x',
            onFailure: 'NONE',
            disabled: true,
          },
        ],
        encodingRules: [{ name: 'e', kind: 'TRANSFORM', mode: 'WRITE', type: 'ENCRYPT_PAYLOAD' }],
        enableAt: 'GATEWAY',
      };
      const plain = await register('ruled-value', text);
      const made = await register('ruled-value', text, { ruleSet });
      expect(made.body.id).not.toBe(plain.body.id);
      const found = await ask('GET', `/schemas/ids/${made.body.id}`);
      for (const { body } of [made, found])
        expect(JSON.stringify(body.ruleSet.domainRules[0].params)).toBe('{"b":"1","a":"2"}');
      expect(found.body.ruleSet).toEqual(ruleSet);
      const domain = (rule: object) => ({ domainRules: [{ name: 'd', ...rule }] });
      for (const wrong of [
        domain({ name: '' }),
        domain({ name: '1st' }),
        domain({ name: 'x'.repeat(65) }),
        domain({ kind: 'GUESS' }),
        domain({ mode: 'UPGRADE' }),
        domain({ type: 'not a type' }),
        domain({ mode: 'WRITE', onFailure: 'ERROR,DLQ' }),
        domain({ mode: 'WRITEREAD', onSuccess: 'A,B,C' }),
        domain({ onSuccess: '' }),
        domain({ params: { a: 1 } }),
        domain({ tags: 'PII' }),
        domain({ disabled: 'yes' }),
        { migrationRules: [{ name: 'm', mode: 'READ' }] },
        { domainRules: [{ name: 'a' }], encodingRules: [{ name: 'a' }] },
        { enableAt: 'HOME' },
      ])
        expect([
          wrong,
          (await register('ruled-value', text, { ruleSet: wrong })).body.error_code,
        ]).toEqual([wrong, 42210]);
    });

    it('after a soft delete makes a new version of the same id; the old id goes on answering [dialect soft-delete, version-next, DELETE /subjects/{s} ?permanent, DELETE /subjects/{s}/versions/{v} ?permanent]', async () => {
      const only = { ...text, title: 'nowhere else' };
      const first = await register('again-value', only);
      await ask('PUT', '/config/again-value', { compatibility: 'FULL' });
      expect((await ask('DELETE', '/subjects/again-value')).body).toEqual([1]);
      expect((await ask('GET', `/schemas/ids/${first.body.id}`)).status).toBe(200);
      expect((await ask('GET', '/config/again-value')).body.compatibilityLevel).toBe('FULL');
      const second = await register('again-value', only);
      expect(second.body).toMatchObject({ id: first.body.id, version: 2 });
      expect((await ask('DELETE', '/subjects/again-value/versions/latest')).body).toBe(2);
      expect((await ask('DELETE', '/subjects/again-value/versions/2?permanent=true')).body).toBe(2);
      expect((await ask('DELETE', '/subjects/again-value?permanent=true')).body).toEqual([1]);
      expect((await ask('GET', '/config/again-value')).body.error_code).toBe(40408);
      expect((await ask('GET', `/schemas/ids/${first.body.id}`)).body.error_code).toBe(40403);
    });
  });

  it('each version tells when and by whom it was made, deleted or not [dialect created]', async () => {
    const basic = `Basic ${Buffer.from('ann:secret').toString('base64')}`;
    const path = '/subjects/made-value/versions';
    const first = await ask('POST', path, jsonSchema(text), { authorization: basic });
    await register('made-value', looser);
    await ask('DELETE', `${path}/1`);
    const told = await ask('GET', '/v1/subjects/made-value/versions');
    expect(told.body).toMatchObject({
      subject: 'made-value',
      versions: [
        { version: 1, id: first.body.id, createdBy: 'ann', deleted: true },
        { version: 2, createdBy: 'anonymous', deleted: false },
      ],
    });
    expect(Date.parse(told.body.versions[0].createdAt)).toBe(first.body.ts);
    const page = await ask('GET', '/v1/subjects/made-value/versions?offset=1&limit=1');
    expect(page.body.versions).toHaveLength(1);
    expect((await ask('GET', '/v1/subjects/nobody/versions')).body.code).toBe('SUBJECT_NOT_FOUND');
  });

  describe('tags', () => {
    it('are written into the text and found in it [dialect POST /subjects/{s}/versions ?schemaTagsToAdd ?schemaTagsToRemove, GET /subjects/{s}/versions/{v} ?findTags, GET /schemas/ids/{id} ?findTags]', async () => {
      const made = await register('tag-value', text, { schemaTagsToAdd: [id('PII', 'KEY')] });
      expect(JSON.parse(made.body.schema).properties.id).toEqual({
        type: 'string',
        'confluent:tags': ['PII', 'KEY'],
      });
      const path = '/subjects/tag-value/versions/1';
      expect((await ask('GET', path)).body).not.toHaveProperty('schemaTags');
      for (const address of [path, `/schemas/ids/${made.body.id}`])
        expect((await ask('GET', `${address}?findTags=true`)).body.schemaTags).toEqual([
          id('PII', 'KEY'),
        ]);
      const less = await ask('POST', '/subjects/tag-value/versions', {
        schemaTagsToRemove: [id('KEY')],
      });
      expect(less.body.version).toBe(2);
      expect((await ask('GET', `${path.replace('1', '2')}?findTags=true`)).body.schemaTags).toEqual(
        [id('PII')],
      );
    });

    it('go with the next version where they are propagated [dialect POST /subjects/{s}/versions ?propagateSchemaTags]', async () => {
      await register('carry-value', text, { schemaTagsToAdd: [id('PII')] });
      const next = { ...looser, title: 'next' };
      const carried = await register('carry-value', next, { propagateSchemaTags: true });
      expect(carried.body.schema).toContain('"confluent:tags":["PII"]');
      const without = await register('carry-value', { ...next, title: 'bare' });
      expect(without.body.schema).not.toContain('confluent:tags');
    });

    it('metadata and rules change in a version of their own [dialect POST /subjects/{s}/versions/{v}/tags ?tagsToAdd ?tagsToRemove ?metadata ?ruleSet ?rulesToMerge ?rulesToRemove ?newVersion]', async () => {
      const retag = (change: object, version = 'latest') =>
        ask('POST', `/subjects/retag-value/versions/${version}/tags`, change);
      const rule = (name: string, expr = 'a') => ({ name, type: 'CEL', expr });
      await register('retag-value', text, {
        metadata: { properties: { a: '1' } },
        ruleSet: { domainRules: [rule('one'), rule('two')] },
      });
      const added = await retag({ tagsToAdd: [id('PII')], newVersion: 2 });
      expect(added.body).toMatchObject({
        version: 2,
        metadata: { properties: { a: '1', 'confluent:version': '2' } },
        ruleSet: { domainRules: [rule('one'), rule('two')] },
      });
      expect(added.body.schema).toContain('"confluent:tags":["PII"]');
      expect((await retag({ tagsToAdd: [id('PII')], newVersion: 2 }, '1')).body).toEqual(
        added.body,
      );
      expect((await retag({ tagsToAdd: [id('X')], newVersion: 9 })).body.error_code).toBe(42201);
      const merged = await retag({
        tagsToRemove: [id('PII')],
        rulesToMerge: { domainRules: [rule('two', 'b')] },
        rulesToRemove: ['one'],
      });
      expect(merged.body).toMatchObject({ version: 3, schema: JSON.stringify(text) });
      expect(merged.body.ruleSet).toEqual({ domainRules: [rule('two', 'b')] });
      const replaced = await retag({
        metadata: { properties: { b: '2' } },
        ruleSet: { migrationRules: [rule('three')] },
      });
      expect(replaced.body).toMatchObject({
        version: 4,
        metadata: { properties: { b: '2', 'confluent:version': '4' } },
        ruleSet: { migrationRules: [rule('three')] },
      });
      const none = await retag({ rulesToRemove: ['three'] });
      expect(none.body.version).toBe(5);
      expect(none.body).not.toHaveProperty('ruleSet');
      expect((await retag({ ruleSet: {}, rulesToRemove: ['x'] })).body.error_code).toBe(42210);
      expect((await retag({}, '77')).body.error_code).toBe(40402);
    });

    it('on what is not there, or of the wrong shape, are refused [dialect 42201, 422]', async () => {
      await register('badtag-value', text);
      const add = (change: unknown) => register('badtag-value', text, { schemaTagsToAdd: change });
      expect((await add([tagged('object.x', 'sr_field', 'A')])).body).toMatchObject({
        error_code: 42201,
        faults: [{ code: 'TAG_ENTITY_UNKNOWN' }],
      });
      for (const wrong of [
        {},
        [1],
        [tagged('', 'sr_field')],
        [tagged('object.id', 'field')],
        [{ ...id(), tags: 'A' }],
      ])
        expect((await add(wrong)).body.error_code).toBe(422);
      const deep = '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000);
      expect((await register('badtag-value', deep, { schemaTagsToAdd: [id('A')] })).status).toBe(
        422,
      );
    });
  });

  describe('compatibility', () => {
    it('is judged without a registration, findings beside the messages [dialect POST /compatibility/subjects/{s}/versions ?verbose ?normalize, POST /compatibility/subjects/{s}/versions/{v} ?verbose ?normalize, findings, 40402, 42201]', async () => {
      await register('judge-value', text);
      const all = '/compatibility/subjects/judge-value/versions';
      for (const path of [all, `${all}/latest`, `${all}/1`]) {
        const judge = (schema: unknown, query = '') =>
          ask('POST', path + query, jsonSchema(schema));
        expect((await judge(looser)).body).toEqual({ is_compatible: true });
        expect((await judge(stricter, '?normalize=true')).body).toEqual({ is_compatible: false });
        const { body } = await judge(stricter, '?verbose=true');
        expect(body).toMatchObject({
          is_compatible: false,
          findings: [{ severity: 'breaking', witness: { event: '{}' } }],
        });
        expect(body.messages).toEqual([
          `{errorType:"REQUIRED_ATTRIBUTE_ADDED", description:"The keyword at path '#/required/id' in the new schema is not present in the old schema'}`,
          '{oldSchemaVersion: 1}',
          expect.stringMatching(/^\{oldSchema: '\{.*\}'\}$/s),
          "{validateFields: 'false', compatibility: 'BACKWARD'}",
        ]);
        expect((await judge('{')).body.error_code).toBe(42201);
        expect((await judge('{', '?verbose=true')).body.is_compatible).toBe(false);
      }
      expect((await ask('POST', `${all}/9`, jsonSchema(text))).body.error_code).toBe(40402);
      const nobody = '/compatibility/subjects/nobody/versions';
      const unknown = await ask('POST', `${nobody}/1`, jsonSchema(text));
      expect(unknown.body).toEqual({ error_code: 40402, message: 'Version 1 not found.' });
      const avro = await ask('POST', `${all}/1?verbose=true`, { schema: '"string"' });
      expect(avro.body.messages[0]).toBe('Incompatible because of different schema type');
      expect((await ask('POST', nobody, jsonSchema(text))).body.is_compatible).toBe(true);
      expect((await ask('POST', `${nobody}/latest`, jsonSchema(text))).body.is_compatible).toBe(
        true,
      );
    });

    it('a refusal says why in the words of the dialect [dialect 40901, findings]', async () => {
      await register('refuse-value', text);
      const refused = await register('refuse-value', stricter);
      expect([refused.status, refused.body.error_code]).toEqual([409, 40901]);
      expect(refused.body.message).toMatch(
        /^Schema being registered is incompatible with an earlier schema for subject "refuse-value", details: \[/,
      );
      expect(refused.body.findings).toHaveLength(1);
    });

    it('a soft-deleted or referenced version says so when it is deleted [dialect 40404, 40405, 40406, 40407, 42206, references]', async () => {
      await register('part-value', text);
      const references = [{ name: 'p', subject: 'part-value', version: 1 }];
      await register('whole2-value', { $ref: 'p' }, { references });
      const path = '/subjects/part-value';
      const codeOf = async (address: string) => (await ask('DELETE', address)).body.error_code;
      expect(await codeOf(path)).toBe(42206);
      expect(await codeOf(`${path}/versions/1`)).toBe(42206);
      await ask('DELETE', '/subjects/whole2-value');
      await ask('DELETE', '/subjects/whole2-value?permanent=true');
      expect(await codeOf(`${path}?permanent=true`)).toBe(40405);
      expect(await codeOf(`${path}/versions/1?permanent=true`)).toBe(40407);
      await ask('DELETE', path);
      expect(await codeOf(path)).toBe(40404);
      expect(await codeOf(`${path}/versions/1`)).toBe(40406);
    });
  });

  describe('requests', () => {
    it('answer in the type that is accepted, and take bodies under four names [dialect media-types, 406, 415]', async () => {
      const types = [
        'application/vnd.schemaregistry.v1+json',
        'application/vnd.schemaregistry+json',
        'application/json',
      ];
      const typeOf = ({ type }: { type: string }) => type.split(';')[0];
      for (const accept of types) {
        const answer = await ask('GET', '/config', undefined, { accept });
        expect(typeOf(answer)).toBe(accept);
      }
      expect(typeOf(await ask('GET', '/config', undefined, { accept: '*/*' }))).toBe(types[0]);
      const body = JSON.stringify(jsonSchema(text));
      for (const type of [...types, 'application/octet-stream', 'application/json; charset=utf-8'])
        expect(
          (await ask('POST', '/subjects/typed-value/versions', body, { 'content-type': type })).body
            .version,
        ).toBe(1);
      for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
        const path = '/subjects/untyped-value/versions';
        const refused = await ask('POST', path, body, { 'content-type': type });
        expect([refused.status, refused.body.error_code]).toEqual([415, 415]);
      }
      const accept = 'text/html';
      const unacceptable = await ask('PUT', '/config', { compatibility: 'NONE' }, { accept });
      expect([unacceptable.status, unacceptable.body.error_code]).toEqual([406, 406]);
      expect((await ask('GET', '/config')).body).toEqual({ compatibilityLevel: 'BACKWARD' });
      expect((await ask('GET', '/subjects/untyped-value/versions')).status).toBe(404);
    });

    it('for no address, or by another method, are told so in the dialect [dialect 404, 405]', async () => {
      const lost = await ask('GET', '/subjects/a/versions/1/nothing');
      expect([lost.status, lost.body.error_code]).toEqual([404, 404]);
      for (const [method, path, allow] of [
        ['PATCH', '/subjects/a', 'DELETE, POST'],
        ['PUT', '/schemas/ids/1', 'GET'],
        ['POST', '/contexts/x/schemas/types', 'GET'],
        ['DELETE', '/v1/metadata/id', 'GET'],
      ] as const) {
        const refused = await ask(method, path);
        expect([path, refused.status, refused.body.error_code]).toEqual([path, 405, 405]);
        expect(refused.headers.get('allow')).toBe(allow);
      }
      expect((await ask('PATCH', '/v1/contracts')).body).toMatchObject({
        code: 'METHOD_NOT_ALLOWED',
      });
    });

    it('that cannot be read, or ask too much, are refused by name [dialect 400, 42208, 42209]', async () => {
      expect((await ask('POST', '/subjects/a/versions', '{')).body.error_code).toBe(400);
      expect((await ask('GET', '/subjects?limit=x')).body.error_code).toBe(400);
      expect((await register('%00', text)).body.error_code).toBe(42208);
      expect((await register(encodeURIComponent(':.__GLOBAL:x'), text)).body.error_code).toBe(
        42208,
      );
      const large = { title: 'x'.repeat(600_000) };
      expect((await register('large-value', large)).body.error_code).toBe(42209);
    });
  });
});

describe('a registry that speaks as Confluent 7 did', () => {
  it('says 409 where Confluent 8 says 40901 [dialect 409]', async () => {
    const concordat = await startConcordat({ CONCORDAT_CONFLICT_CODE: '409' });
    try {
      const ask = asking(() => concordat.registryUrl);
      const path = '/subjects/seven-value/versions';
      await ask('POST', path, jsonSchema(text));
      const refused = await ask('POST', path, jsonSchema(stricter));
      expect([refused.status, refused.body.error_code]).toEqual([409, 409]);
    } finally {
      await concordat.stop();
    }
  }, 90_000);
});
