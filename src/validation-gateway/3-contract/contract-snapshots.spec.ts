import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { limits } from '#kernel';
import type { ActiveContracts, EnforcedContract, EnforcedSnapshot } from '#registry';
import { OWN_FORM } from '#schema';
import type { ContractInForce } from '../contract-in-force.js';
import { sampleContract } from '../testing/sample-contract.js';
import type { Workshop } from './accepted-schemas.js';
import { CompiledSchemas } from './compiled-schemas.js';
import { ContractSnapshots } from './contract-snapshots.js';
import { indexContracts } from './index-contracts.js';
import { KeptContracts } from './kept-contracts.js';

const own = (contract: ContractInForce | undefined) => contract?.schemas.find(undefined, OWN_FORM);
const workshopOf = (onUnusable: Workshop['onUnusable'], schemasMax?: number): Workshop => ({
  ...{ compiled: new CompiledSchemas(schemasMax), onUnusable },
});
const never = (schemasMax?: number): Workshop =>
  workshopOf(() => {
    throw new Error('every schema here compiles');
  }, schemasMax);
const at = (revision: number, ...contracts: readonly EnforcedContract[]): EnforcedSnapshot => ({
  revision,
  contracts,
});

class FakeRegistry {
  isAway = false;
  reads = 0;
  constructor(public now: EnforcedSnapshot) {}
  /** What PostgreSQL’s clock says. */
  atMs = 1_000_000;
  async revision() {
    await Promise.resolve();
    if (this.isAway) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    return { revision: this.now.revision, atMs: this.atMs };
  }
  async toEnforce(): Promise<EnforcedSnapshot> {
    this.reads++;
    return Promise.resolve(this.now);
  }
}
const snapshotsOf = (registry: FakeRegistry, file?: string) =>
  new ContractSnapshots(
    registry as unknown as ActiveContracts,
    { options: {} } as DataSource,
    new KeptContracts(file),
  );

describe('the contracts in force', () => {
  it('bring PostgreSQL’s time along, which goes on while it is away', async () => {
    const registry = new FakeRegistry(at(1));
    const snapshots = snapshotsOf(registry);
    await snapshots.refresh();
    registry.isAway = true;
    await snapshots.refresh();
    const told = snapshots.nowMs();
    expect(told).toBeGreaterThanOrEqual(1_000_000);
    expect(told).toBeLessThan(2_000_000); // By its own it were some fifty years later.
  });

  it('are read only when the revision moved, and swapped whole', async () => {
    const registry = new FakeRegistry(at(1));
    const snapshots = snapshotsOf(registry);
    expect(snapshots.current()).toBeUndefined();
    await snapshots.refresh();
    await snapshots.refresh();
    expect([registry.reads, snapshots.current()?.byTopic('orders')]).toEqual([1, []]);
    const taken = snapshots.current();
    registry.now = at(2, sampleContract());
    await snapshots.refresh();
    expect([taken?.revision, taken?.byId('orders.placed')]).toEqual([1, undefined]);
    expect(snapshots.current()?.byTopic('orders')[0]?.ref).toEqual({
      id: 'orders.placed',
      version: 1,
    });
  });

  it('stay in force while the registry is away, and follow a database that was restored', async () => {
    const registry = new FakeRegistry(at(5, sampleContract()));
    const snapshots = snapshotsOf(registry);
    await snapshots.refresh();
    registry.isAway = true;
    await snapshots.refresh();
    expect(snapshots.current()?.revision).toBe(5);
    registry.isAway = false;
    registry.now = at(4);
    await snapshots.refresh();
    expect(snapshots.current()?.revision).toBe(4);
  });

  it('kept on disk stand in until the registry answers, and are read anew then', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'concordat-snapshots-'));
    const file = join(folder, 'contracts');
    await new KeptContracts(file).keep(at(5, sampleContract()));
    const registry = new FakeRegistry(at(5, sampleContract({ id: 'other' })));
    registry.isAway = true;
    const snapshots = snapshotsOf(registry, file);
    try {
      await snapshots.onModuleInit();
      expect(snapshots.current()?.byId('orders.placed')).toBeDefined();
      expect(snapshots.keptAt()).toBeDefined();
      registry.isAway = false;
      await snapshots.refresh();
      expect(snapshots.current()?.byId('other')).toBeDefined();
      expect(snapshots.keptAt()).toBeUndefined();
    } finally {
      await snapshots.onApplicationShutdown();
      await rm(folder, { recursive: true });
    }
  });

  it('compile a version once, however often others are published', () => {
    const workshop = never();
    const first = indexContracts(at(1, sampleContract()), undefined, workshop);
    const prepared = own(first.byId('orders.placed'));
    const renamed = sampleContract({ contract: { name: 'Renamed' } });
    const second = indexContracts(at(2, renamed, sampleContract({ id: 'other' })), first, workshop);
    expect(own(second.byId('orders.placed'))).toBe(prepared);
    expect(second.byId('orders.placed')?.contract.name).toBe('Renamed');
    const third = indexContracts(at(3, sampleContract({ version: 2 })), second, workshop);
    expect(own(third.byId('orders.placed'))).not.toBe(prepared);
  });

  it(`compiles at the first event, once, and holds ${limits.compiledSchemas.value} schemas: those used last`, () => {
    const max = limits.compiledSchemas.value;
    const workshop = never();
    const many = Array.from({ length: max + 1 }, (_, n) =>
      sampleContract({ id: `c${n}`, source: { type: 'AVRO', text: '"string"', references: [] } }),
    );
    const index = indexContracts(at(1, ...many), undefined, workshop);
    expect(workshop.compiled.size).toBe(0);
    const prepared = (n: number) => own(index.byId(`c${n}`));
    const [first, second] = [prepared(0), prepared(1)];
    for (let n = 2; n < max; n++) prepared(n);
    expect([workshop.compiled.size, prepared(0) === first]).toEqual([max, true]);
    prepared(max); // One beyond: the second was used longest ago.
    expect(workshop.compiled.size).toBe(max);
    expect(prepared(0)).toBe(first);
    expect(prepared(1)).not.toBe(second);
    expect(prepared(1)).toMatchObject({ id: 1 });
  });

  it('hold nothing of a version that is no longer in force', () => {
    const workshop = never();
    const first = indexContracts(at(1, sampleContract()), undefined, workshop);
    own(first.byId('orders.placed'));
    const second = indexContracts(at(2, sampleContract({ version: 2 })), first, workshop);
    expect(workshop.compiled.size).toBe(0);
    own(second.byId('orders.placed'));
    indexContracts(at(3), second, workshop);
    expect(workshop.compiled.size).toBe(0);
  });

  it('remember no message that a schema has not, however many are asked for', () => {
    const text = 'syntax = "proto3"; message Order { string id = 1; }';
    const source = { type: 'PROTOBUF', text, references: [] } as const;
    const index = indexContracts(at(1, sampleContract({ source })), undefined, never());
    const schemas = index.byId('orders.placed')?.schemas;
    const asked = (...message: number[]) => schemas?.find(undefined, { encoding: 'own', message });
    expect([asked(7), asked(0, 7), asked(7)]).toEqual(['no-message', 'no-message', 'no-message']);
    expect(asked(0)).toMatchObject({ id: 1 });
    expect(asked(0)).toBe(asked(0));
  });

  it('leave out drafts, proposals and what is retired', () => {
    const all = (['draft', 'proposed', 'active', 'deprecated', 'sunset', 'retired'] as const).map(
      (status) => sampleContract({ id: status, contract: { status } }),
    );
    const index = indexContracts(at(1, ...all), undefined, never());
    expect(index.byTopic('orders').map(({ ref }) => ref.id)).toEqual([
      'active',
      'deprecated',
      'sunset',
    ]);
  });

  it('a schema that does not compile is told once and spoils no other contract', () => {
    const told: string[] = [];
    const broken = sampleContract({ id: 'broken', schema: { type: 'nonsense' } });
    const workshop = workshopOf(({ id }) => told.push(id));
    const index = indexContracts(at(1, broken, sampleContract()), undefined, workshop);
    expect(told).toEqual([]);
    expect([own(index.byId('broken')), own(index.byId('broken'))]).toEqual([
      'unusable',
      'unusable',
    ]);
    expect(own(index.byId('orders.placed'))).toMatchObject({ id: 1 });
    expect(told).toEqual(['broken']);
  });
});
