import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeed } from '#audit';
import type { Consumption } from '#contract';
import { limits, storable } from '#kernel';
import { transact } from '../store/sql.js';

/** What a consumer says it reads of one contract, and when it said so. */
export interface DeclaredConsumption {
  readonly consumption: Consumption;
  readonly declaredAt: Date;
  readonly declaredBy: string;
}

export interface ConsumptionFilter {
  readonly of?: string | undefined;
  readonly consumer?: string | undefined;
}

const LIST = `
  SELECT document AS consumption, declared_at AS "declaredAt", declared_by AS "declaredBy"
    FROM consumptions
   WHERE ($1::text IS NULL OR contract_id = $1) AND ($2::text IS NULL OR consumer = $2)
   ORDER BY contract_id, consumer LIMIT $3`;
/** Saying the same again is an attestation, not a change: the moment moves either way. */
const PUT = `
  INSERT INTO consumptions (contract_id, consumer, document, source_text, declared_by)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (contract_id, consumer) DO UPDATE
     SET document = excluded.document, source_text = excluded.source_text,
         declared_by = excluded.declared_by, declared_at = clock_timestamp()
  RETURNING (xmax = 0) AS "isNew"`;

const ALL_MAX = 100_000;

/** Who declares to read what. A consumer declares once per contract; the newest word holds. */
@Injectable()
export class Consumptions {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  list({ of, consumer }: ConsumptionFilter): Promise<readonly DeclaredConsumption[]> {
    const named = [of, consumer].map((name) => storable(name) ?? null);
    return this.dataSource.query<DeclaredConsumption[]>(LIST, [...named, limits.pageRows.value]);
  }

  /** Of every contract; as many as a page of people could ever mean. */
  all(): Promise<readonly DeclaredConsumption[]> {
    return this.dataSource.query<DeclaredConsumption[]>(LIST, [null, null, ALL_MAX]);
  }

  /** @returns whether it is the first of this consumer about this contract */
  async put(consumption: Consumption, text: string, declaredBy: string): Promise<boolean> {
    const { of, consumer } = consumption;
    return transact(this.dataSource, async (tx) => {
      const [row] = await tx.query<{ isNew: boolean }[]>(PUT, [
        ...[of, consumer, JSON.stringify(consumption), storable(text)],
        declaredBy,
      ]);
      const deed = { actor: declaredBy, action: 'consumption.declared', target: of } as const;
      await recordDeed(tx, { ...deed, details: { consumer, needs: consumption.needs } });
      return row?.isNew ?? false;
    });
  }

  /** @returns whether there was one */
  delete(of: string, consumer: string, by: string): Promise<boolean> {
    return transact(this.dataSource, async (tx) => {
      const [, count] = await tx.query<[unknown, number]>(
        'DELETE FROM consumptions WHERE contract_id = $1 AND consumer = $2',
        [storable(of), storable(consumer)],
      );
      if (count === 0) return false;
      const deed = { actor: by, action: 'consumption.withdrawn', target: of } as const;
      await recordDeed(tx, { ...deed, details: { consumer } });
      return true;
    });
  }
}
