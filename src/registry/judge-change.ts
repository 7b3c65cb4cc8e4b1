import { Injectable } from '@nestjs/common';
import {
  type Comparison,
  type CompatibilityQuestion,
  type CompatibilityReport,
  inWindow,
  type MeaningFinding,
  modes,
  saidReading,
  type VersionedSchema,
  type VersionWindow,
  windowReport,
} from '#compat';
import { withMessages } from '#contract';
import { invariant, limits } from '#kernel';
import type { SchemaSource } from '#schema';
import { type DeclaredReaders, hurtReaders, withTree } from './consumptions/declared-readers.js';
import { readerTerms } from './contract-terms.js';
import { type NamedMessages, namedMessages, naming } from './named-messages.js';
import { checkNotBusy } from './sandbox/check-not-busy.js';
import { Sandbox } from './sandbox/sandbox.js';
import type { UnderstoodSchema } from './schema-draft.js';
import type { SchemaContent } from './schema-identity.js';
import { schemaSources } from './schema-sources.js';
import type { Sql } from './store/sql.js';
import type { StoredVersion } from './store/stored-version.js';
import type { Terms } from './terms.js';

/** A report and what it was made from: as long as that is unchanged, it stands. */
export interface Judgement {
  readonly key: string;
  readonly report: CompatibilityReport;
  /** Whom it breaks of those who declared what they read, whatever the mode protects. */
  readonly needs: readonly BrokenNeed[];
}

/** With the version its reader knows. */
export interface BrokenNeed extends MeaningFinding {
  readonly oldVersion: number;
}

/** Whoever is broken surely is told so, also where the mode left something undecided. */
export const verdictOf = ({
  report,
  needs,
}: Omit<Judgement, 'key'>): CompatibilityReport['verdict'] =>
  needs.some(({ severity }) => severity === 'breaking') ? 'incompatible' : report.verdict;

/** A complete candidate, and the live versions it would follow, oldest first. */
export interface Question extends UnderstoodSchema {
  readonly older: readonly StoredVersion[];
  readonly terms: Terms;
  /** Who declared what they read of the subject; nobody where it is left out. */
  readonly readers?: readonly DeclaredReaders[];
}

/** Asks, outside this process, whether a schema may follow the versions before it. */
@Injectable()
export class JudgeChange {
  constructor(private readonly sandbox: Sandbox) {}

  /** @param earlier returned as it is when nothing it rests on has changed since */
  async run(sql: Sql, question: Question, earlier?: Judgement): Promise<Judgement> {
    const { older, inside, leftOut, key, named } = ground(question);
    if (earlier?.key === key) return earlier;
    const source = naming(question.source, named?.now);
    const report = await this.compare(await versionSources(sql, older, named), {
      ...question,
      source,
    });
    return {
      ...{ key, report: { ...report, ...leftOutOf(inside, leftOut, question.terms) } },
      needs: await this.brokenNeeds(sql, question),
    };
  }

  private async brokenNeeds(
    sql: Sql,
    { readers = [], source, content }: Question,
  ): Promise<readonly BrokenNeed[]> {
    const found: BrokenNeed[] = [];
    for (const each of readers) {
      const { contract, old } = each;
      const known = isSameContent(old.schema, content) ? undefined : await withTree(sql, each);
      if (!known) continue;
      const terms = readerTerms(contract, contract, old);
      const report = await this.follows(sql, { old, new: source }, terms);
      const hurt = hurtReaders(known, withMessages(contract, source), report);
      found.push(...hurt.map((each) => ({ ...each, oldVersion: old.version })));
    }
    return found;
  }

  /** Whether nothing it rests on has changed since. */
  stands(question: Question, earlier: Judgement | undefined): boolean {
    return earlier?.key === ground(question).key;
  }

  /** A schema against one version, wherever that is: what a contract promised until now. */
  async follows(
    sql: Sql,
    pair: { readonly old: StoredVersion; readonly new: SchemaSource },
    terms: Terms,
  ): Promise<CompatibilityReport> {
    const named = namedBy(terms);
    const [old] = await versionSources(sql, [pair.old], named);
    invariant(old, 'each version has a source');
    return this.compare([old], { source: naming(pair.new, named?.now), terms });
  }

  /** Newest first, and no further than the first that does not fit: one reason is enough to refuse. */
  async compare(
    older: readonly VersionedSchema[],
    { source, terms: { mode, assumption, reading, examples } }: Pick<Question, 'source' | 'terms'>,
  ): Promise<CompatibilityReport> {
    const comparisons: Comparison[] = [];
    const more = { ...(reading && { reading }), ...(examples && { examples }) };
    const said = saidReading({ ...more, new: source });
    const deadline = performance.now() + TOTAL_MS;
    for (const old of [...older].reverse()) {
      const isLate = performance.now() > deadline;
      const one = isLate
        ? undecided(old.version, TOO_MANY)
        : await this.compareOne({ old: [old], new: source, mode, assumption, ...more });
      comparisons.push(...one.comparisons);
      if (one.verdict !== 'compatible')
        return { verdict: one.verdict, mode, assumption, ...said, comparisons };
    }
    return { verdict: 'compatible', mode, assumption, ...said, comparisons };
  }

  private async compareOne(
    question: CompatibilityQuestion,
  ): Promise<Pick<CompatibilityReport, 'verdict' | 'comparisons'>> {
    const result = await this.sandbox.run({ kind: 'compare', question });
    if ('failure' in result) {
      checkNotBusy(result.failure);
      return undecided(question.old[0]?.version ?? 0, OUT_OF_BUDGET);
    }
    invariant(result.outcome.kind === 'compare', 'a sandbox answers what it was asked');
    return result.outcome.report;
  }
}

/** One registration may keep its caller waiting this long for the verdict. */
const TOTAL_MS = 20_000;
const OUT_OF_BUDGET = `comparing the two schemas took more than ${limits.sandboxCpuMs.value / 1_000} s of CPU time or ${limits.sandboxMemoryMb.value} MB`;
const TOO_MANY = `there are more older versions than could be compared in ${TOTAL_MS / 1_000} s`;

const undecided = (oldVersion: number, because: string) => ({
  verdict: 'undecided' as const,
  comparisons: [
    {
      oldVersion,
      direction: 'backward' as const,
      verdict: 'undecided' as const,
      findings: [],
      undecidedBecause: because,
    },
  ],
});

/** The versions a judgement rests on, and a key that is another when any of it is. */
function ground(question: Question) {
  const { terms, content } = question;
  const { inside, leftOut } = windowed(question, Date.now());
  const named = namedBy(terms);
  const older = relevant({ ...question, older: inside }, named);
  const ids = older.map(({ version, schema }) => [version, schema.id]);
  const read = (question.readers ?? []).map(({ contract, consumptions, old }) => [
    ...[contract, consumptions, old.version],
  ]);
  return { older, inside, leftOut, named, key: JSON.stringify([terms, content, ids, read]) };
}

const namedBy = ({ promised = [], own }: Terms): NamedMessages | undefined =>
  namedMessages(promised, own);

/** Versions whose events can still be met, as the contract of the subject sees it. */
function windowed({ older, terms }: Question, nowMs: number): VersionWindow<StoredVersion> {
  if (!terms.lookBack || !modes[terms.mode].isTransitive) return { inside: older, leftOut: [] };
  const dated = older.map((stored) => ({ stored, publishedAt: stored.createdAt.getTime() }));
  const { inside, leftOut } = inWindow(dated, { ...terms.lookBack, nowMs });
  const versionsOf = (list: typeof dated) => list.map(({ stored }) => stored);
  return { inside: versionsOf([...inside]), leftOut: versionsOf([...leftOut]) };
}

const leftOutOf = (
  inside: readonly StoredVersion[],
  leftOut: readonly StoredVersion[],
  { lookBack }: Terms,
): Pick<CompatibilityReport, 'window'> => (lookBack ? windowReport(inside, leftOut, lookBack) : {});

/** Which older versions the mode protects, each content once; the same schema fits itself. */
function relevant(
  { content, older, terms: { mode, group } }: Question,
  named: NamedMessages | undefined,
): readonly StoredVersion[] {
  const grouped =
    group === undefined
      ? older
      : older.filter(inGroup(content.metadata?.properties?.[group], group));
  const protectedOnes = modes[mode].isTransitive ? grouped : grouped.slice(-1);
  if (modes[mode].directions.length === 0) return [];
  const isSame = ({ version, schema }: StoredVersion) =>
    (named?.of(version) ?? named?.now)?.join() === named?.now.join() &&
    isSameContent(schema, content);
  const newestOfEach = new Map(protectedOnes.map((each) => [each.schema.id, each]));
  return protectedOnes.filter((each) => newestOfEach.get(each.schema.id) === each && !isSame(each));
}

const isSameContent = (one: SchemaContent, other: SchemaContent): boolean =>
  one.type === other.type &&
  one.text === other.text &&
  JSON.stringify(one.references) === JSON.stringify(other.references);

const inGroup = (value: string | undefined, group: string) => (each: StoredVersion) =>
  each.schema.metadata?.properties?.[group] === value;

async function versionSources(
  sql: Sql,
  older: readonly StoredVersion[],
  named?: NamedMessages,
): Promise<readonly VersionedSchema[]> {
  const sources = await schemaSources(
    sql,
    older.map(({ schema }) => schema),
  );
  return older.flatMap(({ version }, i) => {
    const source = sources[i];
    return source ? [{ version, source: naming(source, named?.of(version)) }] : [];
  });
}
