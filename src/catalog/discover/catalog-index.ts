import { Injectable, Logger } from '@nestjs/common';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { ActiveContracts, type StoppedRollout } from '#registry';
import { LatestContracts } from '../store/latest-contracts.js';
import { byName, type IndexEntry, indexEntry } from './index-entry.js';

/** Two snapshots with the same `entries` differ in nothing a reader sees. */
export interface CatalogSnapshot {
  readonly revision: number;
  /** In order of their names. */
  readonly entries: readonly IndexEntry[];
  readonly byId: ReadonlyMap<string, IndexEntry>;
  /** Those whose newest version only warns, because it refused too much. */
  readonly steppedBack: ReadonlySet<string>;
  /** Those whose newest version tries a policy that was stopped. */
  readonly rolloutsStopped: ReadonlyMap<string, StoppedRollout>;
}

/** How long a reader waits for a rebuild before an older index is good enough. */
const PATIENCE_MS = 400;
/** The event loop is given back after so many: other readers share it. */
const SLICE_ENTRIES = 200;

/** All events, in memory; when the registry's revision has moved, what was published since is read. */
@Injectable()
export class CatalogIndex {
  private readonly log = new Logger('catalog');
  private known: CatalogSnapshot | undefined;
  private rebuilding: Promise<CatalogSnapshot> | undefined;
  private asking: Promise<number> | undefined;

  constructor(
    private readonly contracts: ActiveContracts,
    private readonly latest: LatestContracts,
  ) {}

  async current(): Promise<CatalogSnapshot> {
    const revision = await this.revision();
    if (this.known?.revision === revision) return this.known;
    this.rebuilding ??= this.rebuild().finally(() => (this.rebuilding = undefined));
    if (!this.known) return this.rebuilding;
    const { known, rebuilding } = this;
    return Promise.race([rebuilding, sleep(PATIENCE_MS, known, { ref: false })]);
  }

  /**
   * Asked once for all who want to know in the same turn of the event loop, as the parts of a page do; never
   * by a question that was sent before, whose answer may be older than who asks.
   */
  private revision(): Promise<number> {
    this.asking ??= breathe().then(async () => {
      this.asking = undefined;
      return (await this.contracts.revision()).revision;
    });
    return this.asking;
  }

  /** The revision is read first: what is published in between is read again, never left out. */
  private async rebuild(): Promise<CatalogSnapshot> {
    const { revision } = await this.contracts.revision();
    const [published, steppedBack, rolloutsStopped] = await Promise.all([
      this.latest.since(this.known?.revision ?? -1),
      this.latest.steppedBack(),
      this.latest.rolloutsStopped(),
    ]);
    const now = { revision, steppedBack, rolloutsStopped };
    if (this.known && published.length === 0) return (this.known = { ...this.known, ...now });
    const byId = new Map(this.known?.byId);
    for (const [place, each] of published.entries()) {
      byId.set(each.id, indexEntry(each));
      if (place % SLICE_ENTRIES === SLICE_ENTRIES - 1) await breathe();
    }
    this.known = { ...now, byId, entries: [...byId.values()].sort(byName) };
    this.log.debug(`index of ${byId.size} events at revision ${revision}`);
    return this.known;
  }
}
