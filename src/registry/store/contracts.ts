import { type Contract, withMessages } from '#contract';
import type { SchemaSource } from '#schema';
import type { ChangeKind } from '../change-kinds.js';
import type { PublishedContract } from '../published-contract.js';
import { eachNameOnce } from '../understand-schema.js';
import { enforcementSteps } from './enforcement-steps.js';
import { references } from './references.js';
import { rolloutStops } from './rollout-stops.js';
import { rowsOf, type Sql } from './sql.js';
import type { StoredVersion } from './stored-version.js';

/** A contract version as kept. */
export interface StoredContract {
  readonly id: string;
  readonly version: number;
  /** Canonical, without the schema's definition: that is kept once, under its id. */
  readonly document: string;
  readonly schemaId: number;
  readonly schemaVersion: number;
  readonly subject: string;
  readonly isForced: boolean;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  /** In the words of who published it; empty where nothing was said. */
  readonly reason: string;
}

export interface NewContractVersion {
  readonly contract: Contract;
  readonly version: number;
  readonly document: string;
  readonly sourceText: string;
  readonly stored: StoredVersion;
  readonly isForced: boolean;
  readonly kinds: readonly ChangeKind[];
  readonly publishedBy: string;
  readonly reason: string;
  readonly revision: number;
}

export interface Revision {
  readonly revision: number;
  readonly atMs: number;
}

/** What another contract claims already. */
export interface Claim {
  readonly kind: 'truth' | 'topic' | 'letters' | 'letters-topic';
  readonly claimant: string;
  readonly document: string;
}

const COLUMNS = `v.contract_id AS id, v.version, v.document, v.schema_id AS "schemaId",
  v.schema_version AS "schemaVersion", v.schema_subject AS subject, v.is_forced AS "isForced",
  v.published_at AS "publishedAt", v.published_by AS "publishedBy", v.reason`;
const CURRENT = `contracts c JOIN contract_versions v ON (v.contract_id, v.version) = (c.id, c.last_version)`;
const IN_FORCE = `c.status IN ('active', 'deprecated', 'sunset')`;
const CLAIMING = `c.status NOT IN ('draft', 'retired')`;

/** The name a sourceless claim on an entity goes by; absent when nothing is claimed. */
export const truthOf = ({ semantics: { entity } }: Contract): string | null =>
  entity?.sourceOfTruth === undefined ? null : entity.type;

export const contracts = {
  /** With what PostgreSQL’s clock says, in milliseconds since 1970. */
  async revision(sql: Sql): Promise<Revision> {
    const rows = await rowsOf<{ revision: string; atMs: number }>(
      sql,
      `SELECT revision, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "atMs"
         FROM contracts_revision`,
    );
    const [{ revision, atMs } = { revision: '0', atMs: Date.now() }] = rows;
    return { revision: Number(revision), atMs };
  },

  /** One publication after the other: until the commit nobody else publishes or claims. */
  async lockRevision(tx: Sql): Promise<number> {
    const rows = await rowsOf<{ revision: string }>(
      tx,
      'SELECT revision FROM contracts_revision FOR UPDATE',
    );
    return Number(rows[0]?.revision ?? 0);
  },

  async setRevision(tx: Sql, revision: number, channel: string): Promise<void> {
    await tx.query('UPDATE contracts_revision SET revision = $1', [revision]);
    await tx.query('SELECT pg_notify($1, $2)', [channel, String(revision)]);
  },

  async current(sql: Sql, id: string): Promise<StoredContract | undefined> {
    const rows = await rowsOf<StoredContract>(
      sql,
      `SELECT ${COLUMNS} FROM ${CURRENT} WHERE c.id = $1`,
      [id],
    );
    return rows[0];
  },

  async numbered(
    sql: Sql,
    id: string,
    version: number,
  ): Promise<(StoredContract & { sourceText: string }) | undefined> {
    const rows = await rowsOf<StoredContract & { sourceText: string }>(
      sql,
      `SELECT ${COLUMNS}, v.source_text AS "sourceText" FROM contract_versions v
       WHERE (v.contract_id, v.version) = ($1, $2)`,
      [id, version],
    );
    return rows[0];
  },

  /** By id, those after a given one. */
  async list(sql: Sql, after: string, limit: number): Promise<readonly StoredContract[]> {
    return rowsOf<StoredContract>(
      sql,
      `SELECT ${COLUMNS} FROM ${CURRENT} WHERE c.id COLLATE "C" > $1 ORDER BY c.id COLLATE "C" LIMIT $2`,
      [after, limit],
    );
  },

  async versionsOf(sql: Sql, id: string): Promise<readonly StoredContract[]> {
    return rowsOf<StoredContract>(
      sql,
      `SELECT ${COLUMNS} FROM contract_versions v WHERE v.contract_id = $1 ORDER BY v.version`,
      [id],
    );
  },

  /** The first claim of another contract that this one would repeat. */
  async claimAgainst(tx: Sql, contract: Contract): Promise<Claim | undefined> {
    const rows = await rowsOf<Claim>(
      tx,
      `SELECT CASE WHEN c.truth_of = $2 THEN 'truth'
                   WHEN c.dead_letter_topic = $3 THEN 'letters'
                   WHEN c.topic = $5 THEN 'letters-topic' ELSE 'topic' END AS kind,
              c.id AS claimant, v.document
       FROM ${CURRENT} WHERE ${CLAIMING} AND c.id <> $1
         AND (c.truth_of = $2 OR (c.topic, c.envelope_type) = ($3, $4)
              OR c.dead_letter_topic = $3 OR c.topic = $5) ORDER BY 1 DESC, 2 LIMIT 1`,
      [
        contract.id,
        truthOf(contract),
        contract.channel.topic,
        contract.envelope?.type ?? '',
        contract.enforcement.deadLetterTopic ?? null,
      ],
    );
    return rows[0];
  },

  async add(tx: Sql, made: NewContractVersion): Promise<StoredContract> {
    const { contract, version, stored } = made;
    await tx.query(
      `INSERT INTO contracts (id, last_version, status, subject, topic, envelope_type, truth_of,
         dead_letter_topic)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (id) DO UPDATE SET last_version = EXCLUDED.last_version, status = EXCLUDED.status,
         subject = EXCLUDED.subject, topic = EXCLUDED.topic,
         envelope_type = EXCLUDED.envelope_type, truth_of = EXCLUDED.truth_of,
         dead_letter_topic = EXCLUDED.dead_letter_topic`,
      [
        contract.id,
        version,
        contract.status,
        contract.schema.subject,
        contract.channel.topic,
        contract.envelope?.type ?? '',
        truthOf(contract),
        contract.enforcement.deadLetterTopic ?? null,
      ],
    );
    const rows = await rowsOf<StoredContract>(
      tx,
      `INSERT INTO contract_versions AS v (contract_id, version, document, source_text, schema_context,
         schema_subject, schema_version, schema_id, is_forced, published_by, reason, revision, kinds)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING ${COLUMNS}`,
      [
        contract.id,
        version,
        made.document,
        made.sourceText,
        stored.name.context,
        stored.name.subject,
        stored.version,
        stored.schema.id,
        made.isForced,
        made.publishedBy,
        made.reason,
        made.revision,
        made.kinds,
      ],
    );
    return rows[0] as StoredContract;
  },

  /** A contract that promises one of these versions now, or, for a hard delete, ever did. */
  async promising(
    sql: Sql,
    { context, subject }: { context: string; subject: string },
    numbers: readonly number[],
    evenFormerly: boolean,
  ): Promise<{ contract: string; version: number } | undefined> {
    const rows = await rowsOf<{ contract: string; version: number }>(
      sql,
      `SELECT c.id AS contract, v.schema_version AS version
       FROM contracts c JOIN contract_versions v ON v.contract_id = c.id
       WHERE (v.schema_context, v.schema_subject) = ($1, $2) AND v.schema_version = ANY($3)
         AND ($4 OR (v.version = c.last_version AND c.status <> 'retired')) ORDER BY 2, 1 LIMIT 1`,
      [context, subject, numbers, evenFormerly],
    );
    return rows[0];
  },

  /** Everything in force with all its schema texts, in a few queries; ask inside one snapshot. */
  async inForce(sql: Sql, referenceDepth: number): Promise<readonly PublishedContract[]> {
    const rows = await rowsOf<
      StoredContract & {
        context: string;
        type: SchemaSource['type'];
        text: string;
        writtenText: string | null;
      }
    >(
      sql,
      `SELECT ${COLUMNS}, s.context, s.type, s.text, d.written_text AS "writtenText" FROM ${CURRENT}
       JOIN schemas s ON (s.context, s.id) = (v.schema_context, v.schema_id)
       LEFT JOIN schema_descriptions d ON (d.context, d.schema_id) = (s.context, s.id)
       WHERE ${IN_FORCE} ORDER BY c.id COLLATE "C"`,
    );
    const roots = rows.map(({ context, schemaId }) => ({ context, id: schemaId }));
    const reached = await references.reachedFromSchemas(sql, roots, referenceDepth);
    const byRoot = Map.groupBy(reached, ({ root }) => root);
    const steps = await enforcementSteps.ofCurrent(sql);
    const stops = await rolloutStops.ofCurrent(sql);
    return rows.map(({ type, text, ...row }, index) => {
      const contract = JSON.parse(row.document) as Contract;
      const references = eachNameOnce(byRoot.get(index + 1) ?? []);
      return {
        id: row.id,
        version: row.version,
        contract,
        schemaId: row.schemaId,
        schemaVersion: row.schemaVersion,
        source: withMessages(contract, { type, text, references }),
        ...(row.writtenText !== null && { writtenText: row.writtenText }),
        publishedAt: row.publishedAt,
        publishedBy: row.publishedBy,
        ...(steps.has(row.id) && { steppedBack: steps.get(row.id) }),
        ...(stops.has(row.id) && { rolloutStopped: stops.get(row.id) }),
      };
    });
  },
};
