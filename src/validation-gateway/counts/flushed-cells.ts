import { Logger } from '@nestjs/common';

const FLUSH_MS = 1_000;

/**
 * Cells that are counted in memory and written every second, one write at a time. What a failed one
 * had is counted again, so nothing is lost while PostgreSQL is away; whoever counts bounds how much.
 */
export class FlushedCells<Cell> {
  private cells = new Map<string, Cell>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private readonly log: Logger;

  constructor(
    name: string,
    private readonly write: (cells: readonly Cell[]) => Promise<void>,
    private readonly countAgain: (cell: Cell, place: string) => void,
  ) {
    this.log = new Logger(name);
  }

  get size(): number {
    return this.cells.size;
  }

  has(place: string): boolean {
    return this.cells.has(place);
  }

  get(place: string): Cell | undefined {
    return this.cells.get(place);
  }

  set(place: string, cell: Cell): void {
    this.cells.set(place, cell);
  }

  begin(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  /** One that waits takes along whatever is counted until it begins, so no second one waits behind it. */
  flush(): Promise<void> {
    this.next ??= this.flushing.then(() => {
      this.next = undefined;
      return this.flushNow();
    });
    this.flushing = this.next;
    return this.flushing;
  }

  private async flushNow(): Promise<void> {
    if (this.cells.size === 0) return;
    const leaving = this.cells;
    this.cells = new Map();
    try {
      await this.write([...leaving.values()]);
    } catch (error) {
      this.log.debug({ err: error }, 'counts are kept until PostgreSQL is back');
      for (const [place, cell] of leaving) this.countAgain(cell, place);
    }
  }
}
