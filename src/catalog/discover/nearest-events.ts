import { Injectable } from '@nestjs/common';
import type { NearestAnswer } from '../answers.js';
import { CatalogIndex } from './catalog-index.js';
import { nearestEntries } from './nearest-entries.js';

/** More would be a list, and there is one. */
const NAMED = 5;

/** What somebody may have meant by a name that no event has. */
@Injectable()
export class NearestEvents {
  constructor(private readonly index: CatalogIndex) {}

  async to(name: string): Promise<NearestAnswer> {
    const { entries } = await this.index.current();
    const near = nearestEntries(entries, name, NAMED);
    return { events: near.map(({ row: { id, name, owner } }) => ({ id, name, owner })) };
  }
}
