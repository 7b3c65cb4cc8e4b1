import { Injectable, Logger } from '@nestjs/common';
import { Consumptions } from '#registry';

/** Who has declared to read what. Another object means that somebody declared or withdrew. */
export interface DeclaredReaders {
  /** Counts the objects: part of the key of what is kept. */
  readonly edition: number;
  /** Names of consumers by the id of the event. */
  readonly of: ReadonlyMap<string, readonly string[]>;
}

const FRESH_MS = 2_000;

/** The list asks often, and nobody waits for it but who asks first: it may be two seconds old. */
@Injectable()
export class DeclaredConsumers {
  private readonly log = new Logger('catalog');
  private known: DeclaredReaders | undefined;
  private content = '';
  private readAtMs = -Infinity;
  private reading: Promise<DeclaredReaders> | undefined;

  constructor(private readonly consumptions: Consumptions) {}

  async current(): Promise<DeclaredReaders> {
    if (this.known && performance.now() - this.readAtMs < FRESH_MS) return this.known;
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    if (!this.known) return this.reading;
    this.reading.catch((err: unknown) => this.log.warn({ err }, 'consumptions were not read'));
    return this.known;
  }

  private async read(): Promise<DeclaredReaders> {
    const declared = await this.consumptions.all();
    const pairs = declared.map(({ consumption: { of, consumer } }) => ({ of, consumer }));
    const content = JSON.stringify(pairs);
    this.readAtMs = performance.now();
    if (this.known && content === this.content) return this.known;
    this.content = content;
    const byEvent = Map.groupBy(pairs, ({ of }) => of);
    const of = new Map([...byEvent].map(([id, all]) => [id, all.map(({ consumer }) => consumer)]));
    return (this.known = { edition: (this.known?.edition ?? 0) + 1, of });
  }
}
