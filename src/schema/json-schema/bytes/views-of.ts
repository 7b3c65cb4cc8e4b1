import { type Views } from './parts.js';

/** Events of one body lie in the same memory. */
let last = madeOf(new ArrayBuffer(0));

export function viewsOf(memory: ArrayBufferLike): Views {
  return last.v.buffer === memory ? last : (last = madeOf(memory));
}

function madeOf(memory: ArrayBufferLike): Views {
  return { b: Buffer.from(memory), v: new DataView(memory) };
}
