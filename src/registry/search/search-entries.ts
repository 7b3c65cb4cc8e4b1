import { storable } from '#kernel';
import type { Contract } from '#contract';
import type { SchemaType } from '#schema';
import { rowsOf, type Sql } from '../store/sql.js';
import { together } from '../store/together.js';
import { printSubject, type SubjectName } from '../subject-name.js';
import type { DescribedField } from './described-field.js';
import type { SchemaDescription } from './describe-schema.js';
import { WeightedWords } from './weighted-words.js';

export interface SearchFilter {
  readonly kind?: 'subject' | 'contract' | undefined;
  readonly type?: SchemaType | undefined;
  readonly context?: string | undefined;
  readonly owner?: string | undefined;
  readonly tag?: string | undefined;
}

/** A subject in its newest version that lives, or a contract in its newest. */
export interface FoundEntry {
  readonly kind: 'subject' | 'contract';
  readonly context: string;
  readonly name: string;
  readonly version: number;
  readonly type: SchemaType;
  readonly title: string | null;
  readonly description: string | null;
  readonly owner: string | null;
  readonly tags: readonly string[];
  readonly rank: number;
  readonly fields: readonly DescribedField[];
}

export interface SchemaKey {
  readonly context: string;
  readonly id: number;
}

const nameWords = (name: string): string => String(new WeightedWords().add('A', name));

const WEIGHTS = `'{0.1, 0.3, 0.6, 1.0}'`;
const RANK = `ts_rank(${WEIGHTS}, e.words, $1::tsquery)
  + CASE WHEN lower(e.name) = lower($7) THEN 2 WHEN starts_with(lower(e.name), lower($7)) THEN 1 ELSE 0 END`;

export const searchEntries = {
  /** Once for a content: what was registered first is what its text looked like. */
  describe: (tx: Sql, key: SchemaKey, described: DescribedText): Promise<void> =>
    describeAll(tx, { ...described, key }),

  /** The entry of a subject is that of its newest version that lives; without one it has none. */
  refreshSubject: (tx: Sql, name: SubjectName): Promise<void> => refreshAll(tx, name),

  /** A contract that is retired is no longer found. */
  async putContract(
    tx: Sql,
    contract: Contract,
    { version, schema }: { version: number; schema: SchemaKey },
  ): Promise<void> {
    if (contract.status === 'retired') {
      await tx.query(`DELETE FROM search_entries WHERE kind = 'contract' AND name = $1`, [
        contract.id,
      ]);
      return;
    }
    const { description, owner, channel, domain } = contract;
    const said = [description.purpose, description.limitations].filter(Boolean).join(' ');
    const classes = Object.values(contract.fields).flatMap((each) => each.classification ?? []);
    const tags = [...new Set([...contract.tags, ...classes])].map((tag) => storable(tag) ?? '');
    const words = new WeightedWords()
      .add('A', contract.id, contract.name)
      .add('B', owner.team, domain, channel.topic, ...tags)
      .add('D', said);
    await rowsOf(
      tx,
      `INSERT INTO search_entries AS e
         (kind, context, name, version, schema_id, type, title, description, owner, tags, words)
       SELECT 'contract', d.context, $3, $4, d.schema_id, s.type, $5, $6, $7, $8,
              $9::tsvector || d.words
       FROM schema_descriptions d JOIN schemas s ON (s.context, s.id) = (d.context, d.schema_id)
       WHERE (d.context, d.schema_id) = ($1, $2)
       ON CONFLICT (kind, context, name) DO UPDATE SET (version, schema_id, type, title,
         description, owner, tags, words) = (EXCLUDED.version, EXCLUDED.schema_id, EXCLUDED.type,
         EXCLUDED.title, EXCLUDED.description, EXCLUDED.owner, EXCLUDED.tags, EXCLUDED.words)`,
      [
        schema.context,
        schema.id,
        contract.id,
        version,
        storable(contract.name),
        said === '' ? null : storable(said),
        storable(owner.team),
        tags,
        String(words),
      ],
    );
  },

  /** Best first. `total` counts no further than `candidates`; among so many none is better known. */
  async find(
    sql: Sql,
    { query, question, candidates }: { query: string; question: string; candidates: number },
    filter: SearchFilter,
    page: { offset: number; limit: number },
  ): Promise<{ total: number; entries: readonly FoundEntry[] }> {
    const rows = await rowsOf<Omit<FoundEntry, 'fields'> & { fields: string; total: number }>(
      sql,
      `WITH named AS (
         SELECT e.*, ${RANK} AS rank FROM (
           -- What bears that very name comes first: it is never among those left out.
           SELECT * FROM (
             SELECT * FROM search_entries WHERE lower(name) = lower($7)
             UNION ALL
             SELECT * FROM search_entries WHERE lower(name) <> lower($7)) e
           WHERE e.words @@ $1::tsquery
             AND ($2::text IS NULL OR e.kind = $2) AND ($3::text IS NULL OR e.type = $3)
             AND ($4::text IS NULL OR e.context = $4) AND ($5::text IS NULL OR e.owner = $5)
             AND ($6::text IS NULL OR $6 = ANY(e.tags)) LIMIT $8) AS e),
       best AS (
         SELECT *, count(*) OVER ()::int AS total FROM named
         ORDER BY rank DESC, name COLLATE "C", context COLLATE "C", kind OFFSET $9 LIMIT $10)
       SELECT b.kind, b.context, b.name, b.version, b.type, b.title, b.description, b.owner,
              b.tags, b.rank::float8 AS rank, b.total, d.fields
       FROM best b LEFT JOIN schema_descriptions d
         ON (d.context, d.schema_id) = (b.context, b.schema_id)
       ORDER BY b.rank DESC, b.name COLLATE "C", b.context COLLATE "C", b.kind`,
      [
        query,
        filter.kind ?? null,
        filter.type ?? null,
        filter.context ?? null,
        filter.owner ?? null,
        filter.tag ?? null,
        question,
        candidates,
        page.offset,
        page.limit,
      ],
    );
    return {
      total: rows[0]?.total ?? 0,
      entries: rows.map((row) => ({
        ...row,
        fields: JSON.parse(row.fields) as readonly DescribedField[],
      })),
    };
  },

  /** What a hard delete leaves of contents nobody uses: nothing. */
  async forgetDescriptions(tx: Sql, context: string, ids: readonly number[]): Promise<void> {
    await tx.query(
      `DELETE FROM schema_descriptions d USING schemas s
       WHERE (s.context, s.id) = (d.context, d.schema_id) AND s.text IS NULL
         AND d.context = $1 AND d.schema_id = ANY($2)`,
      [context, ids],
    );
  },
};

type DescribedText = SchemaDescription & { readonly writtenText?: string | undefined };

const describeAll = together(
  async (tx: Sql, all: readonly (DescribedText & { readonly key: SchemaKey })[]) => {
    await rowsOf(
      tx,
      `INSERT INTO schema_descriptions
         (context, schema_id, title, description, owner, tags, fields, words, written_text)
       SELECT context, schema_id, title, description, owner,
              ARRAY(SELECT json_array_elements_text(tags::json)), fields, words::tsvector, written_text
       FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                   $8::text[], $9::text[])
         AS t (context, schema_id, title, description, owner, tags, fields, words, written_text)
       ON CONFLICT DO NOTHING`,
      [
        all.map(({ key }) => key.context),
        all.map(({ key }) => key.id),
        all.map(({ title }) => title ?? null),
        all.map(({ description }) => description ?? null),
        all.map(({ owner }) => owner ?? null),
        all.map(({ tags }) => JSON.stringify(tags.map((tag) => tag.toWellFormed()))),
        all.map(({ fields }) => JSON.stringify(fields)),
        all.map(({ words }) => words),
        all.map(({ writtenText }) => storable(writtenText) ?? null),
      ],
    );
    return all.map(() => undefined);
  },
);

const refreshAll = together(async (tx: Sql, names: readonly SubjectName[]) => {
  const distinct = [...new Map(names.map((name) => [printSubject(name), name])).values()];
  await rowsOf(
    tx,
    `WITH asked AS MATERIALIZED (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS t (context, subject, own)),
     newest AS MATERIALIZED (
       SELECT a.context, a.subject, a.own, f.* FROM asked a CROSS JOIN LATERAL (
         SELECT v.version, v.schema_id, s.type, d.title, d.description, d.owner, d.tags, d.words
         FROM versions v
         JOIN schemas s ON (s.context, s.id) = (v.context, v.schema_id)
         JOIN schema_descriptions d ON (d.context, d.schema_id) = (v.context, v.schema_id)
         WHERE (v.context, v.subject) = (a.context, a.subject) AND NOT v.is_deleted
         ORDER BY v.version DESC LIMIT 1) f),
     gone AS (DELETE FROM search_entries e USING asked a
              WHERE (e.kind, e.context, e.name) = ('subject', a.context, a.subject) AND NOT EXISTS (
                SELECT FROM newest n WHERE (n.context, n.subject) = (a.context, a.subject)))
     INSERT INTO search_entries AS e
       (kind, context, name, version, schema_id, type, title, description, owner, tags, words)
     SELECT 'subject', context, subject, version, schema_id, type, title, description, owner, tags,
            own::tsvector || words FROM newest
     ON CONFLICT (kind, context, name) DO UPDATE SET (version, schema_id, type, title,
       description, owner, tags, words) = (EXCLUDED.version, EXCLUDED.schema_id, EXCLUDED.type,
       EXCLUDED.title, EXCLUDED.description, EXCLUDED.owner, EXCLUDED.tags, EXCLUDED.words)`,
    [
      distinct.map(({ context }) => context),
      distinct.map(({ subject }) => subject),
      distinct.map(({ subject }) => nameWords(subject)),
    ],
  );
  return names.map(() => undefined);
});
