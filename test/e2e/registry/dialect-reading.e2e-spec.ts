import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking, jsonSchema } from '../../support/ask.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const text = { type: 'object', properties: { id: { type: 'string' } } };
const looser = { type: 'object', properties: { id: {} } };
const qualified = encodeURIComponent;

describe('reading through the Confluent dialect', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  const register = (subject: string, schema: unknown, rest: object = {}) =>
    ask('POST', `/subjects/${subject}/versions`, jsonSchema(schema, rest));
  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat?.stop());

  describe('subjects', () => {
    it('are listed by prefix, context and page, deleted ones when asked for [dialect GET /subjects ?subjectPrefix ?deleted ?deletedOnly ?offset ?limit]', async () => {
      for (const name of ['list-a', 'list-b', 'list-c']) await register(name, text);
      await register(qualified(':.shelf:list-a'), text);
      await ask('DELETE', '/subjects/list-b');
      const list = async (query: string) => (await ask('GET', `/subjects?${query}`)).body;
      expect(await list('subjectPrefix=list-')).toEqual(['list-a', 'list-c']);
      expect(await list('subjectPrefix=:*:list-')).toEqual(['list-a', 'list-c', ':.shelf:list-a']);
      expect(await list('')).toContain(':.shelf:list-a');
      expect(await list('subjectPrefix=:.shelf:')).toEqual([':.shelf:list-a']);
      expect(await list('subjectPrefix=list-&deleted=true')).toEqual([
        'list-a',
        'list-b',
        'list-c',
      ]);
      expect(await list('subjectPrefix=list-&deletedOnly=true')).toEqual(['list-b']);
      expect(await list('subjectPrefix=list-&offset=1&limit=1')).toEqual(['list-c']);
      expect(await list('subjectPrefix=list-&limit=-1')).toHaveLength(2);
    });

    it('are found by the metadata of a version, the newest first [dialect GET /subjects/{s}/metadata ?key ?deleted, 40401, 40403, 422]', async () => {
      const owned = (owner: string, tier: string) => ({
        metadata: { properties: { owner, tier } },
      });
      await register('meta-value', text, owned('a', '1'));
      await register('meta-value', text, owned('a', '2'));
      await register('meta-value', text, owned('b', '2'));
      const find = async (query: string) =>
        (await ask('GET', `/subjects/meta-value/metadata?${query}`)).body;
      expect(await find('key=owner&value=a')).toMatchObject({
        subject: 'meta-value',
        version: 2,
        id: expect.any(Number),
        schema: JSON.stringify(text),
        ...owned('a', '2'),
      });
      expect(await find('key=tier&value=2')).toMatchObject({ version: 3 });
      expect(await find('key=owner&value=a&key=tier&value=1')).toMatchObject({ version: 1 });
      expect(await find('key=owner&value=nobody')).toEqual({
        error_code: 40403,
        message: 'Schema not found',
      });
      await ask('DELETE', '/subjects/meta-value/versions/2');
      expect(await find('key=owner&value=a')).toMatchObject({ version: 1 });
      expect(await find('key=owner&value=a&deleted=true')).toMatchObject({ version: 2 });
      expect((await ask('GET', '/subjects/nobody/metadata?key=a&value=b')).body.error_code).toBe(
        40401,
      );
      for (const query of ['', 'key=a', 'value=a', 'key=a&key=b&value=c'])
        expect((await find(query)).error_code).toBe(422);
    });
  });

  describe('versions', () => {
    it('are numbers, deleted ones hidden, shown, alone or negative [dialect GET /subjects/{s}/versions ?deleted ?deletedOnly ?deletedAsNegative ?offset ?limit, 40401]', async () => {
      for (const title of ['a', 'b', 'c']) await register('numbers-value', { ...text, title });
      await ask('DELETE', '/subjects/numbers-value/versions/2');
      const list = async (query: string) =>
        (await ask('GET', `/subjects/numbers-value/versions?${query}`)).body;
      expect(await list('')).toEqual([1, 3]);
      expect(await list('deleted=true')).toEqual([1, 2, 3]);
      expect(await list('deletedOnly=true')).toEqual([2]);
      expect(await list('deletedAsNegative=true')).toEqual([1, -2, 3]);
      expect(await list('deleted=true&offset=1&limit=1')).toEqual([2]);
      expect((await ask('GET', '/subjects/none/versions')).body.error_code).toBe(40401);
    });

    it('answer all that is known of them and nothing that is empty [dialect GET /subjects/{s}/versions/{v} ?deleted, GET /subjects/{s}/versions/{v}/schema ?deleted, not-empty, 40402]', async () => {
      const made = await register('one-value', text);
      const path = '/subjects/one-value/versions/1';
      const found = await ask('GET', path);
      expect(found.body).toEqual({
        subject: 'one-value',
        version: 1,
        id: made.body.id,
        guid: made.body.guid,
        schemaType: 'JSON',
        schema: JSON.stringify(text),
        ts: expect.any(Number),
      });
      expect((await ask('GET', `${path}/schema`)).text).toBe(JSON.stringify(text));
      await register('one-value', looser);
      await ask('DELETE', path);
      expect((await ask('GET', path)).body.error_code).toBe(40402);
      expect((await ask('GET', `${path}/schema`)).body.error_code).toBe(40402);
      expect((await ask('GET', `${path}?deleted=true`)).body.deleted).toBe(true);
      expect((await ask('GET', `${path}/schema?deleted=true`)).text).toBe(JSON.stringify(text));
    });

    it('are a number, latest or -1, and nothing else [dialect 42202]', async () => {
      await register('latest-value', text);
      for (const version of ['1', 'latest', 'Latest', '-1'])
        expect((await ask('GET', `/subjects/latest-value/versions/${version}`)).body.version).toBe(
          1,
        );
      for (const version of ['0', '-2', '2147483648', 'newest', '1.0'])
        expect((await ask('GET', `/subjects/latest-value/versions/${version}`)).body).toEqual({
          error_code: 42202,
          message: `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
        });
    });

    it('say who refers to them, page by page [dialect GET /subjects/{s}/versions/{v}/referencedby ?deleted ?offset ?limit]', async () => {
      await register('target-value', text);
      const references = [{ name: 't', subject: 'target-value', version: 1 }];
      const ids: number[] = [];
      for (const name of ['from-a', 'from-b', 'from-c'])
        ids.push((await register(name, { title: name, $ref: 't' }, { references })).body.id);
      await ask('DELETE', '/subjects/from-b');
      const by = async (query: string) =>
        (await ask('GET', `/subjects/target-value/versions/latest/referencedby?${query}`)).body;
      expect(await by('')).toEqual([ids[0], ids[2]]);
      expect(await by('deleted=true')).toEqual(ids);
      expect(await by('offset=1&limit=1')).toEqual([ids[2]]);
    });

    it('name their references for every context when asked to [dialect GET /subjects/{s}/versions/{v} ?referenceFormat, GET /schemas/ids/{id} ?referenceFormat]', async () => {
      await register(qualified(':.far:part-value'), text);
      const references = [{ name: 'p', subject: 'part-value', version: 1 }];
      const made = await register(qualified(':.far:whole-value'), { $ref: 'p' }, { references });
      const path = `/subjects/${qualified(':.far:whole-value')}/versions/1`;
      expect((await ask('GET', path)).body.references).toEqual(references);
      const everywhere = [{ name: 'p', subject: ':.far:part-value', version: 1 }];
      for (const address of [path, `/contexts/far/schemas/ids/${made.body.id}`])
        expect((await ask('GET', `${address}?referenceFormat=qualified`)).body.references).toEqual(
          everywhere,
        );
    });
  });

  describe('schemas', () => {
    it('are listed whole, by prefix, rule, page and newest only [dialect GET /schemas ?subjectPrefix ?deleted ?latestOnly ?ruleType ?offset ?limit]', async () => {
      const rule = (type: string) => ({
        ruleSet: {
          domainRules: [{ name: 'r', kind: 'CONDITION', mode: 'WRITE', type, expr: 'x' }],
        },
      });
      await register('whole-a', text);
      await register('whole-a', text, rule('CEL'));
      await register('whole-b', text, rule('JSONATA'));
      const list = async (query: string) =>
        (await ask('GET', `/schemas?subjectPrefix=whole-&${query}`)).body.map(
          (each: { subject: string; version: number }) => `${each.subject} ${each.version}`,
        );
      expect(await list('')).toEqual(['whole-a 1', 'whole-a 2', 'whole-b 1']);
      expect(await list('latestOnly=true')).toEqual(['whole-a 2', 'whole-b 1']);
      expect(await list('ruleType=CEL')).toEqual(['whole-a 2']);
      expect(await list('ruleType=CEL&ruleType=JSONATA')).toEqual(['whole-a 2', 'whole-b 1']);
      expect(await list('ruleType=NONE')).toEqual([]);
      expect(await list('offset=1&limit=1')).toEqual(['whole-a 2']);
      await ask('DELETE', '/subjects/whole-b');
      expect(await list('latestOnly=true')).toEqual(['whole-a 2']);
      expect(await list('latestOnly=true&deleted=true')).toEqual(['whole-a 2', 'whole-b 1']);
      const [first] = (await ask('GET', '/schemas?subjectPrefix=whole-a')).body;
      expect(first).toMatchObject({ guid: expect.any(String), schema: JSON.stringify(text) });
    });

    it('are listed with the subjects that stand for theirs [dialect GET /schemas ?aliases]', async () => {
      await register('aliased-real', text);
      await ask('PUT', '/config/nick-name', { alias: 'aliased-real' });
      const list = async (query: string) => (await ask('GET', `/schemas?${query}`)).body;
      expect(await list('subjectPrefix=aliased-&aliases=true')).toMatchObject([
        { subject: 'aliased-real', aliases: ['nick-name'] },
      ]);
      expect(await list('subjectPrefix=nick-&aliases=true')).toMatchObject([
        { subject: 'aliased-real', aliases: ['nick-name'] },
      ]);
      expect(await list('subjectPrefix=nick-')).toEqual([]);
      expect((await list('subjectPrefix=aliased-'))[0]).not.toHaveProperty('aliases');
      await ask('DELETE', '/config/nick-name');
    });

    it('have an id, in a context or in whichever has it [dialect GET /schemas/ids/{id} ?subject ?fetchMaxId, GET /schemas/ids/{id}/schema ?subject, fall-through]', async () => {
      const inDefault = await register('ids-value', { type: 'string', title: 'default' });
      // Ids of a new context start at 1; go beyond those of the default one.
      let last = 0;
      while (last <= inDefault.body.id + 5) {
        const schema = { title: 'deep', maxLength: 900 + last };
        last = (await register(qualified(':.deep:ids-value'), schema)).body.id;
      }
      const found = await ask('GET', `/schemas/ids/${last}`);
      expect(found.body.schema).toContain('deep');
      expect(
        (await ask('GET', `/schemas/ids/1?subject=${qualified(':.deep:')}`)).body.schema,
      ).toContain('deep');
      expect(
        (await ask('GET', `/schemas/ids/1/schema?subject=${qualified(':.deep:x')}`)).text,
      ).toContain('deep');
      expect((await ask('GET', '/contexts/deep/schemas/ids/1')).body.schema).toContain('deep');
      const max = await ask('GET', '/contexts/deep/schemas/ids/1?fetchMaxId=true');
      expect(max.body.maxId).toBe(last);
      expect(found.body).not.toHaveProperty('maxId');
      expect((await ask('GET', '/schemas/ids/987654')).body).toEqual({
        error_code: 40403,
        message: 'Schema 987654 not found',
      });
      expect((await ask('GET', '/schemas/ids/987654/schema')).body.error_code).toBe(40403);
    });

    it('tell who uses them [dialect GET /schemas/ids/{id}/subjects ?subject ?deleted ?offset ?limit, GET /schemas/ids/{id}/versions ?subject ?deleted ?offset ?limit, same-content]', async () => {
      const shared = { type: 'string', title: 'shared' };
      const { id } = (await register('uses-a', shared)).body;
      expect((await register('uses-b', shared)).body.id).toBe(id);
      await register(qualified(':.users:uses-c'), shared);
      const path = `/schemas/ids/${id}`;
      expect((await ask('GET', `${path}/subjects`)).body).toEqual(['uses-a', 'uses-b']);
      expect((await ask('GET', `${path}/subjects?offset=1&limit=1`)).body).toEqual(['uses-b']);
      expect((await ask('GET', `${path}/versions?offset=1&limit=1`)).body).toEqual([
        { subject: 'uses-b', version: 1 },
      ]);
      await ask('DELETE', '/subjects/uses-a');
      expect((await ask('GET', `${path}/subjects`)).body).toEqual(['uses-b']);
      expect((await ask('GET', `${path}/subjects?deleted=true`)).body).toEqual([
        'uses-a',
        'uses-b',
      ]);
      expect((await ask('GET', `${path}/versions?deleted=true`)).body).toHaveLength(2);
      const far = `subject=${qualified(':.users:')}`;
      expect((await ask('GET', `/schemas/ids/1/subjects?${far}`)).body).toEqual([':.users:uses-c']);
      expect((await ask('GET', `/schemas/ids/1/versions?${far}`)).body).toEqual([
        { subject: ':.users:uses-c', version: 1 },
      ]);
    });

    it('have a guid that is the same in every context [dialect GET /schemas/guids/{guid}, GET /schemas/guids/{guid}/ids, guid]', async () => {
      const schema = { type: 'string', title: 'everywhere' };
      const here = (await register('guid-value', schema)).body;
      const there = (await register(qualified(':.guids:guid-value'), schema)).body;
      expect(there.guid).toBe(here.guid);
      expect((await ask('GET', `/schemas/guids/${here.guid}`)).body.schema).toBe(here.schema);
      expect((await ask('GET', `/schemas/guids/${here.guid}/ids`)).body).toEqual([
        { context: '.', id: here.id },
        { context: '.guids', id: 1 },
      ]);
      expect((await ask('GET', '/schemas/guids/none')).body.error_code).toBe(40403);
    });

    it('names of languages and of the server are told [dialect GET /schemas/types, GET /v1/metadata/id, GET /v1/metadata/version, GET /v1/metadata/deployment, POST /]', async () => {
      expect((await ask('GET', '/schemas/types')).body).toEqual(
        expect.arrayContaining(['JSON', 'AVRO']),
      );
      expect((await ask('GET', '/v1/metadata/id')).body).toEqual({
        scope: {
          path: [],
          clusters: { 'kafka-cluster': '', 'schema-registry-cluster': 'concordat' },
        },
        id: '',
      });
      expect((await ask('GET', '/v1/metadata/version')).body).toMatchObject({
        version: expect.any(String),
        commitId: expect.any(String),
      });
      expect((await ask('GET', '/v1/metadata/deployment')).body.attributes).toContain('postgresql');
      expect((await ask('POST', '/')).body).toEqual({});
    });
  });

  describe('contexts', () => {
    it('are named by path or by subject, and listed [dialect GET /contexts ?contextPrefix ?offset ?limit, contexts]', async () => {
      for (const context of ['red', 'rose']) {
        await ask('POST', `/contexts/${context}/subjects/c-value/versions`, jsonSchema(text));
        expect(
          (await ask('GET', `/subjects/${qualified(`:.${context}:c-value`)}/versions`)).body,
        ).toEqual([1]);
      }
      expect((await ask('GET', '/contexts?contextPrefix=.r')).body).toEqual(['.red', '.rose']);
      expect((await ask('GET', '/contexts?contextPrefix=.r&offset=1&limit=1')).body).toEqual([
        '.rose',
      ]);
      const at = (method: string, path: string, body?: unknown) =>
        ask(method, `/contexts/.red${path}`, body);
      expect((await at('GET', '/subjects')).body).toEqual([':.red:c-value']);
      expect((await at('GET', '/schemas')).body).toHaveLength(1);
      expect((await at('POST', '/subjects/c-value', jsonSchema(text))).body.version).toBe(1);
      expect(
        (await at('POST', '/compatibility/subjects/c-value/versions', jsonSchema(looser))).body,
      ).toEqual({ is_compatible: true });
      expect((await at('PUT', '/config', { compatibility: 'FULL' })).status).toBe(200);
      expect((await ask('GET', `/config/${qualified(':.red:')}`)).body).toEqual({
        compatibilityLevel: 'FULL',
      });
      expect((await at('GET', '/config/c-value?defaultToGlobal=true')).body).toEqual({
        compatibilityLevel: 'FULL',
      });
      expect((await at('PUT', '/mode/c-value', { mode: 'READONLY' })).status).toBe(200);
      expect((await ask('GET', `/mode/${qualified(':.red:c-value')}`)).body.mode).toBe('READONLY');
    });

    it('bare names are looked for in every context, qualified ones in theirs [dialect fall-through]', async () => {
      await register(qualified(':.hidden:only-there'), text, {
        metadata: { properties: { a: '1' } },
      });
      expect((await ask('GET', '/subjects/only-there/versions/latest')).body.subject).toBe(
        ':.hidden:only-there',
      );
      const looked = await ask(
        'POST',
        '/subjects/only-there',
        jsonSchema(text, { metadata: { properties: { a: '1' } } }),
      );
      expect(looked.body.subject).toBe(':.hidden:only-there');
      expect((await ask('GET', '/subjects/only-there/metadata?key=a&value=1')).body.version).toBe(
        1,
      );
      expect((await ask('GET', '/subjects/only-there/versions')).body.error_code).toBe(40401);
      expect(
        (await ask('GET', `/subjects/${qualified(':.other:only-there')}/versions/1`)).body
          .error_code,
      ).toBe(40401);
    });

    it('go when they are empty, and come back with what is registered [dialect DELETE /contexts/{ctx}, 42211]', async () => {
      await register(qualified(':.gone:c-value'), text);
      await ask('PUT', `/config/${qualified(':.gone:')}`, { compatibility: 'NONE' });
      expect((await ask('DELETE', '/contexts/.gone')).body).toEqual({
        error_code: 42211,
        message: "The specified context '.gone' is not empty.",
      });
      await ask('DELETE', `/subjects/${qualified(':.gone:c-value')}`);
      expect((await ask('DELETE', '/contexts/.gone')).body.error_code).toBe(42211);
      await ask('DELETE', `/subjects/${qualified(':.gone:c-value')}?permanent=true`);
      expect((await ask('GET', '/contexts')).body).toContain('.gone');
      const gone = await ask('DELETE', '/contexts/.gone');
      expect([gone.status, gone.text]).toEqual([204, '']);
      expect((await ask('GET', '/contexts')).body).not.toContain('.gone');
      expect((await ask('GET', `/config/${qualified(':.gone:')}`)).body.error_code).toBe(40408);
      expect((await ask('DELETE', '/contexts/.never')).status).toBe(204);
      expect((await register(qualified(':.gone:c-value'), looser)).body.id).toBe(2);
      expect((await ask('GET', '/contexts')).body).toContain('.gone');
    });
  });
});
