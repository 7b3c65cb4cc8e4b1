import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { storable } from '#kernel';

/** What narrows the quarantine; all that is given must hold. */
export interface CauseFilter {
  readonly state: string;
  readonly event: string | undefined;
  readonly producer: string | undefined;
}

/** Cases with one reason at one place of one event, whatever the item of a list it was. */
export interface CauseRow {
  readonly cause: string;
  readonly contractId: string | null;
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
  readonly cases: number;
  readonly events: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly producers: readonly CountedRow[];
  readonly versions: readonly CountedRow[];
}

export interface CountedRow {
  readonly name: string;
  readonly events: number;
}

export interface WaitingCases {
  readonly cases: number;
  readonly events: number;
  readonly stamp: string;
}

/** Open cases of one contract, or of none. */
export interface WaitingOfContract extends WaitingCases {
  readonly contractId: string | null;
}

export const CAUSES_MAX = 200;
const PARTS_MAX = 20;

/** A fingerprint of the cause: structure only, so the same cause has the same one tomorrow. */
const CASES = `
  WITH cases AS (
    SELECT id, contract_id, contract_version, count, first_seen, last_seen,
           coalesce(nullif(principal, ''), source, '') AS producer,
           reasons -> 0 ->> 'code' AS code, reasons -> 0 ->> 'message' AS message,
           regexp_replace(reasons -> 0 ->> 'pointer', '/\\d+(?=/|$)', '/*', 'g') AS pointer
      FROM quarantine
     WHERE state = $1 AND ($2::text IS NULL OR contract_id = $2)
       AND ($4::text[] IS NULL OR contract_id = ANY ($4) OR (contract_id IS NULL AND $5))),
  caused AS (
    SELECT *, left(encode(sha256(convert_to(
             concat_ws(E'\\n', contract_id, code, pointer), 'UTF8')), 'hex'), 12) AS cause
      FROM cases WHERE $3::text IS NULL OR producer = $3)`;

/** Each cause's parts with most events, in one pass over the cases. */
const counted = (what: string) => `
  SELECT cause, json_agg(json_build_object('name', name, 'events', events)
                         ORDER BY events DESC, name) AS parts
    FROM (SELECT cause, ${what} AS name, sum(count)::float8 AS events,
                 row_number() OVER (PARTITION BY cause ORDER BY sum(count) DESC, ${what}) AS place
            FROM caused GROUP BY 1, 2) AS part
   WHERE place <= ${PARTS_MAX} GROUP BY cause`;

@Injectable()
export class QuarantineCauses {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * The causes with most events first.
   * @param contracts absent means of all; null stands for what has no contract
   */
  list(
    { state, event, producer }: CauseFilter,
    contracts?: readonly (string | null)[],
  ): Promise<readonly CauseRow[]> {
    return this.dataSource.query<CauseRow[]>(
      `${CASES}
       SELECT g.*, p.parts AS producers, v.parts AS versions
         FROM (SELECT cause, contract_id AS "contractId", code, pointer,
                      (array_agg(message ORDER BY id DESC))[1] AS message,
                      count(*)::float8 AS cases, sum(count)::float8 AS events,
                      min(first_seen) AS "firstSeen", max(last_seen) AS "lastSeen"
                 FROM caused GROUP BY 1, 2, 3, 4
                ORDER BY events DESC, cause LIMIT ${CAUSES_MAX}) AS g
         JOIN (${counted('producer')}) AS p USING (cause)
         JOIN (${counted("coalesce(contract_version::text, '')")}) AS v USING (cause)
        ORDER BY g.events DESC, g.cause`,
      [
        ...[state, storable(event) ?? null, storable(producer) ?? null],
        ...[contracts?.filter((id) => id !== null) ?? null, contracts?.includes(null) ?? false],
      ],
    );
  }

  /** Ids of the cases of one cause, newest first. */
  async cases(filter: CauseFilter, cause: string, limit: number): Promise<readonly string[]> {
    const { state, event, producer } = filter;
    const rows = await this.dataSource.query<{ id: string }[]>(
      `${CASES} SELECT id FROM caused WHERE cause = $6 ORDER BY id DESC LIMIT $7`,
      [state, storable(event) ?? null, storable(producer) ?? null, null, false, cause, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Open cases by contract: which contracts any moved of is known by their stamps. */
  async waitingByContract(): Promise<readonly WaitingOfContract[]> {
    const [found] = await this.dataSource.query<{ contracts: readonly WaitingOfContract[] }[]>(
      `SELECT coalesce(json_agg(c), '[]') AS contracts
         FROM (SELECT contract_id AS "contractId", count(*)::float8 AS cases,
                      sum(count)::float8 AS events,
                      concat_ws(' ', count(*), sum(count), max(id), max(last_seen)) AS stamp
                 FROM quarantine WHERE state = 'open' GROUP BY 1) AS c`,
    );
    return found?.contracts ?? [];
  }

  /** Open cases and their events, of everything. The stamp is another one when any of them moved. */
  async waiting(): Promise<WaitingCases> {
    const [row] = await this.dataSource.query<WaitingCases[]>(
      `SELECT count(*)::float8 AS cases, coalesce(sum(count), 0)::float8 AS events,
              concat_ws(' ', count(*), sum(count), max(id), max(last_seen)) AS stamp
         FROM quarantine WHERE state = 'open'`,
    );
    return row ?? { cases: 0, events: 0, stamp: '' };
  }
}
