import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { limits } from '#kernel';
import { numbers, storable, texts } from './store/columns.js';

/** A field no schema declares, as one producer sends it. */
export interface UndeclaredField {
  readonly pointer: string;
  readonly producer: string;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly count: number;
}

export type SeenField = UndeclaredField & { readonly contractId: string };

/** Producers invent names, so beyond the limit of a contract they are counted together. */
const ADD = `
  INSERT INTO undeclared_fields AS held (contract_id, pointer, producer, first_seen, last_seen, count)
  SELECT contract_id, CASE WHEN fits THEN pointer ELSE '' END,
         CASE WHEN fits THEN producer ELSE '' END, min(first_seen), max(last_seen), sum(count)
    FROM (SELECT new.*, known.contract_id IS NOT NULL
                 OR row_number() OVER (PARTITION BY new.contract_id, known.contract_id IS NULL)
                    + (SELECT count(*) FROM undeclared_fields AS each
                        WHERE each.contract_id = new.contract_id) <= $7 AS fits
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[],
                        $6::bigint[])
              AS new (contract_id, pointer, producer, first_seen, last_seen, count)
            LEFT JOIN undeclared_fields AS known USING (contract_id, pointer, producer)) AS told
   GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (contract_id, pointer, producer) DO UPDATE
     SET first_seen = least(held.first_seen, excluded.first_seen),
         last_seen = greatest(held.last_seen, excluded.last_seen),
         count = held.count + excluded.count`;

const LIST = `
  SELECT pointer, producer, first_seen AS "firstSeen", last_seen AS "lastSeen",
         count::float8 AS count
    FROM undeclared_fields WHERE contract_id = $1
   ORDER BY (pointer = ''), first_seen, pointer, producer`;

/** Which fields events carried that no schema of their contract declares. */
@Injectable()
export class UndeclaredFields {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async add(seen: readonly SeenField[]): Promise<void> {
    if (seen.length === 0) return;
    const cut = (text: string) => storable(text.slice(0, limits.talliedNameCharacters.value));
    await this.dataSource.query(ADD, [
      texts(seen.map(({ contractId }) => storable(contractId))),
      texts(seen.map(({ pointer }) => cut(pointer))),
      texts(seen.map(({ producer }) => cut(producer))),
      texts(seen.map(({ firstSeen }) => firstSeen.toISOString())),
      texts(seen.map(({ lastSeen }) => lastSeen.toISOString())),
      numbers(seen.map(({ count }) => count)),
      limits.undeclaredFields.value,
    ]);
  }

  /** In the order in which they turned up; last, with an empty pointer, what was not told apart. */
  of(contractId: string): Promise<readonly UndeclaredField[]> {
    return this.dataSource.query<UndeclaredField[]>(LIST, [storable(contractId)]);
  }
}
