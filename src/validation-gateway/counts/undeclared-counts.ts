import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type SeenField, UndeclaredFields } from '#event-log';
import { FlushedCells } from './flushed-cells.js';
import type { Verdict, Violation } from '../verdict.js';

/** Told apart while PostgreSQL is away or between two flushes; the rest is counted together. */
const CELLS_MAX = 5_000;

type Cell = { -readonly [K in keyof SeenField]: SeenField[K] };

/** Remembers which fields no schema declares, who sends them and since when; in batches, like counts. */
@Injectable()
export class UndeclaredCounts implements OnModuleInit, OnApplicationShutdown {
  private readonly cells = new FlushedCells<Cell>(
    'undeclared',
    (cells) => this.fields.add(cells),
    (cell) => this.add(cell),
  );

  constructor(private readonly fields: UndeclaredFields) {}

  onModuleInit(): void {
    this.cells.begin();
  }

  onApplicationShutdown(): Promise<void> {
    return this.cells.end();
  }

  count({ contract, notes, refusal, waived }: Verdict, producer: string): void {
    if (!contract) return;
    this.countEach(contract.id, producer, notes);
    if (refusal) this.countEach(contract.id, producer, refusal.violations);
    if (waived) this.countEach(contract.id, producer, waived.refusal.violations);
  }

  flush(): Promise<void> {
    return this.cells.flush();
  }

  private countEach(contractId: string, producer: string, found: readonly Violation[]): void {
    for (const { code, pointer } of found) {
      if (code !== 'UNDECLARED_FIELD') continue;
      const at = new Date();
      const place = pointer.replaceAll(INDEX, '/*');
      this.add({ contractId, producer, pointer: place, firstSeen: at, lastSeen: at, count: 1 });
    }
  }

  private add(seen: SeenField): void {
    const name = `${seen.contractId}\0${seen.pointer}\0${seen.producer}`;
    const isFull = this.cells.size >= CELLS_MAX && !this.cells.has(name);
    const place = isFull ? `${seen.contractId}\0\0` : name;
    const known = this.cells.get(place);
    if (!known)
      this.cells.set(place, isFull ? { ...seen, pointer: '', producer: '' } : { ...seen });
    else {
      known.count += seen.count;
      known.lastSeen = seen.lastSeen;
    }
  }
}

/** Items of lists are told together; the last step is the name of the field itself. */
const INDEX = /\/\d+(?=\/)/g;
