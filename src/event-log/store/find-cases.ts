import type { DataSource } from 'typeorm';
import { type QuarantineKeys, SEAL_BYTES } from '../quarantine-keys.js';
import type {
  QuarantineCase,
  QuarantinedEvent,
  QuarantineGroup,
  QuarantineReason,
  QuarantineState,
} from '../quarantined-event.js';
import { storable } from './columns.js';
import { openedCase, type SealedCase } from './sealed-case.js';

/** Lengths are those of what came. */
const SEALED = `CASE WHEN sealed_by IS NULL THEN 0 ELSE ${SEAL_BYTES} END`;
const CASE_COLUMNS = `
  id, topic, contract_id AS "contractId", contract_version AS "contractVersion", door, principal,
  event_id AS "eventId", source, reasons, state, encode(fingerprint, 'hex') AS fingerprint,
  count::float8 AS count, first_seen AS "firstSeen", last_seen AS "lastSeen", is_kept AS "isKept",
  octet_length(key) - ${SEALED} AS "keyBytes", octet_length(value) - ${SEALED} AS "valueBytes"`;

interface CaseRow {
  readonly id: string;
  readonly topic: string;
  readonly contractId: string | null;
  readonly contractVersion: number | null;
  readonly door: string;
  readonly principal: string;
  readonly eventId: string | null;
  readonly source: string | null;
  readonly reasons: readonly QuarantineReason[];
  readonly state: QuarantineState;
  readonly fingerprint: string;
  readonly count: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly isKept: boolean;
  readonly keyBytes: number | null;
  readonly valueBytes: number | null;
}

/** Which cases; all that is given must hold. */
export interface CaseFilter {
  readonly contractId?: string;
  readonly topic?: string;
  readonly state?: QuarantineState;
}

const WHERE = `
  WHERE ($1::text IS NULL OR contract_id = $1) AND ($2::text IS NULL OR topic = $2)
    AND ($3::text IS NULL OR state = $3)`;

const filterOf = ({ contractId, topic, state }: CaseFilter) =>
  [contractId ?? null, topic ?? null, state ?? null] as const;

/** Newest first. Ids are ULIDs, so the last one of a page is where the next begins. */
export async function listCases(
  dataSource: DataSource,
  filter: CaseFilter,
  page: { readonly before?: string; readonly limit: number },
): Promise<readonly QuarantineCase[]> {
  const rows = await dataSource.query<CaseRow[]>(
    `SELECT ${CASE_COLUMNS} FROM quarantine ${WHERE} AND ($4::text IS NULL OR id < $4)
      ORDER BY id DESC LIMIT $5`,
    [...filterOf(filter), page.before ?? null, page.limit],
  );
  return rows.map(asCase);
}

/** Every time this event was refused, newest first. */
export async function casesOfEvent(
  dataSource: DataSource,
  { id, source, limit }: { id: string; source: string | undefined; limit: number },
): Promise<readonly QuarantineCase[]> {
  const rows = await dataSource.query<CaseRow[]>(
    `SELECT ${CASE_COLUMNS} FROM quarantine
      WHERE event_id = $1 AND ($2::text IS NULL OR source = $2) ORDER BY id DESC LIMIT $3`,
    [storable(id), source === undefined ? null : storable(source), limit],
  );
  return rows.map(asCase);
}

export async function findCase(
  dataSource: Pick<DataSource, 'query'>,
  id: string,
  keys: QuarantineKeys,
): Promise<QuarantinedEvent | undefined> {
  const [row] = await dataSource.query<(CaseRow & SealedCase)[]>(
    `SELECT ${CASE_COLUMNS}, key, value, headers, sealed_by AS "sealedBy"
       FROM quarantine WHERE id = $1`,
    [id],
  );
  if (!row) return undefined;
  const opened = openedCase(keys, row);
  return { ...asCase(row), ...(opened ?? UNREADABLE), isReadable: opened !== undefined };
}

const UNREADABLE = { key: null, value: null, headers: [] } as const;

/** The most frequent reasons first. */
export async function groupCases(
  dataSource: DataSource,
  filter: CaseFilter,
  limit: number,
): Promise<readonly QuarantineGroup[]> {
  return dataSource.query<QuarantineGroup[]>(
    `SELECT contract_id AS "contractId", topic, reason ->> 'code' AS code,
            reason ->> 'pointer' AS pointer, count(*)::float8 AS cases,
            sum(count)::float8 AS events, max(last_seen) AS "lastSeen"
       FROM quarantine CROSS JOIN jsonb_array_elements(reasons) AS reason ${WHERE}
      GROUP BY 1, 2, 3, 4 ORDER BY events DESC, code, pointer LIMIT $4`,
    [...filterOf(filter), limit],
  );
}

function asCase({ contractId, contractVersion, eventId, source, ...row }: CaseRow): QuarantineCase {
  return {
    id: row.id,
    topic: row.topic,
    ...(contractId !== null && contractVersion !== null
      ? { contract: { id: contractId, version: contractVersion } }
      : {}),
    door: row.door,
    principal: row.principal,
    ...(eventId !== null ? { eventId } : {}),
    ...(source !== null ? { source } : {}),
    reasons: row.reasons,
    state: row.state,
    fingerprint: row.fingerprint,
    count: row.count,
    firstSeen: row.firstSeen,
    lastSeen: row.lastSeen,
    isKept: row.isKept,
    keyBytes: row.keyBytes,
    valueBytes: row.valueBytes,
  };
}
