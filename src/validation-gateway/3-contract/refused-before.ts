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

/**
 * Values that were refused of late, with their reasons. A producer that is refused mostly sends the
 * same again, and to find all reasons anew takes longer than anything else on its road. Compared are
 * all bytes, under the very same schema.
 */
export class RefusedBefore {
  private readonly known = new Map<string, Remembered>();

  constructor(private readonly valuesMax: number = limits.refusalsRemembered.value) {}

  /** The same payload, asked once about a value it refuses. */
  rememberedBy(payload: Payload): Payload {
    let hasRefused = false;
    return {
      ...payload,
      read: (bytes) => {
        if (bytes.length > BYTES_MAX) return payload.read(bytes);
        // Where nothing was refused, as of nearly all schemas, nobody looks.
        const value = hasRefused ? textOf(bytes) : undefined;
        const known = value === undefined ? undefined : this.known.get(value);
        if (known?.by === payload) return known.read;
        const read = payload.read(bytes);
        if (read.ok) return read;
        hasRefused = true;
        this.keep(value ?? textOf(bytes), { by: payload, read });
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
