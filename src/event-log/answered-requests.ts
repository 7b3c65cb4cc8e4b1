import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isOutage, limits } from '#kernel';
import { Rounds } from './rounds.js';
import { type AnsweredEvent, findAnsweredEvents, LET_GO_CLAIM } from './store/answered-events.js';
import { storable } from './store/columns.js';

/** A request by the name its sender gave it. */
export interface NamedRequest {
  readonly principal: string;
  readonly key: string;
  /** SHA-256 of all that decides about its answer. */
  readonly fingerprint: Buffer;
}

export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Claimed =
  /** Nobody answered it yet, and now nobody else will. */
  | {
      readonly state: 'claimed';
      readonly claim: string;
      /** The same for whoever takes the request over. */
      readonly request: string;
      /** What a gateway that is gone has done of it, by the places of its events. */
      readonly done: ReadonlyMap<number, AnsweredEvent>;
      /** Whether whoever had it before is gone without a word. */
      readonly isUnsure: boolean;
    }
  | { readonly state: 'answered'; readonly answer: KeptAnswer }
  | { readonly state: 'in-flight' }
  | { readonly state: 'another-request' };

/** A claim gives way once its window or, unanswered, its lease has ended: whoever held it is gone. */
const CLAIM = `
  WITH earlier AS (
    SELECT FROM answered_requests
     WHERE principal = $1 AND key = $2 AND claim <> '${LET_GO_CLAIM}' AND expires_at > clock_timestamp())
  INSERT INTO answered_requests AS held (principal, key, fingerprint, claim, claim_until, expires_at)
  VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5),
          clock_timestamp() + make_interval(hours => $6))
  ON CONFLICT (principal, key) DO UPDATE
     SET fingerprint = excluded.fingerprint, claim = excluded.claim,
         claim_until = excluded.claim_until, expires_at = excluded.expires_at,
         request = CASE WHEN held.expires_at <= clock_timestamp() THEN excluded.request
                        ELSE held.request END,
         status = NULL, headers = NULL, body = NULL
   WHERE held.expires_at <= clock_timestamp()
      OR (held.status IS NULL AND held.claim_until <= clock_timestamp()
          AND held.fingerprint = excluded.fingerprint)
  RETURNING request, xmax::text <> '0' AS "isTakenOver", EXISTS (SELECT FROM earlier) AS "isUnsure"`;
const HELD = `
  SELECT fingerprint, status, headers, body FROM answered_requests
   WHERE principal = $1 AND key = $2`;
const ANSWER = `
  UPDATE answered_requests SET status = $4, headers = $5, body = $6
   WHERE principal = $1 AND key = $2 AND claim = $3`;
const GIVE_UP = `
  DELETE FROM answered_requests WHERE principal = $1 AND key = $2 AND claim = $3`;
/** Nobody knows what was done: the next request of this name goes on with what is. */
const LET_GO = `
  UPDATE answered_requests SET claim_until = clock_timestamp(), claim = '${LET_GO_CLAIM}'
   WHERE principal = $1 AND key = $2 AND claim = $3`;
const FORGET = `DELETE FROM answered_requests WHERE expires_at <= clock_timestamp()`;
/** Twice as old as a request may be; of an open case as old as the case. */
const FORGET_EVENTS = `
  DELETE FROM answered_events AS old
   WHERE answered_at <= clock_timestamp() - make_interval(hours => $1)
     AND NOT EXISTS (SELECT FROM case_sendings WHERE case_sendings.request = old.request)`;
const FORGET_EVERY_MS = 60_000;

const NOTHING_DONE: ReadonlyMap<number, AnsweredEvent> = new Map();

interface Made {
  readonly request: string;
  readonly isTakenOver: boolean;
  readonly isUnsure: boolean;
}
interface Held {
  readonly fingerprint: Buffer;
  readonly status: number | null;
  readonly headers: KeptAnswer['headers'] | null;
  readonly body: string | null;
}

/** What requests with a key were answered, at whichever gateway (IETF draft Idempotency-Key §2). */
@Injectable()
export class AnsweredRequests implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger('answered requests');
  private readonly rounds = new Rounds(() => this.forget());

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  onModuleInit(): void {
    this.rounds.start(FORGET_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    await this.rounds.end();
  }

  async claim({ principal, key, fingerprint }: NamedRequest): Promise<Claimed> {
    const claim = randomUUID();
    const [made] = await this.dataSource.query<Made[]>(CLAIM, [
      ...[principal, storable(key), fingerprint, claim],
      ...[limits.idempotencyClaimMs.value / 1_000, limits.idempotencyHours.value],
    ]);
    if (made) {
      const { request, isTakenOver, isUnsure } = made;
      const { manager } = this.dataSource;
      const done = isTakenOver ? await findAnsweredEvents(manager, request) : NOTHING_DONE;
      return { state: 'claimed', claim, request, done, isUnsure };
    }
    const [held] = await this.dataSource.query<Held[]>(HELD, [principal, storable(key)]);
    if (held && !held.fingerprint.equals(fingerprint)) return { state: 'another-request' };
    if (!held || held.status === null) return { state: 'in-flight' };
    const { status, headers, body } = held;
    return { state: 'answered', answer: { status, headers: headers ?? {}, body: body ?? '' } };
  }

  async answer(
    { principal, key }: NamedRequest,
    claim: string,
    { status, headers, body }: KeptAnswer,
  ): Promise<void> {
    const told = [status, JSON.stringify(headers), body];
    await this.dataSource.query(ANSWER, [principal, storable(key), claim, ...told]);
  }

  /** Nothing was done, so the next request of this name is judged anew. */
  async giveUp({ principal, key }: NamedRequest, claim: string): Promise<void> {
    await this.dataSource.query(GIVE_UP, [principal, storable(key), claim]);
  }

  /** It failed in a way that tells nothing of what was committed. */
  async letGo({ principal, key }: NamedRequest, claim: string): Promise<void> {
    await this.dataSource.query(LET_GO, [principal, storable(key), claim]);
  }

  private async forget(): Promise<void> {
    try {
      await this.dataSource.query(FORGET);
      await this.dataSource.query(FORGET_EVENTS, [2 * limits.idempotencyHours.value]);
    } catch (error) {
      if (!isOutage(error)) this.log.error({ err: error }, 'old answers could not be forgotten');
    }
  }
}
