import { LastAnswer } from '../kept/last-answer.js';
import {
  type ChangeFilter,
  type ChangeHeads,
  type ChangeRows,
  type ChangeTally,
  NO_CHANGES,
} from '../store/change-rows.js';
import { addTallies } from './add-tallies.js';
import { type ChangeGroup, groupChanges, type TouchedTeams } from './count-changes.js';

type Filter = Pick<ChangeFilter, 'since' | 'until' | 'of'>;

interface Counted {
  readonly heads: ChangeHeads;
  /** What it was counted with: `7d` moves on. */
  readonly filter: Filter;
  readonly tallies: readonly ChangeTally[];
}

/** Whose is what and who reads it; another edition where that is another. */
interface Teams {
  readonly edition: string;
  readonly of: (id: string) => TouchedTeams;
}

/** How far a span may have moved before what left it is taken out. */
const MOVED_MS = 60_000;

/**
 * The changes of one span and one contract, or all, added up. Adding up a hundred thousand takes longer than telling fifty of
 * them, so it is done once, and then only what came since is added: publications and deeds are written one after
 * the other, each with a higher number. What is published is counted by whoever asks next.
 */
export class CountedChanges {
  private known: Counted | undefined;
  private grouped:
    | {
        readonly of: readonly ChangeTally[];
        readonly edition: string;
        readonly groups: readonly ChangeGroup[];
      }
    | undefined;
  private filter: Filter = { since: undefined, until: undefined, of: undefined };
  private readonly last = new LastAnswer(() => this.count());

  constructor(private readonly rows: Pick<ChangeRows, 'heads' | 'tallies'>) {}

  /** @param revision what is published up to it is counted */
  async groups(filter: Filter, revision: number, teams: Teams): Promise<readonly ChangeGroup[]> {
    this.filter = filter;
    if (this.known && this.known.heads.revision < revision) this.last.forget();
    const tallies = await this.last.current();
    const { edition } = teams;
    if (this.grouped?.of !== tallies || this.grouped.edition !== edition)
      this.grouped = { of: tallies, edition, groups: groupChanges(tallies, teams.of) };
    return this.grouped.groups;
  }

  private async count(): Promise<readonly ChangeTally[]> {
    const heads = await this.rows.heads();
    const { filter } = this;
    const known = goesOn(this.known, filter, heads) ? this.known : undefined;
    const from = known?.heads ?? NO_CHANGES;
    const isSame = from.revision === heads.revision && from.deed === heads.deed;
    if (known && isSame) return known.tallies;
    const more = await this.rows.tallies(filter, from, heads);
    const tallies = known ? addTallies(known.tallies, more) : more;
    this.known = { heads, filter: known?.filter ?? filter, tallies };
    return tallies;
  }
}

/** Numbers are lower than before where the database was restored: then everything is counted anew. */
const goesOn = (known: Counted | undefined, filter: Filter, heads: ChangeHeads): boolean =>
  known !== undefined &&
  known.heads.revision <= heads.revision &&
  known.heads.deed <= heads.deed &&
  !hasMoved(known.filter.since, filter.since) &&
  !hasMoved(known.filter.until, filter.until);

const hasMoved = (from: Date | undefined, to: Date | undefined): boolean =>
  Math.abs(Number(to ?? 0) - Number(from ?? 0)) > MOVED_MS;
