import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking, jsonSchema } from '../../support/ask.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const member = (subject: string, schema: unknown, ...refersTo: string[]) => ({
  subject,
  schema: JSON.stringify(schema),
  references: refersTo.map((each) => ({ name: each, subject: each })),
});
const text = { type: 'object', properties: { street: { type: 'string' } } };
const number = { type: 'object', properties: { street: { type: 'number' } } };
const order = { type: 'object', properties: { ship: { $ref: 'address' } } };

describe('a set of schemas', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  const check = async (schemas: unknown, rest: object = {}) =>
    ask('POST', '/v1/checks', { schemas, ...rest });
  const verdicts = (body: { schemas: { subject: string; verdict: string }[] }) =>
    body.schemas.map(({ subject, verdict }) => `${subject} ${verdict}`);
  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('is judged in any order, each member beside the others, and nothing is registered', async () => {
    const set = [member('order', order, 'address'), member('address', text)];
    for (const each of [set, set.toReversed()]) {
      const { status, body } = await check(each);
      expect(status).toBe(200);
      expect(verdicts(body)).toEqual(each.map(({ subject }) => `${subject} compatible`));
      expect(body.verdict).toBe('compatible');
    }
    expect((await ask('GET', '/subjects?deleted=true')).body).toEqual([]);
    expect((await ask('GET', '/schemas')).body).toEqual([]);
  });

  it('is compared with what is registered: a change of one member breaks whoever refers to it', async () => {
    await ask('POST', '/subjects/address/versions', jsonSchema(text));
    const references = [{ name: 'address', subject: 'address', version: 1 }];
    await ask('POST', '/subjects/order/versions', jsonSchema(order, { references }));
    const { body } = await check([member('order', order, 'address'), member('address', number)]);
    expect(verdicts(body)).toEqual(['order incompatible', 'address incompatible']);
    expect(body.schemas[0].findings[0]).toMatchObject({ oldVersion: 1, severity: 'breaking' });
    expect(body.schemas[0].findings[0].witness.event).toMatch(/street/);
    const alone = { ...member('order', order), references };
    expect(verdicts((await check([alone, member('address', number)])).body)).toEqual([
      'order compatible',
      'address incompatible',
    ]);
    const relaxed = await check([member('address', number)], { mode: 'NONE' });
    expect(verdicts(relaxed.body)).toEqual(['address compatible']);
  });

  it('says which member cannot be registered, and who depends on it', async () => {
    const { body } = await check([
      member('a', { $ref: 'b' }, 'b'),
      member('b', { type: 'nothing' }),
      member('c', { $ref: 'd' }, 'd'),
      member('fine', { type: 'string' }),
    ]);
    expect(verdicts(body)).toEqual(['a invalid', 'b invalid', 'c invalid', 'fine compatible']);
    expect(body.verdict).toBe('invalid');
    expect(body.schemas[0].faults[0]).toMatchObject({
      code: 'REF_NOT_USABLE',
      message: expect.stringContaining('"b"'),
    });
    expect(body.schemas[2].faults[0].code).toBe('REF_NOT_REGISTERED');
  });

  it('names a circle', async () => {
    const { body } = await check([
      member('one', { $ref: 'two' }, 'two'),
      member('two', { $ref: 'one' }, 'one'),
    ]);
    expect(verdicts(body)).toEqual(['one invalid', 'two invalid']);
    expect(body.schemas[0].faults[0]).toMatchObject({
      code: 'SCHEMA_REFERENCE_CYCLE',
      message: expect.stringMatching(/one → two → one|two → one → two/),
    });
  });

  it('may hold Avro types that name each other', async () => {
    const type = (name: string, of: string) =>
      JSON.stringify({ type: 'record', name, fields: [{ name: 'f', type: of }] });
    const { body } = await check([
      {
        ...{ subject: 'outer', schemaType: 'AVRO', schema: type('Outer', 'Inner') },
        references: [{ name: 'Inner', subject: 'inner', version: -1 }],
      },
      { subject: 'inner', schemaType: 'AVRO', schema: type('Inner', 'int') },
    ]);
    expect(verdicts(body)).toEqual(['outer compatible', 'inner compatible']);
  });

  it('has limits, and wrong shapes are refused with the place', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => member(`m${index}`, { type: 'string' }));
    expect((await check(many(100))).status).toBe(200);
    for (const schemas of [many(101), [], {}, [1], [{}], [member('a', {}), member('a', {})]])
      expect((await check(schemas)).body).toMatchObject({ code: 'REQUEST_INVALID', status: 422 });
    expect((await check([member('%', {})], { mode: 'SIDEWAYS' })).body.code).toBe(
      'COMPATIBILITY_LEVEL_INVALID',
    );
  }, 60_000);
});
