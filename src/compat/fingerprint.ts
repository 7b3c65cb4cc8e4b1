import { hash } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const CHARACTERS = 16;

/** What makes two changes the same change, whoever makes it and wherever it is written. */
export interface FingerprintParts {
  readonly ruleId: string;
  readonly direction: string;
  /** Where in the schema, without line numbers. */
  readonly path: string;
  /** Text identity of the old and of the new shape at that place. */
  readonly oldShape: string;
  readonly newShape: string;
}

const BITS_OF_CHARACTER = 5;

/** RFC 4648 base 32 of a hash: no English and no positions, so rewording and moving keep it. */
export function fingerprint(parts: FingerprintParts): string {
  const { ruleId, direction, path, oldShape, newShape } = parts;
  const shapes = [oldShape, newShape].map((shape) => hash('sha256', shape));
  const digest = hash('sha256', [ruleId, direction, path, ...shapes].join('\n'), 'buffer');
  let text = '';
  for (let at = 0; at < CHARACTERS; at++) {
    const bit = at * BITS_OF_CHARACTER;
    const twoBytes = digest.readUInt16BE(bit >> 3);
    text += ALPHABET.charAt((twoBytes >> (16 - BITS_OF_CHARACTER - (bit & 7))) & 31);
  }
  return text;
}
