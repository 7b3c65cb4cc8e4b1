import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isOutage, type Problem, storable } from '#kernel';
import { registryProblems as rows } from './problems.js';

/** A change that would have broken somebody, tried by whom and how often. */
export interface RefusedChange {
  /** The contract, or the subject where there is none. */
  readonly what: string;
  readonly contractId: string | null;
  readonly code: string;
  readonly message: string;
  readonly askedBy: string;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Refused for what they would do to others; faults of form are not worth remembering. */
const BREAKING: ReadonlySet<string> = new Set(
  [
    rows.SCHEMA_INCOMPATIBLE,
    rows.SCHEMA_UNDECIDED,
    rows.SCHEMA_BREAKS_CONSUMERS,
    rows.CONTRACT_INCOMPATIBLE,
    rows.CONTRACT_UNDECIDED,
    rows.CONTRACT_MEANING_CHANGED,
    rows.CONTRACT_BREAKS_CONSUMERS,
  ].map(({ code }) => code),
);
const KEPT_MAX = 1_000;
const MESSAGE_CHARACTERS = 1_000;

const NOTE = `
  INSERT INTO refused_changes (fingerprint, what, contract_id, code, message, asked_by)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (fingerprint) DO UPDATE SET count = refused_changes.count + 1,
    last_at = clock_timestamp(), asked_by = excluded.asked_by`;
const FORGET = `
  DELETE FROM refused_changes WHERE id IN (
    SELECT id FROM refused_changes ORDER BY last_at DESC OFFSET ${KEPT_MAX})`;

/** What was tried and would have broken somebody: the newest thousand. */
@Injectable()
export class RefusedChanges {
  private readonly log = new Logger('registry');

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Never in the way of the answer: whoever is refused does not wait for the note. */
  note({ row, message, extras }: Problem, subject: string, askedBy: string): void {
    if (!BREAKING.has(row.code)) return;
    const contractId = extras.contract ?? null;
    const what = storable(contractId ?? subject);
    const told = storable(message).slice(0, MESSAGE_CHARACTERS);
    const fingerprint = createHash('sha256').update(`${what}\n${row.code}\n${told}`).digest();
    void this.store([fingerprint, what, contractId, row.code, told, askedBy]);
  }

  /** @returns the latest first */
  latest(limit: number): Promise<readonly RefusedChange[]> {
    return this.dataSource.query<RefusedChange[]>(
      `SELECT what, contract_id AS "contractId", code, message, asked_by AS "askedBy",
              count::float8 AS count, first_at AS "firstAt", last_at AS "lastAt"
         FROM refused_changes ORDER BY last_at DESC LIMIT $1`,
      [limit],
    );
  }

  private async store(row: readonly unknown[]): Promise<void> {
    try {
      await this.dataSource.query(NOTE, [...row]);
      await this.dataSource.query(FORGET);
    } catch (error) {
      if (!isOutage(error)) this.log.warn({ err: error }, 'a refused change was not noted');
    }
  }
}
