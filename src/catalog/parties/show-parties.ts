import { Injectable } from '@nestjs/common';
import { EventContracts } from '../event/event-contracts.js';
import { partiesOf, type PartiesOfEvent } from './parties-of.js';
import { PartyBook } from './party-book.js';

/** A day, `YYYY-MM-DD`, in UTC: as documents write it. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** Who writes and who reads one event. */
@Injectable()
export class ShowParties {
  constructor(
    private readonly contracts: EventContracts,
    private readonly book: PartyBook,
  ) {}

  async show(id: string): Promise<PartiesOfEvent> {
    const [contract, parties] = await Promise.all([this.contracts.said(id), this.book.current()]);
    return partiesOf(contract, parties, today());
  }
}
