import type { PoolClient, Query, QueryResult } from 'pg';
import type { EntityManager } from 'typeorm';
import { invariant } from '#kernel';

/** As PostgreSQL takes it: text, bytes, or nothing. */
export type Value = string | Buffer | null;

/** What a query of pg's may do with its connection, and pg's types do not tell. */
export interface Wire {
  close(statement: { readonly type: 'S'; readonly name: string }): void;
  parse(statement: { readonly name: string; readonly text: string }): void;
  bind(portal: { readonly statement: string; readonly values: readonly Value[] }): void;
  describe(what: { readonly type: 'P' }): void;
  execute(): void;
  sync(): void;
  /** What is not asked in pg's words. */
  readonly stream: { write(bytes: Buffer): void };
}

export type Told = (
  error: Error | undefined,
  results: QueryResult | readonly QueryResult[],
) => void;

/** Runs a query made for pg itself on the connection of a transaction. @returns a result for each statement */
export async function send(
  tx: EntityManager,
  make: (told: Told) => Query,
): Promise<readonly QueryResult[]> {
  invariant(tx.queryRunner, 'a transaction has a connection of its own');
  const client = (await tx.queryRunner.connect()) as PoolClient;
  return new Promise((resolve, reject) => {
    client.query(
      make((error, results) => {
        if (error) reject(error);
        else resolve('rows' in results ? [results] : results);
      }),
    );
  });
}
