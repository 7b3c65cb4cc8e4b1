import { createHash } from 'node:crypto';

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

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/** RFC 4648 base 32 of a hash: no English and no positions, so rewording and moving keep it. */
export function fingerprint(parts: FingerprintParts): string {
  const { ruleId, direction, path, oldShape, newShape } = parts;
  const digest = hash(
    [ruleId, direction, path, hash(oldShape).toString('hex'), hash(newShape).toString('hex')].join(
      '\n',
    ),
  );
  let bits = digest.readBigUInt64BE(0) * 2n ** 16n + BigInt(digest.readUInt16BE(8));
  let text = '';
  for (let i = 0; i < CHARACTERS; i++, bits >>= 5n)
    text = ALPHABET.charAt(Number(bits & 31n)) + text;
  return text;
}
