import type { ChangeTally } from '../store/change-rows.js';
import type { ChangeFacet, ChangesAnswer } from './changes-answer.js';
import {
  CHANGE_KINDS,
  type ChangeKind,
  changeWords,
  type ToldDeed,
  toldDeeds,
} from './change-words.js';

/** What is chosen; nothing of one means anything. */
export interface ChosenChanges {
  readonly kinds: readonly string[];
  /** Who answers for the event. */
  readonly teams: readonly string[];
  /** Who declares to read it. */
  readonly reads: readonly string[];
}

/** Whose a contract is and which teams read it, by the id of a contract or the name of its subject. */
export interface TouchedTeams {
  readonly owner: string | undefined;
  readonly readers: readonly string[];
}

const isAny = (chosen: readonly string[], of: readonly string[]): boolean =>
  chosen.length === 0 || of.some((each) => chosen.includes(each));

const kindsOfTally = ({ source, kinds }: Pick<ChangeTally, 'source' | 'kinds'>) =>
  source === 'version'
    ? (kinds.split(',').filter(Boolean) as ChangeKind[])
    : [toldDeeds[kinds as ToldDeed]];

/** Changes that are counted alike, whatever is chosen. */
export interface ChangeGroup {
  readonly kinds: readonly ChangeKind[];
  readonly owners: readonly string[];
  readonly readers: readonly string[];
  readonly count: number;
}

/** Of ten thousand events there are a few hundred groups, and each question looks at all of them. Pure. */
export function groupChanges(
  tallies: readonly ChangeTally[],
  touched: (id: string) => TouchedTeams,
): readonly ChangeGroup[] {
  const teams = new Map<string, TouchedTeams & { readonly key: string }>();
  const teamsOf = (id: string) => {
    const { owner, readers } = touched(id);
    const found = { owner, readers, key: JSON.stringify([owner, readers]) };
    teams.set(id, found);
    return found;
  };
  const groups = new Map<string, ChangeGroup>();
  for (const tally of tallies) {
    const { owner, readers, key: whose } = teams.get(tally.id) ?? teamsOf(tally.id);
    const key = `${tally.source} ${tally.kinds} ${whose}`;
    const known = groups.get(key);
    const kinds = known?.kinds ?? kindsOfTally(tally);
    const count = (known?.count ?? 0) + tally.count;
    groups.set(key, { kinds, owners: owner === undefined ? [] : [owner], readers, count });
  }
  return [...groups.values()];
}

/** How many changes there are, and how many there would be of each value, were it chosen alone. Pure. */
export function countChanges(
  groups: readonly ChangeGroup[],
  chosen: ChosenChanges,
): Pick<ChangesAnswer, 'total' | 'facets'> {
  const counts = { kind: new Map(), team: new Map(), reads: new Map() } as Readonly<
    Record<'kind' | 'team' | 'reads', Map<string, number>>
  >;
  let total = 0;
  const add = (to: Map<string, number>, values: readonly string[], count: number) => {
    for (const value of values) to.set(value, (to.get(value) ?? 0) + count);
  };
  for (const { kinds, owners, readers, count } of groups) {
    const isOfKind = isAny(chosen.kinds, kinds);
    const isOfTeam = isAny(chosen.teams, owners);
    const isRead = isAny(chosen.reads, readers);
    if (isOfTeam && isRead) add(counts.kind, kinds, count);
    if (isOfKind && isRead) add(counts.team, owners, count);
    if (isOfKind && isOfTeam) add(counts.reads, readers, count);
    if (isOfKind && isOfTeam && isRead) total += count;
  }
  const kind = CHANGE_KINDS.filter((each) => counts.kind.has(each) || chosen.kinds.includes(each));
  return {
    total,
    facets: {
      kind: kind.map((value) => ({
        ...{ value, word: changeWords[value].word, count: counts.kind.get(value) ?? 0 },
      })),
      team: mostFirst(counts.team, chosen.teams),
      reads: mostFirst(counts.reads, chosen.reads),
    },
  };
}

/** What is chosen is told even where nothing is left of it: it can be let go there. */
function mostFirst(counts: Map<string, number>, chosen: readonly string[]): ChangeFacet[] {
  for (const value of chosen) if (!counts.has(value)) counts.set(value, 0);
  return [...counts]
    .map(([value, count]) => ({ value, word: value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
