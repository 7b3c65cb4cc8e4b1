import { isUtf8 } from 'node:buffer';
import { limits } from '#kernel';
import type { ExpectedSchema } from '../expected-schema.js';
import { JsonScanner } from './json-scanner.js';
import type { FoundPart } from './open-part.js';
import { BODY_BOUNDS, sliceValue } from './slice-value.js';

export type FoundValue = FoundPart & { readonly end: number };

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
  part(at: number, expected?: ExpectedSchema): FoundValue {
    const proven = expected ? this.proven(at, expected) : undefined;
    if (proven) return proven;
    const scanned = this.scanner.value(at);
    const { bytes, fault } = sliceValue(this.body, scanned, this.isUtf8);
    const { end } = scanned;
    return { bytes, fault, isSlice: true, embedded: undefined, provenBy: undefined, end };
  }

  /** The value that begins here, where it is what is expected; it is walked once then. */
  proven(at: number, expected: ExpectedSchema): FoundValue | undefined {
    const end = this.endOfValid(at, expected);
    if (end === 0 || end - at > limits.eventBytes.value) return undefined;
    const bytes = this.body.subarray(at, end);
    return { bytes, fault: undefined, isSlice: true, embedded: undefined, provenBy: expected, end };
  }

  private endOfValid(at: number, { prepared, isOpen }: ExpectedSchema): number {
    return this.isUtf8 ? (prepared.payload.endOfValid?.(this.body, at, isOpen) ?? 0) : 0;
  }
}
