import { Query } from 'pg';
import type { EntityManager } from 'typeorm';
import { invariant } from '#kernel';
import type { CopyRows } from './copy-rows.js';
import { send, type Told, type Wire } from './wire.js';

class Copies extends Query {
  readonly #left: CopyRows[];

  constructor(copies: readonly CopyRows[], text: string, told: Told) {
    super({ text }, told as never);
    this.#left = [...copies];
  }

  handleCopyInResponse(wire: Wire): void {
    const copy = this.#left.shift();
    if (copy) wire.stream.write(copy.finish());
  }
}

/** One after the other in one round trip; after one that fails nothing is done any more, nor committed. */
export async function copyIn(
  tx: EntityManager,
  copies: readonly CopyRows[],
  last?: 'COMMIT',
): Promise<void> {
  const wanted = copies.filter(({ count }) => count > 0);
  const texts = wanted.map(
    ({ table: { name, columns } }) => `COPY ${name} (${columns.join(', ')}) FROM STDIN BINARY`,
  );
  if (last) texts.push(last);
  if (texts.length === 0) return;
  const results = await send(tx, (told) => new Copies(wanted, texts.join('; '), told));
  for (const copy of wanted) copy.free();
  // To the COMMIT of a transaction that has failed before, PostgreSQL answers ROLLBACK.
  if (last) invariant(results.at(-1)?.command === last, 'what failed is not said to be committed');
}
