import { limits, type Result } from '#kernel';
import type { Payload, ReadPayload, Violation } from '#schema';

/** A larger value is not what retries pile up with; of this size all of them take a few megabytes. */
const BYTES_MAX = 4_096;

type Read = Result<ReadPayload, readonly Violation[]>;

/**
 * Values that were refused of late, with their reasons. A producer that is refused mostly sends the
 * same again, and to find all reasons anew takes longer than anything else on its road. Compared are
 * all bytes, under the very same schema.
 */
export class RefusedBefore {
  private readonly known = new Map<string, Read>();
  private schemas = 0;

  constructor(private readonly valuesMax: number = limits.refusalsRemembered.value) {}

  /** The same payload, asked once about a value it refuses. */
  rememberedBy(payload: Payload): Payload {
    const schema = `${++this.schemas} `;
    let refused = 0;
    return {
      ...payload,
      read: (bytes) => {
        // Where nothing was refused, as of nearly all schemas, nobody looks.
        const isLookedUp = refused > 0 && bytes.length <= BYTES_MAX;
        const known = isLookedUp ? this.known.get(schema + textOf(bytes)) : undefined;
        if (known) return known;
        const read = payload.read(bytes);
        if (read.ok || bytes.length > BYTES_MAX) return read;
        refused++;
        this.keep(schema + textOf(bytes), read);
        return read;
      },
    };
  }

  /** The one refused first makes room. */
  private keep(value: string, read: Read): void {
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
