import { isUtf8 } from 'node:buffer';
import type { ExpectedSchema } from '../expected-schema.js';
import { JsonScanner } from './json-scanner.js';
import type { FoundPart } from './open-part.js';
import { BODY_BOUNDS, sliceValue } from './slice-value.js';

/** The scanner of a body that carries events: where their parts stand, and what is wrong with them. */
export class BodyScanner {
  readonly scanner: JsonScanner;
  /** Asked once for the whole body. */
  private readonly isUtf8: boolean;

  constructor(private readonly body: Buffer) {
    this.scanner = new JsonScanner(body, BODY_BOUNDS);
    this.isUtf8 = isUtf8(body);
  }

  /**
   * The value that begins here, and where it ends.
   *
   * @param expected what it will be held to, where that is known
   */
  part(at: number, expected?: ExpectedSchema): FoundPart & { readonly end: number } {
    const proven = expected ? this.endOfValid(at, expected) : 0;
    const scanned =
      proven > 0 ? { start: at, end: proven, fault: undefined } : this.scanner.value(at);
    const { bytes, fault } = sliceValue(this.body, scanned, this.isUtf8);
    const provenBy = proven > 0 ? expected : undefined;
    return { bytes, fault, isSlice: true, embedded: undefined, provenBy, end: scanned.end };
  }

  private endOfValid(at: number, { prepared, isOpen }: ExpectedSchema): number {
    return this.isUtf8 ? (prepared.payload.endOfValid?.(this.body, at, isOpen) ?? 0) : 0;
  }
}
