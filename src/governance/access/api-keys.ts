import type { DataSource } from 'typeorm';
import { invariant } from '#kernel';

/** A key without what makes it one. */
export interface ApiKey {
  readonly id: string;
  readonly principal: string;
  readonly isAdmin: boolean;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
}

export interface StoredKey extends ApiKey {
  readonly hash: Buffer;
  /** How much longer it opens anything, by the clock of PostgreSQL when it was found. */
  readonly leftMs: number;
}

export type NewKey = Pick<StoredKey, 'id' | 'principal' | 'isAdmin' | 'createdBy' | 'hash'> & {
  readonly validMs: number;
};

const COLUMNS = `
  id, principal, is_admin AS "isAdmin", created_at AS "createdAt", created_by AS "createdBy",
  expires_at AS "expiresAt", revoked_at AS "revokedAt", revoked_by AS "revokedBy"`;

type Sql = Pick<DataSource, 'query'>;

/** The rows of `api_keys`. */
export const apiKeys = {
  async find(sql: Sql, id: string): Promise<StoredKey | undefined> {
    const [row] = await sql.query<StoredKey[]>(
      `SELECT ${COLUMNS}, hash,
              (extract(epoch FROM expires_at - clock_timestamp()) * 1000)::float8 AS "leftMs"
         FROM api_keys WHERE id = $1`,
      [id],
    );
    return row;
  },

  /** @returns when it expires */
  async add(sql: Sql, key: NewKey): Promise<Date> {
    const [row] = await sql.query<Pick<ApiKey, 'expiresAt'>[]>(
      `INSERT INTO api_keys (id, principal, hash, is_admin, created_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6))
       RETURNING expires_at AS "expiresAt"`,
      [key.id, key.principal, key.hash, key.isAdmin, key.createdBy, key.validMs / 1_000],
    );
    invariant(row, 'what is inserted is returned');
    return row.expiresAt;
  },

  /** Newest first. */
  list(sql: Sql, page: { readonly before: string | undefined; readonly limit: number }) {
    return sql.query<ApiKey[]>(
      `SELECT ${COLUMNS} FROM api_keys WHERE $1::text IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
      [page.before ?? null, page.limit],
    );
  },

  /** @returns whose key it was; nobody's where it is unknown or was revoked before */
  async revoke(sql: Sql, id: string, by: string): Promise<string | undefined> {
    const [rows] = await sql.query<[{ principal: string }[], number]>(
      `UPDATE api_keys SET revoked_at = clock_timestamp(), revoked_by = $2
        WHERE id = $1 AND revoked_at IS NULL RETURNING principal`,
      [id, by],
    );
    return rows[0]?.principal;
  },
};
