import { Injectable, Logger } from '@nestjs/common';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { ActiveContracts, type PublishedContract } from '#registry';
import { treeOfContract } from '../schema-tree.js';
import { ContractVersions } from '../store/contract-versions.js';
import { type IndexEntry, indexEntry } from './index-entry.js';

export interface CatalogSnapshot {
  readonly revision: number;
  readonly entries: readonly IndexEntry[];
  readonly byId: ReadonlyMap<string, IndexEntry>;
}

/** How long a reader waits for a rebuild before an older index is good enough. */
const PATIENCE_MS = 400;
/** The event loop is given back this often: other readers share it. */
const SLICE_MS = 8;

/**
 * All events, in memory, rebuilt when the registry's revision has moved. A contract version never
 * changes, so a rebuild costs what was published since, not what there is.
 */
@Injectable()
export class CatalogIndex {
  private readonly log = new Logger('catalog');
  private known: CatalogSnapshot | undefined;
  private rebuilding: Promise<CatalogSnapshot> | undefined;

  constructor(
    private readonly contracts: ActiveContracts,
    private readonly versions: ContractVersions,
  ) {}

  async current(): Promise<CatalogSnapshot> {
    const revision = await this.contracts.revision();
    if (this.known?.revision === revision) return this.known;
    this.rebuilding ??= this.rebuild().finally(() => (this.rebuilding = undefined));
    if (!this.known) return this.rebuilding;
    const { known, rebuilding } = this;
    return Promise.race([rebuilding, sleep(PATIENCE_MS, known, { ref: false })]);
  }

  private async rebuild(): Promise<CatalogSnapshot> {
    const { revision, contracts } = await this.contracts.snapshot();
    const entries: IndexEntry[] = [];
    let sliceBegan = performance.now();
    for (const published of [...contracts, ...(await this.versions.resting())]) {
      entries.push(this.entryOf(published));
      if (performance.now() - sliceBegan < SLICE_MS) continue;
      await breathe();
      sliceBegan = performance.now();
    }
    const byId = new Map(entries.map((entry) => [entry.row.id, entry]));
    this.known = { revision, entries, byId };
    this.log.debug(`index of ${entries.length} events at revision ${revision}`);
    return this.known;
  }

  private entryOf(published: PublishedContract): IndexEntry {
    const old = this.known?.byId.get(published.id);
    const isSame = old?.published.version === published.version;
    return isSame ? old : indexEntry(published, treeOfContract(published));
  }
}
