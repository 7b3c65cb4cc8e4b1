import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { eventually } from '../support/eventually.js';
import { orderPlaced, plainContract, publish, publishInForce } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const BUDGET_BYTES = 150 * 1024;
const built = (path: string) => new URL(`../../dist/ui/${path}`, import.meta.url);

describe('what the catalog sends', () => {
  let concordat: StartedConcordat;
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${concordat.registryUrl}${path}`, { headers });
  /** As the server draws it, once it is not too busy to. */
  const drawn = (path: string) =>
    eventually(async () => {
      const html = await (await ask(path, { accept: 'text/html' })).text();
      expect(html).toContain('<div id="root" data-drawn>');
      return html;
    });
  const problemOf = async (path: string) => {
    const answer = await ask(path);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    return { http: answer.status, ...((await answer.json()) as { code: string; detail: string }) };
  };

  beforeAll(async () => {
    concordat = await startConcordat();
    await publish(concordat.registryUrl, orderPlaced());
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('the root address is {} to a registry client and a page to a browser', async () => {
    for (const accept of ['*/*', 'application/vnd.schemaregistry.v1+json', 'application/json']) {
      const answer = await ask('/', { accept });
      expect(answer.headers.get('content-type')).toBe('application/vnd.schemaregistry.v1+json');
      expect(await answer.text()).toBe('{}');
    }
    const page = await ask('/', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('vary')).toContain('Accept');
  });

  it('a page may load nothing from elsewhere and run nothing that is not its own', async () => {
    const page = await ask('/events/orders.order-placed', { accept: 'text/html' });
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await page.text()).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it('a page comes with its first view, and with the answers it was drawn from', async () => {
    for (const [path, says] of [
      ['/', 'href="/events/orders.order-placed"'],
      ['/events/orders.order-placed', '>Starts fulfilment and billing.<'],
      ['/home', 'What needs you'],
    ] as const) {
      const html = await drawn(path);
      const [, answers = ''] =
        /<script type="application\/json" id="answers">(.*?)<\/script>/s.exec(html)!;
      expect(html.replace(answers, '')).toContain(says);
      expect(JSON.parse(answers)).toContainEqual([expect.anything(), expect.anything()]);
      const dialogs = [...html.matchAll(/<dialog[^>]*>(.*?)<\/dialog>/gs)];
      expect(dialogs.map(([, inside]) => inside)).toEqual(['', '']); // What is closed nobody sees.
    }
  });

  it('of a long list the first view has what fits a screen and the room of the others, which come along as data', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `old.${String(n).padStart(2, '0')}-value`);
    for (const name of names) {
      const registered = await fetch(`${concordat.registryUrl}/subjects/${name}/versions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ schema: '"string"' }),
      });
      expect(registered.status).toBe(200);
    }
    const html = await drawn('/undescribed?q=old.');
    const [view = '', answers = ''] = html.split('<script type="application/json" id="answers">');
    const shown = names.filter((name) => view.includes(`>${name}<`));
    expect(shown).toEqual(names.slice(0, 32));
    expect(names.filter((name) => answers.includes(`"${name}"`))).toEqual(names);
    // Twenty-eight rows of 3.0625 rem.
    expect(view).toContain('{height:85.75rem}');
  });

  it('a page that is refused an answer comes empty, and the browser tells why', async () => {
    const path = '/events/orders.order-placed/diff/nonsense';
    const page = await ask(path, { accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="root"></div>');
  });

  const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

  it('an unknown address is a page to a person, drawn and helpful, and a problem to a program', async () => {
    for (const path of ['/orders/order-placd', '/order-placd/?view=text', '//[', '//a/events']) {
      const page = await ask(path, { accept: HTML });
      expect([path, page.status]).toEqual([path, 404]);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page.headers.get('etag')).toBeNull();
    }
    await eventually(async () => {
      const html = await (await ask('/order-placd', { accept: HTML })).text();
      expect(html).toContain('There is nothing here');
      expect(html).toContain('href="/events/orders.order-placed"');
    });
    for (const accept of ['*/*', 'application/json', 'application/vnd.schemaregistry.v1+json']) {
      const answer = await ask('/order-placd', { accept });
      expect(await answer.json()).toMatchObject({ status: 404, code: 'ROUTE_UNKNOWN' });
    }
  });

  it('no other method is answered by a page, and an address that takes others says which', async () => {
    const url = `${concordat.registryUrl}/order-placd`;
    const posted = await fetch(url, { method: 'POST', headers: { accept: HTML } });
    expect(await posted.json()).toMatchObject({ status: 404, code: 'ROUTE_UNKNOWN' });
    const got = await ask('/v1/checks');
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('what an address names and is not there is a page that says so, with the status of that', async () => {
    for (const path of [
      '/events/no.such-event',
      '/events/orders.order-placed?version=9',
      '/events/orders.order-placed/diff/1..9',
      '/events/orders.order-placed/field?path=/nothing',
      '/causality?id=nobody',
      '/lineage?of=event:no.such-event',
    ]) {
      await eventually(async () => {
        const page = await ask(path, { accept: HTML });
        expect([path, page.status]).toEqual([path, 404]);
        expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      });
    }
  });

  it('events are found by names that are nearly theirs', async () => {
    const near = async (name: string) =>
      (await ask(`/catalog/v1/nearest?name=${encodeURIComponent(name)}`)).json();
    expect(await near('Order_Placd')).toEqual({
      events: [{ id: 'orders.order-placed', name: 'Order placed', owner: 'orders' }],
    });
    expect(await near('wp-login.php')).toEqual({ events: [] });
    expect(await near('')).toEqual({ events: [] });
    const refused = await problemOf(`/catalog/v1/nearest?name=${'a'.repeat(201)}`);
    expect(refused).toMatchObject({ http: 400, code: 'QUERY_INVALID' });
  });

  it('of an accepted event what the schema does not declare is hidden; without events it is said why', async () => {
    const id = 'orders.order-open';
    const type = 'com.acme.open';
    await publishInForce(concordat, {
      ...plainContract(id, 'orders'),
      envelope: { spec: 'cloudevents', type },
    });
    const examples = async (): Promise<unknown> =>
      (await ask(`/catalog/v1/events/${id}/examples`)).json();
    expect(await examples()).toEqual({
      events: [],
      because: `No event of this contract is among the newest in the topic "${id}".`,
    });
    await eventually(async () => {
      const sent = await fetch(`${concordat.gatewayUrl}/events`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...{ 'ce-specversion': '1.0', 'ce-id': 'e-1', 'ce-type': type, 'ce-source': '/desk' },
        },
        body: JSON.stringify({ shelfMark: 'A 1', reader: { name: 'Ada Lovelace' } }),
      });
      expect(sent.status).toBe(200);
    });
    expect(await examples()).toMatchObject({
      events: [{ source: '/desk', version: 1, masked: { shelfMark: 'A 1', reader: '●●●' } }],
    });
    expect(await problemOf('/catalog/v1/events/no.such/examples')).toMatchObject({
      http: 404,
      code: 'EVENT_UNKNOWN',
    });
  });

  it('an event page tells how loosely its contract reads formats and enums', async () => {
    const id = 'orders.loosely-read';
    const compatibility = { formats: 'annotate', enums: 'open' };
    await publish(concordat.registryUrl, { ...plainContract(id, 'orders'), compatibility });
    const html = (await drawn(`/events/${id}`)).replaceAll('&quot;', '"');
    expect(html).toContain('A text of another form than its "format" says is accepted.');
    expect(html).toContain('A value that its "enum" does not list is accepted.');
  });

  it('what a contract says cannot end the answers of a page', async () => {
    const id = 'orders.tag-soup';
    await publish(concordat.registryUrl, {
      ...plainContract(id, 'orders'),
      description: { purpose: '</script><script>alert(1)</script><!--' },
    });
    const html = await drawn(`/events/${id}`);
    expect(html).toContain('&lt;/script&gt;&lt;script&gt;alert(1)');
    expect(html).not.toContain('<script>alert');
  });

  it('files with a hash in their name are kept for ever, the page is asked for again', async () => {
    const html = await (await ask('/', { accept: 'text/html' })).text();
    const script = /href="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
    const asset = await ask(script, { 'accept-encoding': 'br' });
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('br');
    const page = await ask('/', { accept: 'text/html' });
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const etag = page.headers.get('etag') ?? '';
    expect((await ask('/', { accept: 'text/html', 'if-none-match': etag })).status).toBe(304);
    expect(await problemOf('/assets/index-OLD.js')).toMatchObject({
      http: 404,
      code: 'ASSET_UNKNOWN',
    });
    expect(await problemOf('/assets/..%2findex.html')).toMatchObject({
      http: 404,
      code: 'ASSET_UNKNOWN',
    });
  });

  it('an unchanged answer costs no body', async () => {
    for (const path of ['/catalog/v1/events', '/catalog/v1/events/orders.order-placed']) {
      // An event that is counted in between makes it another answer.
      await eventually(async () => {
        const first = await ask(path);
        const etag = first.headers.get('etag') ?? '';
        expect(first.status).toBe(200);
        const again = await ask(path, { 'if-none-match': etag });
        expect([again.status, await again.text()]).toEqual([304, '']);
      });
    }
  });

  it('a large answer is compressed for who reads that', async () => {
    const zipped = await ask('/catalog/v1/events/orders.order-placed', {
      'accept-encoding': 'gzip',
    });
    const plain = await ask('/catalog/v1/events/orders.order-placed', {
      'accept-encoding': 'identity',
    });
    expect(await zipped.json()).toEqual(await plain.json());
    expect(plain.headers.get('content-encoding')).toBeNull();
  });

  it('pages hide no address of the registry', async () => {
    for (const path of [
      '/subjects',
      '/config',
      '/mode',
      '/contexts',
      '/v1/contracts',
      '/healthz',
    ]) {
      const answer = await ask(path, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.headers.get('content-type')).not.toContain('text/html');
    }
  });

  it.each([
    ['/catalog/v1/events?limit=0', 'QUERY_INVALID'],
    ['/catalog/v1/events?limit=201', 'QUERY_INVALID'],
    ['/catalog/v1/events?limit=x', 'QUERY_INVALID'],
    ['/catalog/v1/events?q=a&q=b', 'QUERY_INVALID'],
    [`/catalog/v1/events?q=${'a'.repeat(201)}`, 'QUERY_INVALID'],
    ['/catalog/v1/events?cursor=nonsense', 'CURSOR_UNREADABLE'],
    ['/catalog/v1/events?cursor=%00', 'CURSOR_UNREADABLE'],
    ['/catalog/v1/events/no.such', 'EVENT_UNKNOWN'],
    ['/catalog/v1/events/no%00such', 'EVENT_UNKNOWN'],
    ['/catalog/v1/events/no.such/activity', 'EVENT_UNKNOWN'],
    ['/catalog/v1/events/no%00such/activity', 'EVENT_UNKNOWN'],
    ['/catalog/v1/events/no.such/versions/1', 'EVENT_UNKNOWN'],
    ['/catalog/v1/events/__proto__', 'EVENT_UNKNOWN'],
    ['/catalog/v1/events/orders.order-placed/versions/2', 'EVENT_VERSION_UNKNOWN'],
    ['/catalog/v1/events/orders.order-placed/versions/99999999999', 'EVENT_VERSION_UNKNOWN'],
    ['/catalog/v1/events/orders.order-placed/versions/one', 'EVENT_VERSION_UNKNOWN'],
    ['/catalog/v1/events/orders.order-placed/refusals/01XX', 'REFUSAL_UNKNOWN'],
    ['/catalog/v1/events/orders.order-placed/refusals/%00', 'REFUSAL_UNKNOWN'],
  ])('%s is refused with the code %s', async (path, code) => {
    const refused = await problemOf(path);
    expect(refused).toMatchObject({ code });
    expect(refused.http).toBeLessThan(500);
    expect(refused.detail.length).toBeGreaterThan(20);
  });

  it('a draft is listed too, marked as what it is', async () => {
    const draft = orderPlaced({
      id: 'orders.order-draft',
      status: 'draft',
      envelope: undefined,
      schema: { ...orderPlaced().schema, subject: 'orders.draft-value' },
      channel: { topic: 'orders.drafts' },
    });
    await publish(concordat.registryUrl, draft);
    const listed = await ask('/catalog/v1/events?status=draft');
    expect(await listed.json()).toMatchObject({ total: 1, events: [{ id: 'orders.order-draft' }] });
    expect((await ask('/catalog/v1/events/orders.order-draft/activity')).status).toBe(200);
  });

  it('a contract leaves as AsyncAPI 3 that its own schema accepts [covers 68]', async () => {
    const answer = await ask('/v1/contracts/orders.order-placed/exports/asyncapi');
    const document = (await answer.json()) as Record<string, unknown>;
    const require = createRequire(import.meta.url);
    const schema = require('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object;
    const ajv = new Ajv({ strict: false, logger: false, allErrors: true, validateFormats: false });
    const isValid = ajv.compile(schema);
    expect(isValid({ ...document, channels: [] })).toBe(false);
    expect(isValid(document) || isValid.errors).toBe(true);
    expect(document['channels']).toMatchObject({
      events: { address: 'orders.events', bindings: { kafka: { partitions: 3 } } },
    });
  });

  it('a contract leaves as ODCS 3.1 with every field, and whole in its custom properties', async () => {
    const answer = await ask('/v1/contracts/orders.order-placed/exports/odcs');
    expect(await answer.json()).toMatchObject({
      apiVersion: 'v3.1.0',
      kind: 'DataContract',
      id: 'orders.order-placed',
      version: '1.0.0',
      status: 'active',
      schema: [
        { properties: expect.arrayContaining([expect.objectContaining({ name: 'total' })]) },
      ],
      customProperties: [
        { property: 'eventContract', value: { channel: { key: '/orderId' } } },
        { property: 'eventSchema', value: { type: 'JSON' } },
      ],
    });
  });

  it('a contract leaves as a page to read anywhere', async () => {
    const answer = await ask('/v1/contracts/orders.order-placed/exports/markdown');
    expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    const text = await answer.text();
    expect(text).toMatch(/^# Order placed\n/);
    expect(text).toContain('| `/customer/email` |');
    expect(text).toContain('Classified pii.contact.');
  });

  it.each([
    ['/v1/contracts/orders.order-placed/exports/pdf', 'EXPORT_UNKNOWN'],
    ['/v1/contracts/orders.order-placed/exports/__proto__', 'EXPORT_UNKNOWN'],
    ['/v1/contracts/no.such/exports/odcs', 'EVENT_UNKNOWN'],
  ])('%s is refused with the code %s', async (path, code) => {
    expect(await problemOf(path)).toMatchObject({ http: 404, code });
  });

  it.each([
    ['{"orderId":', 'application/json', 200],
    ['', 'application/json', 200],
    ['{}', 'text/plain', 200],
    ['{}', 'application/cloudevents+json', 200],
  ])('trying %j as %s is answered %i by the gateway’s own words', async (body, type, http) => {
    const path = '/catalog/v1/events/orders.order-placed/validate';
    const answer = await fetch(`${concordat.registryUrl}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body,
    });
    expect(answer.status).toBe(http);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toMatch(/"(verdict|code)":/);
  });

  it('another site’s page cannot try an event in the reader’s name', async () => {
    const path = '/catalog/v1/events/orders.order-placed/validate';
    const headers = { 'Sec-Fetch-Site': 'cross-site', 'Content-Type': 'text/plain' };
    const answer = await fetch(`${concordat.registryUrl}${path}`, { method: 'POST', headers });
    expect(await answer.json()).toMatchObject({ status: 403, code: 'FOREIGN_PAGE' });
  });

  it('the first view of every page needs at most 150 KB of JavaScript, gzipped', () => {
    const manifest = JSON.parse(readFileSync(built('manifest.json'), 'utf8')) as Record<
      string,
      { file: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[] }
    >;
    const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
    const neededBy = (...keys: string[]): Set<string> => {
      const needed = new Set<string>();
      const need = (key: string) => {
        if (needed.has(key)) return;
        needed.add(key);
        manifest[key]?.imports?.forEach(need);
      };
      keys.forEach(need);
      return needed;
    };
    const pages = entries.flatMap((entry) => manifest[entry]?.dynamicImports ?? []);
    const weights = pages.map((page) => {
      const files = [...neededBy(...entries, page)]
        .map((key) => manifest[key]?.file ?? '')
        .filter((file) => file.endsWith('.js'));
      return files.reduce((sum, file) => sum + gzipSync(readFileSync(built(file))).length, 0);
    });
    expect(pages.length).toBeGreaterThan(1);
    expect(Math.min(...weights)).toBeGreaterThan(50 * 1024); // Or nothing was measured.
    expect(Math.max(...weights)).toBeLessThanOrEqual(BUDGET_BYTES);
  });
});
