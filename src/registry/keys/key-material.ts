import { randomBytes } from 'node:crypto';
import type { KeyAlgorithm } from './encryption-key.js';

interface KeyShape {
  readonly bytes: number;
  /** Of `key_value` in `google.crypto.tink.AesGcmKey` and `AesSivKey`; their version 0 is not written. */
  readonly field: number;
}

/** AES-SIV takes two keys of 256 bits (RFC 5297). */
const SHAPES: Readonly<Record<KeyAlgorithm, KeyShape>> = {
  AES128_GCM: { bytes: 16, field: 3 },
  AES256_GCM: { bytes: 32, field: 3 },
  AES256_SIV: { bytes: 64, field: 2 },
};
const LENGTH_DELIMITED = 2;

/** A new random key as clients of the dialect exchange keys: a Tink key message. */
export function newKeyMaterial(algorithm: KeyAlgorithm): Buffer {
  const { bytes, field } = SHAPES[algorithm];
  return Buffer.concat([keyHead(field, bytes), randomBytes(bytes)]);
}

/** Whether the bytes are a key of this algorithm. */
export function isKeyMaterial(algorithm: KeyAlgorithm, material: Buffer): boolean {
  const { bytes, field } = SHAPES[algorithm];
  const head = keyHead(field, bytes);
  return material.length === head.length + bytes && material.subarray(0, head.length).equals(head);
}

const keyHead = (field: number, bytes: number): Buffer =>
  Buffer.of((field << 3) | LENGTH_DELIMITED, bytes);
