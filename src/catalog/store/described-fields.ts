import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { askedWords, type DescribedField, queryOf } from '#registry';

export interface SchemaKey {
  readonly context: string;
  readonly schemaId: number;
}

/** What the registry wrote down of every schema to find it by: its fields, and the words of them. */
@Injectable()
export class DescribedFields {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Ids of contracts that have a word beginning so anywhere, fields and what is said of them too. */
  async contractsWith(word: string): Promise<readonly string[]> {
    const query = queryOf(askedWords(word));
    if (query === '') return [];
    const rows = await this.dataSource.query<{ name: string }[]>(
      `SELECT name FROM search_entries WHERE kind = 'contract' AND words @@ $1::tsquery`,
      [query],
    );
    return rows.map(({ name }) => name);
  }

  /** The fields of each schema, in the same order. */
  async of(keys: readonly SchemaKey[]): Promise<readonly (readonly DescribedField[])[]> {
    if (keys.length === 0) return [];
    const rows = await this.dataSource.query<{ place: number; fields: string }[]>(
      `SELECT asked.place::int AS place, d.fields
         FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS asked (context, schema_id, place)
         JOIN schema_descriptions d USING (context, schema_id)`,
      [keys.map(({ context }) => context), keys.map(({ schemaId }) => schemaId)],
    );
    const byPlace = new Map(rows.map(({ place, fields }) => [place, fields]));
    return keys.map((_, i) => JSON.parse(byPlace.get(i + 1) ?? '[]') as DescribedField[]);
  }
}
