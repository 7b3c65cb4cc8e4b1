import { Pace } from './pace.js';

/** One request in line. */
export interface Place {
  /** Whose it is: their share of the line is counted. */
  readonly who: string;
  readonly bytes: number;
  /** The part of the room that may be filled, less than 1 for what can wait. */
  readonly ofRoom: number;
  readonly cameMs: number;
}

/** Who has less than their share under way comes in, while the line is no longer than so many times its room. */
const ROOM_OF_QUIET = 2;
/** From when on others are called in, so that there is always work. */
const SHORT = 0.8;
/** Where it is no longer than this, whoever comes is better than nobody. */
const HALF = 0.5;

/**
 * What one gateway process has under way, bounded by time: whoever would wait for longer than `lineWaitMs` is not let
 * in. A line that is longer than the patience of those in it serves only people who left.
 */
export class Line {
  private bytes = 0;
  private peakBytes = 0;
  private emptyMs = 0;
  private usualBytes = 1024;
  private readonly shares = new Map<string, number>();

  constructor(private readonly pace = new Pace()) {}

  get underWay(): { readonly bytes: number; readonly roomBytes: number } {
    return { bytes: this.bytes, roomBytes: this.pace.roomBytes };
  }

  get isHalfEmpty(): boolean {
    return this.bytes < this.pace.roomBytes * HALF;
  }

  /** How many more of the size they have had of late would find room. */
  get vacancies(): number {
    return Math.ceil((this.pace.roomBytes * SHORT - this.bytes) / this.usualBytes);
  }

  hasRoom({ who, bytes, ofRoom }: Place): boolean {
    const room = this.pace.roomBytes * ofRoom;
    const wanted = this.bytes + bytes;
    if (this.bytes === 0 || wanted <= room) return true;
    const own = this.shares.get(who) ?? 0;
    const others = this.shares.size - (own > 0 ? 1 : 0);
    return own + bytes <= room / (others + 1) && others > 0 && wanted <= room * ROOM_OF_QUIET;
  }

  enter(place: Place): boolean {
    if (!this.hasRoom(place)) return false;
    if (this.bytes === 0) this.pace.idle(place.cameMs - this.emptyMs);
    this.bytes += place.bytes;
    this.usualBytes += (place.bytes - this.usualBytes) / 16;
    this.peakBytes = Math.max(this.peakBytes, this.bytes);
    this.shares.set(place.who, (this.shares.get(place.who) ?? 0) + place.bytes);
    return true;
  }

  /** Answered, one way or another. */
  leave({ who, bytes, cameMs }: Place, nowMs: number): void {
    const isNewWindow = this.pace.note({ bytes, stayMs: nowMs - cameMs }, this.peakBytes, nowMs);
    this.bytes -= bytes;
    if (isNewWindow) this.peakBytes = this.bytes;
    if (this.bytes === 0) this.emptyMs = nowMs;
    const share = (this.shares.get(who) ?? 0) - bytes;
    if (share > 0) this.shares.set(who, share);
    else this.shares.delete(who);
  }
}
