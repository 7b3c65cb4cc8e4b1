import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aContract, asking } from '../support/ask.js';
import { createDatabase } from '../support/create-database.js';
import { eventually } from '../support/eventually.js';
import { openDatabase } from '../support/open-database.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

/** Behind `/a`, as no registration lets it in today; an older release, or a hand in the database, might have. */
const behind = (ref: string, more: object = {}) => ({
  type: 'object',
  properties: { a: { $ref: ref } },
  ...more,
});
const chain = (length: number) => {
  const links = Array.from({ length }, (_, i) => [`d${i}`, { $ref: `#/definitions/d${i + 1}` }]);
  const definitions = { ...Object.fromEntries(links), [`d${length}`]: { type: 'string' } };
  return behind('#/definitions/d0', { definitions });
};
const JSON_JUNK: Readonly<Record<string, unknown>> = {
  text: behind('#/junk', { junk: 'a text' }),
  number: behind('#/junk', { junk: 42 }),
  null: behind('#/junk', { junk: null }),
  list: behind('#/required', { required: ['a'] }),
  type: behind('#/junk', { junk: { type: 'nothing' } }),
  pattern: behind('#/junk', { junk: { pattern: '(' } }),
  enum: behind('#/junk', { junk: { enum: 7 } }),
  inside: behind('#/junk', { junk: { properties: 7, items: 'x', allOf: {} } }),
  ref: behind('#/junk', { junk: { $ref: 5 } }),
  itself: behind('#/properties/a'),
  circle: behind('#/x', { x: { $ref: '#/y' }, y: { $ref: '#/x' } }),
  all: { allOf: [{ $ref: '#' }] },
  missing: behind('#/definitions/none'),
  percent: behind('#/definitions/%zz', { definitions: {} }),
  half: behind('#/definitions/%', { definitions: { '%': { type: 'string' } } }),
  utf8: behind('#/definitions/%C3%28', { definitions: {} }),
  tilde: behind('#/definitions/a~2', { definitions: { 'a~2': { type: 'string' } } }),
  proto: behind('#/__proto__'),
  away: behind('http://127.0.0.1:9/x'),
  file: behind('file:///etc/passwd'),
  long: chain(900),
  array: [behind('#')],
  word: 'a text',
};
const AVRO_JUNK: Readonly<Record<string, unknown>> = {
  unknown: { type: 'record', name: 'R', fields: [{ name: 'a', type: 'Nope' }] },
  itself: { type: 'record', name: 'R', fields: [{ name: 'a', type: 'R' }] },
  number: { type: 'record', name: 'R', fields: [{ name: 'a', type: 7 }] },
  fields: { type: 'record', name: 'R', fields: 'none' },
};
const PROTO_JUNK: Readonly<Record<string, string>> = {
  import: 'syntax="proto3"; import "nope.proto"; message A { Nope a = 1; }',
  type: 'syntax="proto3"; message A { Nope a = 1; }',
  text: 'no proto at all {',
};
const forms = [
  {
    ...{ form: 'json-schema', junk: JSON_JUNK, embedded: 'json' },
    good: (name: string) => ({ type: 'object', title: name }),
  },
  {
    ...{ form: 'avro', junk: AVRO_JUNK, embedded: 'avro' },
    good: (name: string) => ({ type: 'record', name, fields: [{ name: 'a', type: 'string' }] }),
  },
  {
    ...{ form: 'protobuf', junk: PROTO_JUNK, embedded: 'protobuf' },
    good: (name: string) => `syntax="proto3"; message ${name} { string a = 1; }`,
  },
] as const;
const all = forms.flatMap(({ form, junk, good, embedded }) =>
  Object.entries(junk).map(([name, schema]) => {
    const text = form === 'protobuf' ? String(schema) : JSON.stringify(schema);
    return {
      id: `${embedded}.${name.toLowerCase()}`,
      form,
      definition: good(name),
      text,
      embedded,
    };
  }),
);

describe('a stored schema with junk behind a reference', () => {
  let concordat: StartedConcordat;
  let databaseUrl: string;
  const registry = asking(() => concordat.registryUrl);
  const gateway = asking(() => concordat.gatewayUrl);
  const send = (id: string, value: string, embedded = 'json') =>
    gateway('POST', `/topics/${id}`, `{"records":[{"value":${value}}]}`, {
      'content-type': `application/vnd.kafka.${embedded}.v2+json`,
    });

  beforeAll(async () => {
    databaseUrl = await createDatabase();
    concordat = await startConcordat({ DATABASE_URL: databaseUrl });
    for (const { id, form, definition } of all) {
      const schema = { format: form, definition };
      const made = await registry('POST', '/v1/contracts', aContract(id, { schema }));
      expect([id, made.status, made.text]).toEqual([id, 201, expect.anything()]);
    }
    await registry('POST', '/v1/contracts', aContract('sound'));
    await concordat.stop();
    const dataSource = await openDatabase(databaseUrl);
    for (const { id, text } of all) {
      const sql = `UPDATE schemas SET text = $2 WHERE (context, id) IN (
        SELECT context, schema_id FROM versions WHERE subject = $1)`;
      await dataSource.query(sql, [`${id}-value`, text]);
    }
    await dataSource.destroy();
    concordat = await startConcordat({ DATABASE_URL: databaseUrl });
  }, 120_000);
  afterAll(() => concordat?.stop());

  it('is a verdict at the gateway, never a bug, and keeps no other contract from being judged', async () => {
    await eventually(async () => {
      expect((await send('sound', '{"orderId":"a"}')).text).toContain('"status":"accepted"');
    }, 30_000);
    const said: [string, number, string | undefined][] = [];
    for (const { id, embedded } of all)
      for (const [value, as] of [
        ['{"a":"x"}', embedded],
        ['{"a":{"a":{}}}', embedded],
        ['"AngA"', 'binary'],
      ] as const) {
        const { status, body } = await send(id, value, as);
        const [told] = (body?.offsets ?? []) as { reason?: string }[];
        said.push([id, status, told?.reason]);
      }
    // No finite value is one, which is no fault of the schema.
    const sound = said.filter(([id]) => id !== 'avro.itself');
    expect(sound).toEqual(sound.map(([id]) => [id, 200, 'CONTRACT_UNUSABLE']));
    expect(concordat.output()).not.toContain('unexpected');
    expect((await send('sound', '{"orderId":"a"}')).text).toContain('"status":"accepted"');
  }, 120_000);

  it('is no bug to whoever looks at it, or goes on from it', async () => {
    const broken: [string, number, string][] = [];
    for (const { id, definition, form } of all) {
      const [event, contract] = [`/catalog/v1/events/${id}`, `/v1/contracts/${id}`];
      const formats = ['asyncapi', 'odcs', 'markdown', 'html', 'contract'];
      for (const path of [
        ...['', '/activity', '/examples', '/parties', '/linked', '/versions/1'].map(
          (at) => event + at,
        ),
        `${event}/field?pointer=/a`,
        ...['', '/drift', '/enforcement', '/versions'].map((at) => contract + at),
        ...formats.map((format) => `${contract}/exports/${format}`),
        `/subjects/${id}-value/versions/1`,
        `/subjects/${id}-value/versions/1/schema`,
      ]) {
        const { status, text } = await registry('GET', path);
        if (status >= 500) broken.push([path, status, text]);
      }
      const schemaType = { 'json-schema': 'JSON', avro: 'AVRO', protobuf: 'PROTOBUF' }[form];
      const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
      const versions = `/subjects/${id}-value/versions`;
      const schema = { schemaType, schema: text };
      for (const path of [`/compatibility${versions}/latest`, `/subjects/${id}-value`, versions]) {
        const { status, text: told } = await registry('POST', path, schema);
        if (status >= 500) broken.push([path, status, told]);
      }
    }
    expect(broken).toEqual([]);
  }, 120_000);
});
