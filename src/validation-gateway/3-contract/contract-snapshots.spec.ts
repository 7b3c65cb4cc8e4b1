import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { ActiveContracts, EnforcedContract, EnforcedSnapshot } from '#registry';
import { OWN_FORM } from '#schema';
import type { ContractInForce } from '../contract-in-force.js';
import { sampleContract } from '../testing/sample-contract.js';
import { ContractSnapshots } from './contract-snapshots.js';
import { indexContracts } from './index-contracts.js';
import { KeptContracts } from './kept-contracts.js';

const own = (contract: ContractInForce | undefined) => contract?.schemas.find(undefined, OWN_FORM);
const never = (): never => {
  throw new Error('every schema here compiles');
};
const at = (revision: number, ...contracts: readonly EnforcedContract[]): EnforcedSnapshot => ({
  revision,
  contracts,
});

class FakeRegistry {
  isAway = false;
  reads = 0;
  constructor(public now: EnforcedSnapshot) {}
  async revision(): Promise<number> {
    await Promise.resolve();
    if (this.isAway) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    return this.now.revision;
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
    const first = indexContracts(at(1, sampleContract()), undefined, never);
    const prepared = own(first.byId('orders.placed'));
    const renamed = sampleContract({ contract: { name: 'Renamed' } });
    const second = indexContracts(at(2, renamed, sampleContract({ id: 'other' })), first, never);
    expect(own(second.byId('orders.placed'))).toBe(prepared);
    expect(second.byId('orders.placed')?.contract.name).toBe('Renamed');
    const third = indexContracts(at(3, sampleContract({ version: 2 })), second, never);
    expect(own(third.byId('orders.placed'))).not.toBe(prepared);
  });

  it('leave out drafts, proposals and what is retired', () => {
    const all = (['draft', 'proposed', 'active', 'deprecated', 'sunset', 'retired'] as const).map(
      (status) => sampleContract({ id: status, contract: { status } }),
    );
    const index = indexContracts(at(1, ...all), undefined, never);
    expect(index.byTopic('orders').map(({ ref }) => ref.id)).toEqual([
      'active',
      'deprecated',
      'sunset',
    ]);
  });

  it('a schema that does not compile is told once and spoils no other contract', () => {
    const told: string[] = [];
    const broken = sampleContract({ id: 'broken', schema: { type: 'nonsense' } });
    const index = indexContracts(at(1, broken, sampleContract()), undefined, ({ id }) =>
      told.push(id),
    );
    expect([own(index.byId('broken')), own(index.byId('broken'))]).toEqual([
      'unusable',
      'unusable',
    ]);
    expect(own(index.byId('orders.placed'))).toMatchObject({ id: 1 });
    expect(told).toEqual(['broken']);
  });
});
