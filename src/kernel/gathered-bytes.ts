const FIRST_ROOM_BYTES = 4_096;

/**
 * Bytes that come piece by piece, kept as one: whoever cuts them small makes them take no more memory,
 * where a list of pieces of one byte takes a few hundred bytes for each.
 */
export class GatheredBytes {
  /** What came in one piece is that piece. */
  private only: Buffer | undefined;
  private room: Buffer = NOTHING;
  private bytes = 0;

  get length(): number {
    return this.bytes;
  }

  add(piece: Buffer): void {
    if (this.bytes === 0) this.only = piece;
    else this.copy(piece);
    this.bytes += piece.length;
  }

  /** All of them, in memory they share with nothing that came in other pieces; then it is empty. */
  take(): Buffer {
    const { only, room, bytes } = this;
    [this.only, this.room, this.bytes] = [undefined, NOTHING, 0];
    if (only) return only;
    const whole = Buffer.allocUnsafeSlow(bytes);
    room.copy(whole, 0, 0, bytes);
    return whole;
  }

  /** The room doubles, so that no byte is moved more than twice on average. */
  private copy(piece: Buffer): void {
    const needed = this.bytes + piece.length;
    if (needed > this.room.length) {
      const room = Buffer.allocUnsafeSlow(Math.max(FIRST_ROOM_BYTES, 2 * needed));
      (this.only ?? this.room).copy(room, 0, 0, this.bytes);
      [this.only, this.room] = [undefined, room];
    }
    piece.copy(this.room, this.bytes);
  }
}

const NOTHING = Buffer.alloc(0);
