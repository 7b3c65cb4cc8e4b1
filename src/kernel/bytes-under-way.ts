/** Whoever holds bytes of something that has not wholly come yet. */
export interface Holder {
  /** Is told that its bytes are needed elsewhere. It holds none from then on. */
  giveWay(): void;
}

/**
 * How much all together hold of what has not wholly come yet. Beyond the most, whoever began first gives
 * way: what is sent as fast as it can is never among the oldest for long.
 */
export class BytesUnderWay {
  private readonly held = new Map<Holder, number>();
  private sum = 0;

  constructor(private readonly most: number) {}

  get bytes(): number {
    return this.sum;
  }

  /** @param bytes all that it holds by now */
  hold(holder: Holder, bytes: number): void {
    this.sum += bytes - (this.held.get(holder) ?? 0);
    this.held.set(holder, bytes);
    for (const [oldest] of this.held) {
      if (this.sum <= this.most) return;
      this.letGo(oldest);
      oldest.giveWay();
    }
  }

  letGo(holder: Holder): void {
    this.sum -= this.held.get(holder) ?? 0;
    this.held.delete(holder);
  }
}
