import { Injectable } from '@nestjs/common';
import { DescribeChange, type PublishedContract } from '#registry';
import { fieldAt, fieldsByPointer, memberPath } from '#schema';
import { treeOfContract } from '../schema-tree.js';
import type { DiffAnswer, DiffSide } from '../answers.js';
import { EventContracts } from '../event/event-contracts.js';
import { versionRow } from '../event/version-row.js';
import { once } from '../kept/once.js';
import type { ListedVersion } from '../store/contract-versions.js';
import { mergeChanges } from './merge-changes.js';
import { verdictOf } from './verdict-of.js';

export interface DiffQuestion {
  readonly id: string;
  readonly old: string;
  readonly new: string;
  /** Absent means what the newer contract makes true. */
  readonly assumption: DiffAnswer['assumption'] | undefined;
}

type Judged = Pick<DiffAnswer, 'assumption' | 'backward' | 'forward' | 'changes'>;

const KEPT_MAX = 100;

/** What changed between any two versions of an event, and whom each change breaks. */
@Injectable()
export class DescribeDiff {
  /** Versions never change, so neither does what lies between two; the newest look stands last. */
  private readonly kept = new Map<string, Promise<Judged>>();

  constructor(
    private readonly contracts: EventContracts,
    private readonly change: DescribeChange,
  ) {}

  async describe({ id, assumption, ...span }: DiffQuestion): Promise<DiffAnswer> {
    const [[old, changed], versions] = await Promise.all([
      this.contracts.pair(id, span),
      this.contracts.versions(id),
    ]);
    return {
      id,
      name: changed.contract.name,
      old: sideOf(old, versions),
      new: sideOf(changed, versions),
      versions: versions.map(versionRow),
      ...(await this.judged(old, changed, assumption)),
    };
  }

  private judged(
    old: PublishedContract,
    changed: PublishedContract,
    assumption: DiffQuestion['assumption'],
  ): Promise<Judged> {
    const key = JSON.stringify([changed.id, old.version, changed.version, assumption]);
    const known = this.kept.get(key) ?? this.judge(old, changed, assumption);
    this.kept.delete(key);
    this.kept.set(key, known);
    known.catch(() => this.kept.delete(key));
    const oldest = this.kept.keys().next();
    if (this.kept.size > KEPT_MAX && !oldest.done) this.kept.delete(oldest.value);
    return known;
  }

  private async judge(
    old: PublishedContract,
    changed: PublishedContract,
    assumption: DiffQuestion['assumption'],
  ): Promise<Judged> {
    const described = await this.change.run(old, changed, assumption);
    const [after, before] = [fieldsOf(changed), fieldsOf(old)];
    return {
      assumption: described.report.assumption,
      backward: verdictOf(described, 'backward'),
      forward: verdictOf(described, 'forward'),
      changes: mergeChanges(described, ({ oldPath, newPath }) => after(newPath) ?? before(oldPath)),
    };
  }
}

/**
 * The field a place is about. Most places in a JSON Schema say it themselves; only for the others the
 * schema is read and drawn, which costs more than all else this process does for a diff.
 */
function fieldsOf(published: PublishedContract): (pointer: string) => string | undefined {
  const drawn = once(() => fieldsByPointer(treeOfContract(published)));
  const isJson = published.source.type === 'JSON';
  return (pointer) => {
    const told = isJson ? memberPath(pointer) : undefined;
    return told === undefined ? fieldAt(drawn(), pointer) : told || undefined;
  };
}

function sideOf(published: PublishedContract, versions: readonly ListedVersion[]): DiffSide {
  const listed = versions.find(({ version }) => version === published.version);
  const row = listed ?? { ...published, isForced: false, reason: '' };
  const { version, schemaVersion, schemaId, publishedAt, publishedBy, isForced, reason } = row;
  const { type, text } = published.source;
  return {
    ...versionRow({ version, schemaVersion, schemaId, publishedAt, publishedBy, isForced, reason }),
    format: type,
    text,
  };
}
