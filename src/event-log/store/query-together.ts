import { Query } from 'pg';
import type { EntityManager } from 'typeorm';
import { send, type Told, type Value, type Wire } from './wire.js';

/** `Row` is what it answers. */
export interface Statement<Row = unknown> {
  readonly text: string;
  readonly values?: Value[];
  readonly answers?: Row;
}

export type RowsOf<Statements extends readonly Statement[]> = {
  readonly [N in keyof Statements]: Statements[N] extends Statement<infer Row>
    ? readonly Row[]
    : never;
};

/** Planning costs more than running, so each is prepared once per connection, under its place here. */
const texts: string[] = [];
const prepared = new WeakMap<Wire, Set<string>>();

function nameOf(text: string): string {
  const known = texts.indexOf(text);
  return `event_log_${known < 0 ? texts.push(text) - 1 : known}`;
}

class Statements extends Query {
  readonly #names: readonly string[];
  #wire: Wire | undefined;

  constructor(
    private readonly statements: readonly Statement[],
    told: Told,
  ) {
    super({ text: '' }, told as never);
    this.#names = statements.map(({ text }) => nameOf(text));
  }

  requiresPreparation(): boolean {
    return true;
  }

  prepare(wire: Wire): void {
    this.#wire = wire;
    const known = prepared.get(wire);
    for (const [i, { text, values = [] }] of this.statements.entries()) {
      const name = this.#names[i] ?? '';
      if (!known?.has(name)) {
        // Of statements that travelled behind one that failed, some may be known there all the same.
        wire.close({ type: 'S', name });
        wire.parse({ name, text });
      }
      wire.bind({ statement: name, values });
      wire.describe({ type: 'P' });
      wire.execute();
    }
    wire.sync();
  }

  /** None of them failed. */
  succeeded(): void {
    const wire = this.#wire;
    if (wire) prepared.set(wire, new Set([...(prepared.get(wire) ?? []), ...this.#names]));
  }
}

/**
 * Several statements in one round trip. PostgreSQL takes one after the other, so each sees what those
 * before it have done and waited for; after one that fails it passes over the rest.
 *
 * @returns the rows of each
 */
export async function queryTogether<const Asked extends readonly Statement[]>(
  tx: EntityManager,
  statements: Asked,
): Promise<RowsOf<Asked>> {
  let query: Statements | undefined;
  const results = await send(tx, (told) => (query = new Statements(statements, told)));
  query?.succeeded();
  return results.map(({ rows }) => rows as unknown[]) as never;
}
