import { limits, type Result } from '#kernel';
import type { Payload, ReadPayload, Violation } from '#schema';

/** A larger value is not what retries pile up with; of this size all of them take a few megabytes. */
const BYTES_MAX = 4_096;

type Read = Result<ReadPayload, readonly Violation[]>;
/** Of values that two schemas refuse the last refusal is remembered. */
interface Remembered {
  readonly by: Payload;
  readonly read: Read;
}

/** A payload that knows which of its values were refused of late, and why. */
export interface RememberedPayload extends Payload {
  readonly refusedBefore: (bytes: Uint8Array) => Read | undefined;
}

/**
 * Values that were refused of late, with their reasons. A producer that is refused mostly sends the
 * same again, and to find all reasons anew takes longer than anything else on its road. Compared are
 * all bytes, under the very same schema.
 */
export class RefusedBefore {
  private readonly known = new Map<string, Remembered>();

  constructor(private readonly valuesMax: number = limits.refusalsRemembered.value) {}

  /** The same payload, asked once about a value it refuses. */
  rememberedBy(payload: Payload): RememberedPayload {
    let hasRefused = false;
    // Where nothing was refused, as of nearly all schemas, nobody looks.
    const before = (bytes: Uint8Array): Read | undefined => {
      if (!hasRefused || bytes.length > BYTES_MAX) return undefined;
      const known = this.known.get(textOf(bytes));
      return known?.by === payload ? known.read : undefined;
    };
    return {
      ...payload,
      refusedBefore: before,
      read: (bytes) => {
        const known = before(bytes);
        if (known) return known;
        const read = payload.read(bytes);
        if (read.ok || bytes.length > BYTES_MAX) return read;
        hasRefused = true;
        this.keep(textOf(bytes), { by: payload, read });
        return read;
      },
    };
  }

  /** The one refused first makes room. */
  private keep(value: string, read: Remembered): void {
    if (this.known.size >= this.valuesMax)
      for (const oldest of this.known.keys()) {
        this.known.delete(oldest);
        break;
      }
    this.known.set(value, read);
  }
}

/** One character a byte: nothing is decoded, and equal are exactly the same bytes. */
const textOf = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1');
