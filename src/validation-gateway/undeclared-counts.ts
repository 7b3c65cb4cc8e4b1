import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type SeenField, UndeclaredFields } from '#event-log';
import type { Verdict, Violation } from './verdict.js';

const FLUSH_MS = 1_000;
/** Told apart while PostgreSQL is away or between two flushes; the rest is counted together. */
const CELLS_MAX = 5_000;

type Cell = { -readonly [K in keyof SeenField]: SeenField[K] };

/** Remembers which fields no schema declares, who sends them and since when; in batches, like counts. */
@Injectable()
export class UndeclaredCounts implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('undeclared');
  private cells = new Map<string, Cell>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> = Promise.resolve();

  constructor(private readonly fields: UndeclaredFields) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  count({ contract, notes, refusal, waived }: Verdict, producer: string): void {
    if (!contract) return;
    this.countEach(contract.id, producer, notes);
    if (refusal) this.countEach(contract.id, producer, refusal.violations);
    if (waived) this.countEach(contract.id, producer, waived.refusal.violations);
  }

  /** One at a time, so that what a failed one had can be put back. */
  flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.flushNow());
    return this.flushing;
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

  private async flushNow(): Promise<void> {
    if (this.cells.size === 0) return;
    const leaving = this.cells;
    this.cells = new Map();
    try {
      await this.fields.add([...leaving.values()]);
    } catch (error) {
      this.log.debug({ err: error }, 'undeclared fields are kept until PostgreSQL is back');
      for (const cell of leaving.values()) this.add(cell);
    }
  }
}

/** Items of lists are told together; the last step is the name of the field itself. */
const INDEX = /\/\d+(?=\/)/g;
