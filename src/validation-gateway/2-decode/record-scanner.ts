import { isUtf8 } from 'node:buffer';
import { limits, problem } from '#kernel';
import { gatewayProblems } from '../problems.js';
import { JsonScanner } from './json-scanner.js';
import type { FoundPart } from './open-part.js';
import { BODY_BOUNDS, sliceValue } from './slice-value.js';

const WHOLE = /^(0|[1-9]\d{0,9})$/;

export const otherShape = (offence: string, pointer: string) =>
  problem(gatewayProblems.BODY_SHAPE_UNKNOWN, offence, { pointer });

/** The scanner of a body that carries records: where parts of records stand, and what is wrong with them. */
export class RecordScanner {
  readonly scanner: JsonScanner;
  private readonly isUtf8: boolean;

  constructor(private readonly body: Buffer) {
    this.scanner = new JsonScanner(body, BODY_BOUNDS);
    this.isUtf8 = isUtf8(body);
  }

  /** The value that begins here, and where it ends. */
  part(at: number): FoundPart & { readonly end: number } {
    const scanned = this.scanner.value(at);
    const { bytes, fault } = sliceValue(this.body, scanned, this.isUtf8);
    return { bytes, fault, end: scanned.end };
  }
}

export function wholeNumber(bytes: Buffer, pointer: string): number {
  const text = bytes.toString('latin1', 0, limits.eventIdCharacters.value);
  const number = Number(text);
  if (WHOLE.test(text) && number < 2 ** 31) return number;
  throw otherShape(`${pointer.slice(pointer.lastIndexOf('/') + 1)} is not a whole number`, pointer);
}

export const quoted = (name: string): string => JSON.stringify(name.slice(0, 80));
export const token = (name: string): string =>
  name.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1');
