import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { ActiveContracts } from '#registry';
import { aContract, asking, jsonSchema } from '../../support/ask.js';
import { openDatabase } from '../../support/open-database.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

describe('the contracts in force, as gateways read them', () => {
  let concordat: StartedConcordat;
  let dataSource: DataSource;
  let active: ActiveContracts;
  const ask = asking(() => concordat.registryUrl);
  const publish = (contract: unknown, query = '') => ask('POST', `/v1/contracts${query}`, contract);
  beforeAll(async () => {
    concordat = await startConcordat({ CONCORDAT_ROLE: 'registry' });
    dataSource = await openDatabase(concordat.databaseUrl);
    active = new ActiveContracts(dataSource);
  }, 90_000);
  afterAll(async () => {
    await dataSource.destroy();
    await concordat.stop();
  });

  it('are nothing at revision 0 before anything is published', async () => {
    expect(await active.snapshot()).toEqual({ revision: 0, contracts: [] });
    expect(await active.revision()).toMatchObject({ revision: 0, atMs: expect.any(Number) });
  });

  it('come with the schema and everything it refers to, and with every default filled in', async () => {
    await ask('POST', '/subjects/leaf-value/versions', jsonSchema({ type: 'string' }));
    const leaf = [{ name: 'leaf', subject: 'leaf-value', version: 1 }];
    await ask(
      'POST',
      '/subjects/branch-value/versions',
      jsonSchema({ $ref: 'leaf' }, { references: leaf }),
    );
    const references = [{ name: 'branch', subject: 'branch-value', version: 1 }];
    const definition = { type: 'object', properties: { a: { $ref: 'branch' } } };
    const made = await publish(
      aContract('deep.order', { schema: { format: 'json-schema', definition, references } }),
    );
    await publish(aContract('flat.order'));
    const { revision, contracts } = await active.snapshot();
    expect(revision).toBe(2);
    expect(contracts.map(({ id }) => id)).toEqual(['deep.order', 'flat.order']);
    expect(contracts[0]).toMatchObject({
      version: 1,
      schemaId: made.body.schemaId,
      schemaVersion: 1,
      publishedBy: 'anonymous',
      publishedAt: expect.any(Date),
      contract: {
        id: 'deep.order',
        undeclared: 'warn',
        enforcement: { mode: 'enforce', percent: 100 },
      },
      source: {
        type: 'JSON',
        text: JSON.stringify(definition),
        references: [
          { name: 'branch', text: '{"$ref":"leaf"}' },
          { name: 'leaf', text: '{"type":"string"}' },
        ],
      },
    });
    expect(contracts[1]?.source.references).toEqual([]);
  });

  it('are those with a status in force, in their newest version', async () => {
    const statuses = ['draft', 'proposed', 'active', 'deprecated', 'sunset', 'retired'];
    for (const status of statuses) await publish(aContract(`is.${status}`, { status }));
    const ids = async () =>
      (await active.snapshot()).contracts.map(({ id }) => id).filter((id) => id.startsWith('is.'));
    expect(await ids()).toEqual(['is.active', 'is.deprecated', 'is.sunset']);
    await publish(aContract('is.active', { status: 'retired' }));
    expect(await ids()).toEqual(['is.deprecated', 'is.sunset']);
  });

  it('change exactly when the revision does', async () => {
    await publish(aContract('change.order'));
    const before = await active.snapshot();
    await publish(aContract('change.order'));
    await publish(aContract('change.order', { tags: ['dry'] }), '?dryRun=true');
    expect(await active.snapshot()).toEqual(before);
    await publish(aContract('change.order', { tags: ['wet'] }));
    const after = await active.snapshot();
    expect(after.revision).toBe(before.revision + 1);
    expect(after.contracts.find(({ id }) => id === 'change.order')).toMatchObject({
      version: 2,
      contract: { tags: ['wet'] },
    });
  });

  it('are read with five statements, however many they are', async () => {
    for (let i = 0; i < 20; i++) await publish(aContract(`many.${i}`));
    const seen: string[] = [];
    const counted = new Proxy(dataSource, {
      get: (target, name) =>
        name === 'transaction'
          ? (level: 'REPEATABLE READ', work: (tx: object) => Promise<unknown>) =>
              target.transaction(level, (tx) =>
                work({
                  query: (text: unknown, parameters: unknown[]) => {
                    seen.push(JSON.stringify(text));
                    return tx.query(text as string, parameters);
                  },
                }),
              )
          : (Reflect.get(target, name) as unknown),
    });
    expect((await new ActiveContracts(counted).snapshot()).contracts.length).toBeGreaterThan(20);
    expect(seen).toHaveLength(5);
  });
});
