import { SchemaRegistryClient } from '@confluentinc/schemaregistry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking, jsonSchema } from '../../support/ask.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const closed = (required: readonly string[] = []) =>
  jsonSchema({ type: 'object', properties: { a: { type: 'string' } }, required });

describe('associations of topics and subjects in the Confluent dialect', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  const resource = (name: string, associations: readonly object[], rest: object = {}) => ({
    ...{ resourceName: name, resourceNamespace: 'lkc-1', resourceId: `id-${name}` },
    ...{ resourceType: 'topic', associations, ...rest },
  });
  const create = (name: string, associations: readonly object[], query = '') =>
    ask('POST', `/associations${query}`, resource(name, associations));
  const change = (name: string, associations: readonly object[], query = '') =>
    ask('PUT', `/associations/resources/id-${name}${query}`, resource(name, associations));
  const end = (name: string, query = '') =>
    ask('DELETE', `/associations/resources/id-${name}${query}`);
  const given = (subject: string, schema: object = closed()) =>
    ask('POST', `/subjects/${subject}/versions`, schema);
  const code = async (reply: ReturnType<typeof ask>) => (await reply).body.error_code;
  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('bind a topic to subjects, a schema that comes with one registered first [dialect POST /associations ?dryRun, GET /associations/resources/{id} ?associationType]', async () => {
    await given('bound-key');
    const wishes = [
      { associationType: 'key', subject: 'bound-key' },
      { associationType: 'value', schema: closed() },
    ];
    const tried = await create('bound', wishes, '?dryRun=true');
    expect(tried.body.associations).toHaveLength(2);
    expect((await ask('GET', '/associations/resources/id-bound')).body).toEqual([]);
    const made = await create('bound', wishes);
    expect([made.status, made.body]).toEqual([
      200,
      {
        ...resource('bound', []),
        associations: [
          { subject: 'bound-key', associationType: 'key', lifecycle: 'WEAK', frozen: false },
          {
            subject: ':.lkc-1:bound-value',
            ...{ associationType: 'value', lifecycle: 'STRONG', frozen: false },
            schema: expect.objectContaining({ version: 1, schemaType: 'JSON' }),
          },
        ],
      },
    ]);
    expect((await create('bound', wishes)).body).toEqual(made.body);
    const found = await ask('GET', '/associations/resources/id-bound?associationType=value');
    expect(found.body).toEqual([
      {
        ...{ guid: expect.any(String), resourceName: 'bound', resourceNamespace: 'lkc-1' },
        ...{ resourceId: 'id-bound', resourceType: 'topic', subject: ':.lkc-1:bound-value' },
        ...{ associationType: 'value', lifecycle: 'STRONG', frozen: false },
      },
    ]);
  });

  it('are found by subject, id and name, filtered and in pages [dialect GET /associations/subjects/{s} ?resourceType ?associationType ?lifecycle ?offset ?limit, GET /associations/resources/{id} ?resourceType ?lifecycle ?offset ?limit, GET /associations/resources/{namespace}/{name} ?resourceType ?associationType ?lifecycle ?offset ?limit]', async () => {
    await given('shared');
    for (const name of ['found-a', 'found-b']) await create(name, [{ subject: 'shared' }]);
    const names = async (path: string) =>
      (await ask('GET', path)).body.map((each: { resourceName: string }) => each.resourceName);
    for (const path of ['subjects/shared', 'resources/id-found-a', 'resources/lkc-1/found-a']) {
      const all = path === 'subjects/shared' ? ['found-a', 'found-b'] : ['found-a'];
      const at = `/associations/${path}`;
      expect(await names(at)).toEqual(all);
      expect(await names(`${at}?resourceType=topic&associationType=value&lifecycle=WEAK`)).toEqual(
        all,
      );
      expect(await names(`${at}?lifecycle=STRONG`)).toEqual([]);
      expect(await names(`${at}?associationType=key`)).toEqual([]);
      expect(await names(`${at}?resourceType=table`)).toEqual([]);
      expect(await names(`${at}?offset=1&limit=1`)).toEqual(all.slice(1));
      expect(await code(ask('GET', `${at}?lifecycle=LOOSE`))).toBe(42212);
      expect((await ask('GET', `${at}?limit=many`)).status).toBe(400);
    }
    expect(await names('/associations/resources/-/found-b')).toEqual(['found-b']);
    expect(await names('/associations/resources/lkc-2/found-b')).toEqual([]);
  });

  it('are changed by PUT, and bare names belong to the context asked for [dialect PUT /associations/resources/{id} ?context ?dryRun, POST /associations ?context]', async () => {
    await given(encodeURIComponent(':.elsewhere:moved'));
    const wish = { subject: 'moved', lifecycle: 'WEAK' };
    const made = await create('moved', [wish], '?context=.elsewhere');
    expect(made.body.associations[0].subject).toBe(':.elsewhere:moved');
    const strong = [{ ...wish, lifecycle: 'STRONG' }];
    expect(await code(create('moved', strong, '?context=.elsewhere'))).toBe(40903);
    const lifecycle = async () =>
      (await ask('GET', '/associations/resources/id-moved')).body[0].lifecycle;
    await change('moved', strong, '?context=.elsewhere&dryRun=true');
    expect(await lifecycle()).toBe('WEAK');
    expect((await change('moved', strong, '?context=.elsewhere')).status).toBe(200);
    expect(await lifecycle()).toBe('STRONG');
    const other = resource('moved', strong, { resourceId: 'another' });
    expect(await code(ask('PUT', '/associations/resources/id-moved', other))).toBe(42212);
  });

  it('a strong one has its subject for itself [dialect 40903, 40904, 40905, 40907]', async () => {
    await given('own');
    await given('common');
    await create('strong-a', [{ subject: 'own', lifecycle: 'STRONG' }]);
    expect(await code(create('strong-b', [{ subject: 'own' }]))).toBe(40905);
    await create('weak-a', [{ subject: 'common' }]);
    expect(await code(create('weak-b', [{ subject: 'common', lifecycle: 'STRONG' }]))).toBe(40904);
    expect(await code(change('weak-a', [{ subject: 'own' }]))).toBe(40903);
    expect(
      await code(
        ask(
          'POST',
          '/associations',
          resource('weak-a', [{ subject: 'common' }], { resourceId: 'id-again' }),
        ),
      ),
    ).toBe(40903);
    const missing = await create('empty', [{ subject: 'nowhere' }]);
    expect([missing.status, missing.body]).toEqual([
      409,
      {
        error_code: 40907,
        message: "No active (non-deleted) version exists for subject 'nowhere'",
      },
    ]);
  });

  it('a frozen one stays until its topic goes, and what belongs to the topic goes with it [dialect DELETE /associations/resources/{id} ?resourceType ?associationType ?cascadeLifecycle ?dryRun, 40410, 40908]', async () => {
    await create('frozen', [{ schema: closed(), frozen: true }]);
    const subject = encodeURIComponent(':.lkc-1:frozen-value');
    expect(await code(change('frozen', [{ frozen: false }]))).toBe(40908);
    expect(await code(change('frozen', [{ schema: closed(['a']) }]))).toBe(40908);
    expect((await change('frozen', [{ schema: closed() }])).status).toBe(200);
    expect(await code(end('frozen'))).toBe(40908);
    expect((await end('frozen', '?cascadeLifecycle=true&dryRun=true')).status).toBe(204);
    expect((await ask('GET', `/subjects/${subject}/versions`)).body).toEqual([1]);
    const query = '?resourceType=topic&associationType=value&cascadeLifecycle=true';
    expect((await end('frozen', query)).status).toBe(204);
    expect(await code(ask('GET', `/subjects/${subject}/versions?deleted=true`))).toBe(40401);
    expect(await code(end('frozen', query))).toBe(40410);
  });

  it('key and value of a topic are frozen in one request, and not one without the other', async () => {
    const both = [{ associationType: 'key' }, { associationType: 'value' }];
    const made = await create(
      'pair',
      both.map((wish) => ({ ...wish, schema: closed() })),
    );
    expect(made.status).toBe(200);
    const apart = await change('pair', [{ associationType: 'key', frozen: true }]);
    expect([apart.status, apart.body.error_code]).toEqual([422, 42212]);
    const together = await change(
      'pair',
      both.map((wish) => ({ ...wish, frozen: true })),
    );
    expect(together.status).toBe(200);
    const kept = await ask('GET', '/associations/resources/id-pair');
    expect(kept.body.map(({ frozen }: { frozen: boolean }) => frozen)).toEqual([true, true]);
  });

  it('a schema that comes with the wish makes the subject the topic’s own, unless WEAK is asked for', async () => {
    const lifecycles = async (wish: object) =>
      (await create('sent', [wish])).body.associations.map(
        (one: { lifecycle: string }) => one.lifecycle,
      );
    expect(await lifecycles({ subject: 'sent-strong', schema: closed() })).toEqual(['STRONG']);
    const weak = { subject: 'sent-weak', associationType: 'key', lifecycle: 'WEAK' };
    expect(await lifecycles({ ...weak, schema: closed() })).toEqual(['WEAK']);
  });

  it('schemas are listed by the associations of their subjects [dialect GET /schemas ?resourceType ?associationType ?lifecycle]', async () => {
    for (const subject of ['listed-key', 'listed-value', 'listed-none']) await given(subject);
    await create('listed', [
      { associationType: 'key', subject: 'listed-key', lifecycle: 'WEAK' },
      { associationType: 'value', subject: 'listed-value', lifecycle: 'STRONG' },
    ]);
    const listed = async (query: string) =>
      (await ask('GET', `/schemas?subjectPrefix=listed-${query}`)).body.map(
        ({ subject }: { subject: string }) => subject,
      );
    expect(await listed('')).toEqual(['listed-key', 'listed-none', 'listed-value']);
    expect(await listed('&resourceType=topic')).toEqual(['listed-key', 'listed-value']);
    expect(await listed('&resourceType=table')).toEqual([]);
    expect(await listed('&associationType=key')).toEqual(['listed-key']);
    expect(await listed('&associationType=key&associationType=value')).toHaveLength(2);
    expect(await listed('&lifecycle=STRONG')).toEqual(['listed-value']);
    expect(await listed('&associationType=key&lifecycle=STRONG')).toEqual([]);
    expect(await code(ask('GET', '/schemas?lifecycle=LOOSE'))).toBe(42212);
  });

  it('a weak one leaves its subject, and a subject that goes for good takes it along', async () => {
    await given('left');
    await create('left', [{ subject: 'left' }]);
    expect((await end('left', '?cascadeLifecycle=true')).status).toBe(204);
    expect((await ask('GET', '/subjects/left/versions')).body).toEqual([1]);
    await create('left', [{ subject: 'left' }]);
    await ask('DELETE', '/subjects/left');
    expect((await ask('GET', '/associations/subjects/left')).body).toHaveLength(1);
    await ask('DELETE', '/subjects/left?permanent=true');
    expect((await ask('GET', '/associations/subjects/left')).body).toEqual([]);
  });

  it('a cascade that would break a reference ends nothing', async () => {
    await create('referred', [{ schema: closed() }]);
    const name = ':.lkc-1:referred-value';
    const references = [{ name: 'r.json', subject: name, version: 1 }];
    await given('refers', jsonSchema({ $ref: 'r.json' }, { references }));
    expect(await code(end('referred', '?cascadeLifecycle=true'))).toBe(42206);
    expect((await ask('GET', '/associations/resources/id-referred')).body).toHaveLength(1);
  });

  it('a schema that breaks readers is refused, in a dry run too, and nothing is kept', async () => {
    await given('judged');
    const wish = [{ subject: 'judged', schema: closed(['a']) }];
    for (const query of ['', '?dryRun=true']) {
      const refused = await create('judged', wish, query);
      expect([refused.status, refused.body.error_code]).toEqual([409, 40901]);
    }
    expect((await ask('GET', '/associations/resources/id-judged')).body).toEqual([]);
  });

  it('each wrong member is named [dialect 42212]', async () => {
    const frozenApart = [
      { associationType: 'key', frozen: true },
      { associationType: 'value', frozen: false },
    ];
    const wrong: (readonly [string, object])[] = [
      ['resourceName', { ...resource('x', [{}]), resourceName: '' }],
      ['resourceNamespace', { ...resource('x', [{}]), resourceNamespace: 'a b' }],
      ['resourceId', { ...resource('x', [{}]), resourceId: null }],
      ['resourceId', { ...resource('x', [{}]), resourceId: 'a\u0000' }],
      ['resourceType', { ...resource('x', [{}]), resourceType: 'table' }],
      ['associations', resource('x', [])],
      ['associations', { ...resource('x', []), associations: [1] }],
      ['associationType', resource('x', [{ associationType: 'header' }])],
      ['associationType', resource('x', [{}, {}])],
      ['lifecycle', resource('x', [{ lifecycle: 'weak' }])],
      ['frozen', resource('x', [{ frozen: 'yes' }])],
      ['frozen', resource('x', frozenApart)],
      ['frozen', resource('x', [{ schema: closed(), frozen: true, lifecycle: 'WEAK' }])],
      ['subject', resource('x', [{ subject: 'other', frozen: true }])],
      ['subject', resource('x', [{ subject: 1 }])],
      ['schema', resource('x', [{ schema: 'text' }])],
      ['normalize', resource('x', [{ normalize: 1 }])],
    ];
    for (const [where, body] of wrong) {
      const answer = await ask('POST', '/associations', body);
      expect([where, answer.status, answer.body.error_code]).toEqual([where, 422, 42212]);
      expect(answer.body.message).toContain(`'${where}'`);
    }
  });

  it('are read and changed in batches, one answer each [dialect POST /associations:batchGet, POST /associations:batchMutate ?context ?dryRun, 40902, 42213]', async () => {
    await given('many');
    const mutate = (requests: readonly object[], query = '') =>
      ask('POST', `/associations:batchMutate${query}`, { requests });
    const upsert = (name: string) =>
      resource(name, [{ opType: 'UPSERT', subject: 'many', lifecycle: 'WEAK' }]);
    const requests = Array.from({ length: 100 }, (_, i) => upsert(`many-${i}`));
    const dry = await mutate(requests.slice(0, 1), '?dryRun=true&context=.');
    expect([dry.status, dry.body.results[0].result.resourceName]).toEqual([207, 'many-0']);
    const done = await mutate(requests);
    expect(done.body.results).toHaveLength(100);
    expect(done.body.results.every((each: { result?: unknown }) => each.result)).toBe(true);
    expect(await code(mutate([...requests, upsert('one-more')]))).toBe(42213);
    const mixed = await mutate([
      upsert('one-more'),
      resource('many-1', [{ opType: 'DELETE' }]),
      resource('many-2', [{ opType: 'CREATE', subject: 'many', lifecycle: 'STRONG' }]),
      resource('many-3', [{ opType: 'MOVE' }]),
    ]);
    expect(
      mixed.body.results.map((each: { error?: { error_code: number } }) => each.error?.error_code),
    ).toEqual([40902, undefined, 40903, 42212]);
    const read = await ask('POST', '/associations:batchGet', {
      requests: [
        { resourceId: 'id-many-1' },
        { resourceName: 'many-2', resourceNamespace: 'lkc-1', associationTypes: ['value'] },
        {},
      ],
    });
    const [gone, kept, nameless] = read.body.results;
    expect([read.status, gone.result.associations, nameless.error.error_code]).toEqual([
      ...[207, [], 42212],
    ]);
    expect(kept.result.associations).toEqual([
      { subject: 'many', associationType: 'value', lifecycle: 'WEAK', frozen: false },
    ]);
    expect(await code(ask('POST', '/associations:batchGet', {}))).toBe(42212);
  });

  it('two topics that want one subject for themselves at once: exactly one has it', async () => {
    await given('raced');
    const wish = [{ subject: 'raced', lifecycle: 'STRONG' }];
    const all = await Promise.all(Array.from({ length: 12 }, (_, i) => create(`raced-${i}`, wish)));
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(409)]);
  });

  it('who made and ended one is in the audit, under the subject', async () => {
    await given('recorded');
    await create('recorded', [{ subject: 'recorded', lifecycle: 'WEAK' }]);
    await ask('DELETE', '/associations/resources/id-recorded');
    const { body } = await ask('GET', '/v1/audit?target=recorded');
    const deeds = (body.entries as { action: string; details: object }[]).filter(({ action }) =>
      action.startsWith('association.'),
    );
    expect(deeds.map(({ action }) => action)).toEqual([
      ...['association.dissolved', 'association.kept'],
    ]);
    expect(deeds[1]?.details).toMatchObject({
      ...{ resource: 'recorded', type: 'value', lifecycle: 'WEAK', isFrozen: false },
    });
  });

  it('the client of the dialect makes, reads and ends them', async () => {
    const client = new SchemaRegistryClient({ baseURLs: [concordat.registryUrl] });
    const made = await client.createAssociation({
      ...{ resourceName: 'client', resourceNamespace: 'lkc-1', resourceId: 'id-client' },
      associations: [{ associationType: 'value', schema: closed() }],
    });
    expect(made.associations?.[0]?.subject).toBe(':.lkc-1:client-value');
    const read = () =>
      client.getAssociationsByResourceName('client', '-', 'topic', [], null, 0, -1);
    expect((await read()).map(({ lifecycle }) => lifecycle)).toEqual(['STRONG']);
    await client.deleteAssociations('id-client', 'topic', ['value'], true);
    expect(await read()).toEqual([]);
  });
});
