import { Injectable } from '@nestjs/common';
import { problem } from '#kernel';
import { CatalogIndex, type CatalogSnapshot } from '../discover/catalog-index.js';
import { DeclaredConsumers, type DeclaredReaders } from '../discover/declared-consumers.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import { catalogProblems } from '../problems.js';
import {
  type ChangePlace,
  type ChangeRow,
  ChangeRows,
  type VersionMade,
} from '../store/change-rows.js';
import { writeChangeCursor } from './change-cursor.js';
import type { ChangesAnswer, ToldChange } from './changes-answer.js';
import { type ChangeKind, classWords, isOfVersion, TOLD_DEEDS, toldDeeds } from './change-words.js';
import type { ClassifiedVersion } from './class-of.js';
import { ClassifyVersions } from './classify-versions.js';
import { type ChosenChanges, countChanges } from './count-changes.js';
import { CountedChanges } from './counted-changes.js';
import { tellDeed } from './tell-deed.js';
import { saysMore, tellVersion } from './tell-version.js';

export interface ChangesQuestion extends ChosenChanges {
  readonly kinds: readonly ChangeKind[];
  readonly contract: string | undefined;
  readonly since: Span | undefined;
  readonly until: Span | undefined;
  readonly after: ChangePlace | undefined;
  readonly limit: number;
}

/** A moment, and the words it was asked for with: `7d` moves on. */
export interface Span {
  readonly said: string;
  readonly at: Date;
}

/** Subjects by their contracts, and the other way round. */
type Subjects = ReadonlyMap<string, string>;

interface Around {
  readonly snapshot: CatalogSnapshot;
  readonly readers: DeclaredReaders;
  readonly subjects: Subjects;
}

const COUNTED_KEPT = 20;

/** What changed since somebody looked last: who, when, what and why, and whom it breaks. */
@Injectable()
export class ListChanges {
  private readonly subjects = new KeptAnswers<Subjects>(1, Infinity);
  private readonly counted = new KeptAnswers<CountedChanges>(COUNTED_KEPT, Infinity);

  constructor(
    private readonly index: CatalogIndex,
    private readonly consumers: DeclaredConsumers,
    private readonly rows: ChangeRows,
    private readonly classes: ClassifyVersions,
  ) {}

  /**
   * @param patienceMs how long to wait for what nobody has worked out yet: whom each version breaks
   * @throws EVENT_UNKNOWN
   */
  async list(question: ChangesQuestion, patienceMs = 0): Promise<ChangesAnswer> {
    const around = await this.around();
    const { contract, since, until, limit } = question;
    const one = contract === undefined ? undefined : around.snapshot.byId.get(contract);
    if (contract !== undefined && !one)
      throw problem(catalogProblems.EVENT_UNKNOWN, { id: contract.slice(0, 300) });
    const [rows, counted] = await Promise.all([
      this.rows.list(filterOf(question, around), { after: question.after, limit: limit + 1 }),
      this.count(question, around),
    ]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      ...(since && { since: since.at.toISOString() }),
      ...(until && { until: until.at.toISOString() }),
      ...(one && { contract: { id: one.row.id, name: one.row.name } }),
      ...counted,
      catalogSize: around.snapshot.entries.length,
      changes: await this.told(page, around, patienceMs),
      ...(rows.length > limit && last && { next: writeChangeCursor(last) }),
    };
  }

  private async around(): Promise<Around> {
    const [snapshot, readers] = await Promise.all([this.index.current(), this.consumers.current()]);
    const subjects = this.subjects.of(snapshot.entries, '', () => {
      const named = snapshot.entries.map(
        ({ contract: { id, schema } }) => [schema.subject, id] as const,
      );
      return new Map(named);
    });
    return { snapshot, readers, subjects };
  }

  private async count(question: ChangesQuestion, around: Around) {
    const { snapshot, readers, subjects } = around;
    const filter = filterOf({ ...question, teams: [], reads: [] }, around);
    const said = [question.since?.said, question.until?.said];
    const groups = await this.counted
      .of('', JSON.stringify([...said, filter.of]), () => new CountedChanges(this.rows))
      .groups(filter, snapshot.revision, {
        edition: `${readers.edition} ${snapshot.revision}`,
        of: (named) => {
          const id = subjects.get(named) ?? named;
          const owner = snapshot.byId.get(id)?.row.owner;
          return { owner, readers: readers.teamsOf.get(id) ?? [] };
        },
      });
    return countChanges(groups, question);
  }

  private async told(
    page: readonly ChangeRow[],
    { snapshot, subjects }: Around,
    patienceMs: number,
  ): Promise<readonly ToldChange[]> {
    const made = page.filter((row) => row.source === 'version');
    const numbered = made.map(({ id, n }) => ({ id, version: n }));
    const [documents, classes] = await Promise.all([
      this.rows.documents(made.filter(saysMore)),
      this.classes.waited(numbered, patienceMs),
    ]);
    const documentOf = new Map(documents.map((each) => [`${each.id}@${each.n}`, each]));
    const classOf = new Map(made.map((row, i) => [row, classes[i]]));
    return page.map((row) => {
      const entry = snapshot.byId.get(row.id) ?? snapshot.byId.get(subjects.get(row.id) ?? '');
      const event = entry && { id: entry.row.id, name: entry.row.name, owner: entry.row.owner };
      const happened = { at: row.at.toISOString(), by: row.actor, ...(event && { event }) };
      if (row.source === 'version') {
        const sentence = tellVersion(row, documentOf.get(`${row.id}@${row.n}`));
        return { ...happened, ...ofVersion(row, classOf.get(row)), sentence };
      }
      const { sentence, reason } = tellDeed(row);
      const key = `deed:${row.n}`;
      return { key, ...happened, kinds: [toldDeeds[row.action]], sentence, ...said(reason) };
    });
  }
}

const said = (reason: string) => reason !== '' && { reason };

/** An older release that runs beside this one says nothing of what its versions did. */
const ofVersion = (
  { id, n, kinds, reason }: VersionMade,
  found: ClassifiedVersion | undefined,
) => ({
  key: `version:${id}@${n}`,
  kinds: kinds.length > 0 ? kinds : [n === 1 ? ('new' as const) : ('version' as const)],
  version: n,
  ...said(reason),
  ...(found && { effect: { ...found, says: classWords[found.class] } }),
});

function filterOf(question: ChangesQuestion, around: Around) {
  const { kinds, since, until } = question;
  return {
    since: since?.at,
    until: until?.at,
    of: narrowed(question, around),
    kinds: kinds.length === 0 ? undefined : kinds.filter(isOfVersion),
    deeds: TOLD_DEEDS.filter((deed) => kinds.length === 0 || kinds.includes(toldDeeds[deed])),
  };
}

/** The contracts that are asked about, and how the audit calls them: by their id, or their subject. */
function narrowed(
  { contract, teams, reads }: ChangesQuestion,
  { snapshot: { entries, byId }, readers: { teamsOf } }: Around,
) {
  if (contract === undefined && teams.length === 0 && reads.length === 0) return undefined;
  const one = contract === undefined ? undefined : byId.get(contract);
  const chosen = (one ? [one] : entries).filter(
    ({ row: { id, owner } }) =>
      (teams.length === 0 || teams.includes(owner)) &&
      (reads.length === 0 || (teamsOf.get(id) ?? []).some((team) => reads.includes(team))),
  );
  const contracts = chosen.map(({ row }) => row.id);
  return {
    contracts,
    targets: [...contracts, ...chosen.map((each) => each.contract.schema.subject)],
  };
}
