import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aContract, asking, jsonSchema } from '../../support/ask.js';
import { eventually } from '../../support/eventually.js';
import { openDatabase } from '../../support/open-database.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

interface Result {
  kind: string;
  name: string;
  version: number;
  type: string;
  matches: { in: string; text: string; path?: string; at: [number, number][] }[];
}

describe('searching the registry', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  const register = (subject: string, body: object) =>
    ask('POST', `/subjects/${encodeURIComponent(subject)}/versions`, body);
  const search = async (q: string, rest = '') =>
    (await ask('GET', `/v1/search?q=${encodeURIComponent(q)}${rest}`)).body as {
      total: number;
      isTotalCut: boolean;
      results: Result[];
    };
  const names = async (q: string, rest = '') =>
    (await search(q, rest)).results.map(({ name }) => name);
  /** What is highlighted, as `where: text`. */
  const marked = ({ matches }: Result) =>
    matches.flatMap(({ in: where, path, text, at }) =>
      at.map(([start, end]) => `${where} ${path ?? ''}: ${text.slice(start, end)}`),
    );

  beforeAll(async () => {
    concordat = await startConcordat();
    await register(
      'shop.refund-issued-value',
      jsonSchema(
        {
          title: 'Refund issued',
          description: 'Money goes back to the customer.',
          type: 'object',
          properties: {
            customerEmail: { type: 'string', 'confluent:tags': ['PII'] },
            lines: {
              type: 'array',
              items: { properties: { unitPrice: { description: 'Before tax, in cents.' } } },
            },
          },
        },
        { metadata: { properties: { owner: 'payments' }, tags: { '**.lines': ['LEDGER'] } } },
      ),
    );
    await register('shop.parcel-value', {
      schema: JSON.stringify({
        type: 'record',
        name: 'Parcel',
        doc: 'What a courier carries; a refund may follow.',
        fields: [
          { name: 'trackingCode', type: 'string', doc: 'Given by the courier.' },
          {
            name: 'stops',
            type: {
              type: 'array',
              items: { type: 'record', name: 'Stop', fields: [{ name: 'depot', type: 'string' }] },
            },
          },
        ],
      }),
    });
    await register('shop.invoice-value', {
      schemaType: 'PROTOBUF',
      schema: `syntax = "proto3";
package shop;
import "confluent/meta.proto";
// An invoice, never changed once it is sent.
message Invoice {
  // Whom the dunning letter reaches.
  string recipient = 1 [(confluent.field_meta).tags = "PII"];
  message Line { string sku_code = 1; }
  repeated Line lines = 2;
}
message Unused { string hidden_gem = 1; }`,
    });
    await ask(
      'POST',
      '/v1/contracts',
      aContract('shop.order-shipped', {
        name: 'Order shipped',
        owner: { team: 'logistics' },
        description: { purpose: 'Starts the delivery promise.' },
        tags: ['checkout'],
        fields: { '/orderId': { classification: 'internal.reference' } },
      }),
    );
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('finds by every word, whole or begun, in names, titles, prose, fields, tags and owners', async () => {
    for (const [q, name] of [
      ['refund-iss', 'shop.refund-issued-value'],
      ['goes back', 'shop.refund-issued-value'],
      ['customerEmail', 'shop.refund-issued-value'],
      ['email', 'shop.refund-issued-value'],
      ['unit cents', 'shop.refund-issued-value'],
      ['LEDGER', 'shop.refund-issued-value'],
      ['payments', 'shop.refund-issued-value'],
      ['depot', 'shop.parcel-value'],
      ['trackingCode', 'shop.parcel-value'],
      ['tracking', 'shop.parcel-value'],
      ['skuCode', 'shop.invoice-value'],
      ['gem', 'shop.invoice-value'],
      ['logistics', 'shop.order-shipped'],
      ['promise', 'shop.order-shipped'],
      ['checkout', 'shop.order-shipped'],
      ['internal', 'shop.order-shipped'],
    ] as const)
      expect([q, await names(q)]).toEqual([q, [name]]);
    expect(await names('refund parcel')).toEqual(['shop.parcel-value']);
    expect((await names('pii')).sort()).toEqual(['shop.invoice-value', 'shop.refund-issued-value']);
    expect(await search('nowhere')).toEqual({ total: 0, isTotalCut: false, results: [] });
  });

  it('puts a name before a title before a field before prose', async () => {
    await register('rank-prose', jsonSchema({ description: 'walrus' }));
    await register('rank-field', jsonSchema({ properties: { walrus: {} } }));
    await register('rank-title', jsonSchema({ title: 'walrus' }));
    await register('rank-walrus', jsonSchema({ type: 'object' }));
    await register('walrus', jsonSchema({ type: 'string' }));
    expect(await names('walrus')).toEqual([
      'walrus',
      'rank-walrus',
      'rank-title',
      'rank-field',
      'rank-prose',
    ]);
  });

  it('says where it was found, to the letter', async () => {
    const [refund] = (await search('unit tax ref')).results;
    expect(refund && marked(refund)).toEqual([
      'name : refund',
      'title : Refund',
      'field /lines/*/unitPrice: unitPrice',
      'description /lines/*/unitPrice: tax',
    ]);
  });

  it('finds comments of .proto texts, which the canonical text drops', async () => {
    const [invoice] = (await search('dunning')).results;
    expect(invoice && marked(invoice)).toEqual(['description /Invoice/recipient: dunning']);
    expect(await names('never changed')).toEqual(['shop.invoice-value']);
    const { body } = await ask('GET', '/subjects/shop.invoice-value/versions/1');
    expect(body.schema).not.toContain('dunning');
    await ask(
      'POST',
      '/v1/contracts',
      aContract('letters.reminder', {
        schema: {
          format: 'protobuf',
          definition:
            'syntax = "proto3";\n// Sent once a month.\nmessage Reminder {\n  // Of days overdue.\n  int32 age = 1;\n}',
        },
      }),
    );
    expect(await names('overdue month')).toContain('letters.reminder');
    const { text } = await ask('GET', '/catalog/v1/events/letters.reminder');
    expect(text).toContain('Of days overdue.');
  });

  it('narrows by kind, type, context, owner and tag', async () => {
    await register(':.other:shop.elsewhere-value', jsonSchema({ type: 'object' }));
    expect(await names('shop', '&kind=contract')).toEqual(['shop.order-shipped']);
    expect(await names('shop', '&type=AVRO')).toEqual(['shop.parcel-value']);
    expect(await names('shop', '&type=PROTOBUF')).toEqual(['shop.invoice-value']);
    expect(await names('shop', '&context=.other')).toEqual([':.other:shop.elsewhere-value']);
    expect(await names('shop', '&owner=payments')).toEqual(['shop.refund-issued-value']);
    expect(await names('shop', '&tag=PII&type=JSON')).toEqual(['shop.refund-issued-value']);
  });

  it('follows registrations and deletions, of the newest version only', async () => {
    const permissive = { compatibility: 'NONE' };
    await ask('PUT', '/config/moving', permissive);
    await register('moving', jsonSchema({ properties: { zebra: {} } }));
    await register('moving', jsonSchema({ properties: { okapi: {} } }));
    expect(await names('zebra')).toEqual([]);
    expect(await search('okapi')).toMatchObject({ results: [{ name: 'moving', version: 2 }] });
    await ask('DELETE', '/subjects/moving/versions/2');
    expect(await names('okapi')).toEqual([]);
    expect(await search('zebra')).toMatchObject({ results: [{ name: 'moving', version: 1 }] });
    await ask('DELETE', '/subjects/moving');
    expect(await names('zebra')).toEqual([]);
    await register('moving', jsonSchema({ properties: { zebra: {} } }));
    expect(await search('zebra')).toMatchObject({ results: [{ name: 'moving', version: 3 }] });
    await ask('DELETE', '/subjects/moving');
    await ask('DELETE', '/subjects/moving?permanent=true');
    expect(await names('moving')).toEqual([]);
  });

  it('is told nothing by a registration that is refused, or only tried', async () => {
    await register('firm', jsonSchema({ properties: { id: { type: 'string' } } }));
    const refused = await register(
      'firm',
      jsonSchema({ properties: { id: { const: 1 } }, title: 'gnu' }),
    );
    expect(refused.status).toBe(409);
    await ask('POST', '/v1/contracts?dryRun=true', aContract('gnu.tried'));
    expect(await names('gnu')).toEqual([]);
  });

  it('no longer finds a contract that is retired', async () => {
    await ask('POST', '/v1/contracts', aContract('ibex.seen'));
    expect(await names('ibex', '&kind=contract')).toEqual(['ibex.seen']);
    await ask('POST', '/v1/contracts', aContract('ibex.seen', { status: 'retired' }));
    expect(await names('ibex', '&kind=contract')).toEqual([]);
  });

  it('answers page by page', async () => {
    for (const at of [1, 2, 3, 4, 5]) await register(`yak-${at}`, jsonSchema({ title: `y${at}` }));
    const first = await search('yak', '&limit=2');
    expect(first).toMatchObject({ total: 5, results: [{ name: 'yak-1' }, { name: 'yak-2' }] });
    expect(await names('yak', '&limit=2&offset=4')).toEqual(['yak-5']);
    expect(await names('yak', '&offset=9')).toEqual([]);
  });

  it('finds after a restart what was registered before there was a search', async () => {
    await concordat.stop();
    const database = await openDatabase(concordat.databaseUrl);
    await database.query('DELETE FROM search_entries');
    await database.query('DELETE FROM schema_descriptions');
    await database.destroy();
    concordat = await startConcordat({ DATABASE_URL: concordat.databaseUrl });
    await eventually(async () => {
      expect(await names('goes back')).toEqual(['shop.refund-issued-value']);
      expect(await names('promise')).toEqual(['shop.order-shipped']);
    });
  }, 60_000);

  it('refuses a question without a word, one too long, and filters that are none', async () => {
    const refusal = async (query: string) => (await ask('GET', `/v1/search${query}`)).status;
    for (const query of ['', '?q=', '?q=%21%21', `?q=${'a'.repeat(201)}`, `?q=${'a+'.repeat(11)}`])
      expect([query, await refusal(query)]).toEqual([query, 422]);
    for (const query of ['?q=a&kind=topic', '?q=a&type=XML'])
      expect([query, await refusal(query)]).toEqual([query, 422]);
    for (const query of ['?q=a&limit=x', '?q=a&offset=-1'])
      expect([query, await refusal(query)]).toEqual([query, 400]);
    expect(await refusal(`?q=${'a'.repeat(200)}`)).toBe(200);
    expect(await refusal(`?q=${'a+'.repeat(10)}`)).toBe(200);
    expect(await refusal('?q=a%00b&owner=%00&tag=%00')).toBe(200);
    expect(await names("x' | 'a")).toEqual([]);
  });
});
