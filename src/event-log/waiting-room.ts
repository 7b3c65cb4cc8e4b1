/** How much may wait in memory at the same time, over all who share the room. */
export class WaitingRoom {
  private items = 0;
  private bytes = 0;

  constructor(private readonly most: { readonly items: number; readonly bytes: number }) {}

  /** Whether there was room; a lone caller of any size gets its turn. */
  enter(items: number, bytes: number): boolean {
    const isFull = this.items + items > this.most.items || this.bytes + bytes > this.most.bytes;
    if (isFull && this.items > 0) return false;
    this.items += items;
    this.bytes += bytes;
    return true;
  }

  leave(items: number, bytes: number): void {
    this.items -= items;
    this.bytes -= bytes;
  }
}
