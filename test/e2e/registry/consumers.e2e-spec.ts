import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aContract, asking } from '../../support/ask.js';
import { runCli } from '../../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const TEXT = { type: 'string' };
const STATES = { enum: ['new', 'paid'] };
const FIELDS = { orderId: TEXT, total: { type: 'number' }, note: TEXT, status: STATES };
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(FIELDS).filter(([name]) => !names.includes(name)));

describe('consumers who declare what they read', () => {
  let concordat: StartedConcordat;
  let folder: string;
  const ask = asking(() => concordat.registryUrl);
  const order = (id: string, properties: object, more: object = {}) =>
    aContract(id, {
      schema: {
        format: 'json-schema',
        definition: { type: 'object', properties, required: ['orderId', 'total', 'note'] },
      },
      channel: { topic: id },
      ...more,
    });
  /** What is removed is no longer required, either: events without it are written from then on. */
  const later = (id: string, properties: object, more: object = {}) =>
    order(id, properties, {
      schema: {
        format: 'json-schema',
        definition: {
          ...{ type: 'object', properties },
          required: ['orderId', 'total', 'note'].filter((name) => Object.hasOwn(properties, name)),
        },
      },
      ...more,
    });
  const publish = (contract: unknown, query = '') => ask('POST', `/v1/contracts${query}`, contract);
  const consumption = (of: string, needs: object, more: object = {}) => ({
    ...{ apiVersion: 'concordat/v1', kind: 'Consumption', consumer: 'billing-service' },
    ...{ owner: { team: 'billing' }, of, needs },
    ...more,
  });
  const declare = (of: string, needs: object, more: object = {}) =>
    ask('POST', '/v1/consumptions', consumption(of, needs, more));
  const cli = (...words: readonly string[]) =>
    runCli(words, { cwd: folder, env: { CONCORDAT_REGISTRY_URL: concordat.registryUrl } });
  const write = async (path: string, document: object) => {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify(document));
  };

  beforeAll(async () => {
    concordat = await startConcordat();
    folder = await mkdtemp(join(tmpdir(), 'consumers-'));
  }, 90_000);
  afterAll(async () => {
    await concordat.stop();
    await rm(folder, { recursive: true });
  });

  it('a field that nobody reads may go; one that is read may not, and its reader is named [covers 62]', async () => {
    const id = 'read.order';
    expect((await publish(order(id, FIELDS))).status).toBe(201);
    await write('billing/order.consumption.json', consumption(id, { '/total': {}, '/totle': {} }));
    const said = await cli('publish', 'billing');
    expect(said).toMatchObject({ exitCode: 0, stderr: '' });
    expect(said.stdout).toContain('billing-service  reads 2 fields of read.order');
    expect(said.stdout).toContain('The contract declares no field /totle');
    expect((await publish(later(id, without('note')))).body).toMatchObject({ version: 2 });

    const broken = later(id, without('note', 'total'));
    for (const query of ['?dryRun=true', '']) {
      const refused = await publish(broken, query);
      expect(refused).toMatchObject({
        status: 409,
        body: {
          ...{ code: 'CONTRACT_BREAKS_CONSUMERS', contract: id },
          detail: expect.stringContaining('"billing-service" (team billing) reads /total'),
        },
      });
      const [first] = refused.body.findings;
      expect(first).toMatchObject({ ruleId: 'CONSUMER_FIELD_REMOVED', severity: 'breaking' });
      expect(first.hurts).toEqual(['consumers']);
    }
    await write('contracts/order.contract.json', broken);
    const published = await cli('publish', 'contracts');
    const checked = await cli('check', 'contracts', '--against', 'registry');
    for (const ran of [published, checked]) {
      expect(ran).toMatchObject({ exitCode: 1, stderr: '' });
      expect(ran.stdout).toContain('"billing-service" (team billing) reads /total.');
      expect(ran.stdout).toContain('CONSUMER_FIELD_REMOVED');
    }
    const forced = await publish(broken, '?force=true');
    expect(forced).toMatchObject({ status: 201, body: { version: 3 } });
    expect(forced.body.meaning).toMatchObject([{ ruleId: 'CONSUMER_FIELD_REMOVED' }]);
    const { body } = await ask('GET', `/v1/contracts/${id}`);
    expect(body).toMatchObject({ version: 3, isForced: true });
  }, 60_000);

  it('who withdraws, or whose word ran out, stands in nobody’s way', async () => {
    const id = 'withdrawn.order';
    await publish(order(id, FIELDS));
    await declare(id, { '/note': {} });
    expect((await publish(later(id, without('note')))).status).toBe(409);
    const over = { consumer: 'old-report', attestedUntil: '2025-01-31' };
    await declare(id, { '/note': {} }, over);
    const path = `/v1/consumptions/billing-service/of/${id}`;
    expect((await ask('DELETE', path)).status).toBe(204);
    const { status, body } = await publish(later(id, without('note')));
    expect(status).toBe(201);
    expect(body.meaning).toMatchObject([{ ruleId: 'CONSUMER_FIELD_REMOVED', severity: 'warning' }]);
  });

  it('an event that somebody declared to read is not retired behind their back', async () => {
    const id = 'leaving.order';
    const leaving = (status: string, more: object = {}) => order(id, FIELDS, { status, ...more });
    await publish(order(id, FIELDS));
    await declare(id, { '/total': {} });
    const said = '"billing-service" (team billing) reads it. It is retired now and not in force.';
    for (const query of ['?dryRun=true', ''])
      expect(await publish(leaving('retired'), query)).toMatchObject({
        status: 409,
        body: { code: 'CONTRACT_BREAKS_CONSUMERS', detail: expect.stringContaining(said) },
      });
    await write('leaving/order.contract.json', leaving('retired'));
    const checked = await cli('check', 'leaving', '--against', 'registry');
    expect(checked).toMatchObject({ exitCode: 1, stderr: '' });
    expect(checked.stdout).toContain(said);
    expect(checked.stdout).toContain('CONSUMER_EVENT_ENDED');

    const announced = { deprecation: { sunset: '2099-06-30' } };
    expect((await publish(leaving('deprecated', announced))).status).toBe(201);
    expect((await publish(leaving('retired', announced))).status).toBe(409);
    await ask('DELETE', `/v1/consumptions/billing-service/of/${id}`);
    expect((await publish(leaving('retired', announced))).status).toBe(201);
    // Nobody is told that they read what is over; the command of their pipeline says it, too.
    expect(await declare(id, { '/total': {} })).toMatchObject({
      status: 409,
      body: {
        code: 'CONTRACT_RETIRED',
        detail: expect.stringContaining('"leaving.order" is retired by its version 3'),
      },
    });
    expect((await ask('GET', `/v1/consumptions?of=${id}`)).body.consumptions).toEqual([]);
    await write('late/o.consumption.json', consumption(id, { '/total': {} }));
    const refused = await cli('publish', 'late');
    expect([refused.exitCode, refused.stdout]).toEqual([
      1,
      expect.stringContaining('"leaving.order" is retired'),
    ]);
  }, 60_000);

  it('a new value hurts who fails on values it does not know', async () => {
    const id = 'valued.order';
    await publish(order(id, FIELDS));
    await declare(id, { '/status': { values: ['new', 'paid'] } });
    const more = later(id, { ...FIELDS, status: { enum: ['new', 'paid', 'lost'] } });
    expect((await publish(more)).body).toMatchObject({
      code: 'CONTRACT_BREAKS_CONSUMERS',
      detail: expect.stringContaining('It may be "lost" now.'),
    });
    await declare(id, { '/status': { values: ['new', 'paid'], onUnknown: 'ignore' } });
    expect((await publish(more)).status).toBe(201);
  });

  it('a refusal by the mode names them, too', async () => {
    const id = 'full.order';
    const mode = { compatibility: { mode: 'FULL' } };
    await publish(order(id, FIELDS, mode));
    await declare(id, { '/note': {} });
    const { body } = await publish(later(id, without('note'), mode));
    expect(body.code).toBe('CONTRACT_INCOMPATIBLE');
    expect(body.findings).toContainEqual(
      expect.objectContaining({ ruleId: 'CONSUMER_FIELD_REMOVED' }),
    );
  });

  it('in one repository a check needs no registry: the files beside it say who reads what', async () => {
    const id = 'offline.order';
    await write('before/o.contract.json', order(id, FIELDS));
    await write('after/o.contract.json', later(id, without('note')));
    expect((await cli('check', 'after', '--against', 'before')).exitCode).toBe(0);
    await write('services/report/o.consumption.json', consumption(id, { '/note': {} }));
    const checked = await cli('check', 'after', '--against', 'before', '--format', 'json');
    expect(checked.exitCode).toBe(1);
    expect(JSON.parse(checked.stdout).contracts).toMatchObject([
      {
        verdict: 'incompatible',
        findings: expect.arrayContaining([
          expect.objectContaining({ ruleId: 'CONSUMER_FIELD_REMOVED' }),
        ]),
      },
    ]);
    await write('services/report/o.consumption.json', { kind: 'Consumption' });
    const faulty = await cli('check', 'after', '--against', 'before');
    expect(faulty).toMatchObject({ exitCode: 2, stdout: '' });
    expect(faulty.stderr).toContain('services/report/o.consumption.json');
  }, 60_000);

  it('a declaration about a contract there is not is refused, with a sentence', async () => {
    await write('lost/o.consumption.json', consumption('no.such', { '/a': {} }));
    const refused = await cli('publish', 'lost');
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain('billing-service  refused');
    expect((await cli('publish', 'lost', '--dry-run')).stdout).toContain(
      'would declare that it reads 1 field of no.such',
    );
  });
});
