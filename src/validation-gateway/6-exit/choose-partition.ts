import { murmur2 } from './murmur2.js';

/** Java's `Utils.toPositive`: the sign bit is cut off, which is not the same as `Math.abs`. */
const SIGN_CUT_OFF = 0x7fff_ffff;

/**
 * Where an event goes that names no partition: by its key as Kafka's own clients decide (KIP-480
 * leaves keyed events alone), else wherever `turn` points. Give all events of one request the same
 * turn: they then share a batch.
 */
export function choosePartition(key: Uint8Array | null, partitions: number, turn: number): number {
  return key === null ? turn % partitions : (murmur2(key) & SIGN_CUT_OFF) % partitions;
}
