import { randomFillSync } from 'node:crypto';

/** Of one id. */
const BYTES = 10;
const drawn = new Uint8Array(400 * BYTES);
let next = drawn.length;

/** Chance for the next id, never given twice. Drawn for many at once: one draw costs as much as its bytes. */
export function drawChance(): Uint8Array {
  if (next === drawn.length) {
    randomFillSync(drawn);
    next = 0;
  }
  return drawn.subarray(next, (next += BYTES));
}
