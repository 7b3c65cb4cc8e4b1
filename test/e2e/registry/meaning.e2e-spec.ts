import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { aContract, asking, jsonSchema } from '../../support/ask.js';
import { runCli } from '../../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const aged = (properties: object) => ({ type: 'object', properties, additionalProperties: false });
const A_NUMBER = aged({ total: { type: 'number' } });
const A_TEXT = aged({ total: { type: 'string' } });
const A_SHORT_TEXT = aged({ total: { type: 'string' }, note: { type: 'string' } });

describe('a contract that follows another', () => {
  let concordat: StartedConcordat;
  let folder: string;
  let database: Client;
  const ask = asking(() => concordat.registryUrl);
  const publish = (contract: unknown, query = '') => ask('POST', `/v1/contracts${query}`, contract);
  /** What the command line says of a contract, and with which exit code. */
  const cli = async (command: string, contract: object, ...words: readonly string[]) => {
    await writeFile(join(folder, 'order.contract.json'), JSON.stringify(contract));
    const line = [command, 'order.contract.json', '--registry', concordat.registryUrl, ...words];
    return runCli(line, { cwd: folder });
  };

  beforeAll(async () => {
    concordat = await startConcordat();
    folder = await mkdtemp(join(tmpdir(), 'meaning-'));
    database = new Client({ connectionString: concordat.databaseUrl });
    await database.connect();
  }, 90_000);
  afterAll(async () => {
    await database.end();
    await concordat.stop();
    await rm(folder, { recursive: true });
  });

  describe('into another compatibility group', () => {
    const totals = (properties: object, compatibility: object) =>
      aContract('grouped.order', {
        schema: { format: 'json-schema', definition: aged(properties) },
        channel: { topic: 'grouped.order' },
        compatibility: { mode: 'FULL_TRANSITIVE', ...compatibility },
      });
    const NUMBER = { total: { type: 'number' } };
    const TEXT = { total: { type: 'string' } };

    it('is compared with no version of the old group, and with every one of its own', async () => {
      expect((await publish(totals(NUMBER, {}))).status).toBe(201);
      expect((await publish(totals(TEXT, {}))).status).toBe(409);
      const second = totals(TEXT, { group: 'v2' });
      const checked = await cli('check', second, '--against', 'registry');
      expect(checked.stdout).toContain('nothing older there in group "v2"');
      expect(checked.exitCode).toBe(0);
      expect((await publish(second)).body).toMatchObject({
        version: 2,
        meaning: [{ oldPath: '/compatibility/group', severity: 'warning' }],
      });
      expect((await publish(totals(NUMBER, { group: 'v2' }))).status).toBe(409);
      const back = await cli('check', totals(NUMBER, { group: 'v2' }), '--against', 'registry');
      expect(back.exitCode).toBe(1);
    });

    it('the dialect sees the group as metadata, and a plain registration stays in it', async () => {
      const versions = '/subjects/grouped.order-value/versions';
      expect((await ask('GET', `${versions}/latest`)).body.metadata).toEqual({
        properties: { 'concordat:group': 'v2' },
      });
      const register = (schema: object) =>
        ask('POST', versions, { schemaType: 'JSON', schema: JSON.stringify(schema) });
      expect((await register(aged(NUMBER))).status).toBe(200); // The first version, still there.
      expect((await register(aged({ total: { type: 'boolean' } }))).status).toBe(409);
    });

    it('and back, which follows the versions it left', async () => {
      const longer = { ...TEXT, note: { type: 'string' } };
      expect((await publish(totals(longer, {}))).status).toBe(409);
      expect((await publish(totals(NUMBER, {}))).status).toBe(201);
      const { body } = await ask('GET', '/v1/contracts/grouped.order');
      expect(body).toMatchObject({ version: 3, schemaVersion: 1 });
    });
  });

  describe('and means something else', () => {
    const states = (id: string, graph: object, more: object = {}) =>
      aContract(id, {
        schema: {
          format: 'json-schema',
          definition: aged({ orderId: { type: 'string' }, status: { type: 'string' } }),
        },
        channel: { topic: id },
        semantics: {
          entity: { type: 'order', key: '/orderId' },
          transitions: { field: '/status', graph },
        },
        ...more,
      });

    it('is refused with the events that show it, in a dry run, too', async () => {
      await publish(states('meant.order', { new: ['paid'], paid: ['shipped', 'new'] }));
      const changed = states('meant.order', { new: ['paid', 'shipped'], paid: ['new'] });
      for (const query of ['?dryRun=true', '']) {
        const refused = await publish(changed, query);
        expect(refused.status).toBe(409);
        expect(refused.body).toMatchObject({
          code: 'CONTRACT_MEANING_CHANGED',
          contract: 'meant.order',
        });
        expect(refused.body.findings[0]).toMatchObject({
          ruleId: 'CONTRACT_TRANSITION_REMOVED',
          severity: 'breaking',
          hurts: ['producers'],
          evidence: {
            events: [
              '{"orderId":"order-1","status":"paid"}',
              '{"orderId":"order-1","status":"shipped"}',
            ],
            before: 'the second is accepted',
            now: 'the second is refused',
          },
        });
      }
    });

    it('is refused by the command line in the same words, before and at the publication', async () => {
      const changed = states('meant.order', { new: ['paid', 'shipped'], paid: ['new'] });
      const checked = await cli('check', changed, '--against', 'registry');
      expect(checked.stdout).toContain('"paid" → "shipped" is not allowed any more.');
      expect(checked.exitCode).toBe(1);
      const published = await cli('publish', changed);
      expect(published.stdout).toContain('CONTRACT_MEANING_CHANGED');
      expect(published.stdout).toContain('"paid" → "shipped" is not allowed any more.');
      expect(published.exitCode).toBe(1);
    });

    it('is refused for its schema and its meaning at once, where both break', async () => {
      await publish(states('twice.order', { new: ['paid'], paid: ['new'] }));
      const changed = states('twice.order', { new: ['paid'], paid: [] });
      const definition = aged({ orderId: { type: 'integer' }, status: { type: 'string' } });
      const both = { ...changed, schema: { format: 'json-schema', definition } };
      const { status, body } = await publish(both);
      expect([status, body.code]).toEqual([409, 'CONTRACT_INCOMPATIBLE']);
      expect(body.detail).toMatch(/\/orderId.*It would also mean something else: "paid" → "new"/);
      const ids = body.findings.map(({ ruleId }: { ruleId: string }) => ruleId);
      expect(ids).toEqual(expect.arrayContaining(['CONTRACT_TRANSITION_REMOVED']));
      const { stdout, exitCode } = await cli('publish', both);
      expect(stdout).toMatch(/The smallest event that breaks[^]*CONTRACT_TRANSITION_REMOVED/);
      expect(exitCode).toBe(1);
    });

    it('passes where the contract says that it only wants to be warned', async () => {
      await publish(states('warned.order', { new: ['paid'], paid: ['new'] }));
      const warned = await publish(
        states('warned.order', { new: ['paid'], paid: [] }, { compatibility: { meaning: 'warn' } }),
      );
      expect(warned.status).toBe(201);
      expect(warned.body.meaning).toMatchObject([
        { ruleId: 'CONTRACT_TRANSITION_REMOVED', severity: 'warning' },
      ]);
    });

    it('passes by force, and the version keeps a mark', async () => {
      await publish(states('forced.order', { new: ['paid'], paid: ['new'] }));
      const forced = await publish(
        states('forced.order', { new: ['paid'], paid: [] }),
        '?force=true',
      );
      expect(forced.status).toBe(201);
      expect((await ask('GET', '/v1/contracts/forced.order')).body.isForced).toBe(true);
    });

    it('passes after a draft, which promised nobody anything', async () => {
      const draft = states('draft.order', { new: ['paid'], paid: ['new'] }, { status: 'draft' });
      await publish(draft);
      const published = await publish(states('draft.order', { new: ['paid'] }));
      expect(published.status).toBe(201);
    });
  });

  it('and moves to another subject is held to the schema it had under the old one', async () => {
    const contract = (subject: string, definition: object) =>
      aContract('moved.order', { schema: { format: 'json-schema', subject, definition } });
    await publish(contract('moved.old', A_NUMBER));
    const broken = contract('moved.new', A_TEXT);
    expect((await publish(broken)).body.code).toBe('CONTRACT_INCOMPATIBLE');
    expect((await cli('check', broken, '--against', 'registry')).exitCode).toBe(1);
    expect((await publish(contract('moved.new', A_NUMBER))).status).toBe(201);
  });

  it('is judged against the versions whose events may still be retained, everywhere alike [covers 56]', async () => {
    const contract = (definition: object) =>
      aContract('window.order', {
        schema: { format: 'json-schema', definition },
        channel: { topic: 'window.order', retention: 'P30D' },
        compatibility: { mode: 'BACKWARD_TRANSITIVE' },
      });
    const setAge = (version: number, days: number) =>
      database.query(
        `UPDATE versions SET created_at = now() - make_interval(days => $2)
         WHERE subject = 'window.order-value' AND version = $1`,
        [version, days],
      );
    const next = contract(A_SHORT_TEXT);
    const answers = async () => ({
      dryRun: (await publish(next, '?dryRun=true')).status,
      check: (
        await ask('POST', '/v1/checks', {
          subject: 'window.order-value',
          ...jsonSchema(A_SHORT_TEXT),
        })
      ).body,
      dialect: (
        await ask(
          'POST',
          '/compatibility/subjects/window.order-value/versions',
          jsonSchema(A_SHORT_TEXT),
        )
      ).body,
      cli: await cli('check', next, '--against', 'registry'),
    });

    await publish(contract(A_NUMBER));
    await publish(contract(A_TEXT), '?force=true');
    await setAge(1, 90);
    // Version 2 followed 20 days ago, so an event of version 1 may be 20 days old.
    await setAge(2, 20);
    const before = await answers();
    expect(before.dryRun).toBe(409);
    expect(before.check.verdict).toBe('incompatible');
    expect(before.dialect.is_compatible).toBe(false);
    expect(before.cli.exitCode).toBe(1);

    await setAge(2, 31);
    const after = await answers();
    expect(after.dryRun).toBe(200);
    expect(after.check).toMatchObject({
      verdict: 'compatible',
      window: { window: 'retention', inside: 1, leftOut: [1] },
    });
    expect(after.dialect.is_compatible).toBe(true);
    expect(after.cli.stdout).toContain('1 version in the window retention, 1 older one left out');
    expect(after.cli.exitCode).toBe(0);
    const registered = await ask(
      'POST',
      '/subjects/window.order-value/versions',
      jsonSchema(A_SHORT_TEXT),
    );
    expect(registered.status).toBe(200);
    expect((await publish(next)).status).toBe(201);
  });
});
