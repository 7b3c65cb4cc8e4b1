import { isUtf8 } from 'node:buffer';
import { limits } from '#kernel';
import { type BytesJudge, TELLS_NOTHING, UNTOLD } from '../../bytes/bytes-judge.js';
import { type Tier } from '../../payload.js';
import { type OneDialect } from '../one-dialect.js';
import { Constants, type Schema } from './judge-code.js';
import { endOfValue } from './end-of-value.js';
import { link, type Linked } from './link-code.js';
import { parts, type PlaceFunction, type Views } from './parts.js';
import { PlaceWriter } from './place-writer.js';
import { tooLargeIn } from './too-large-in.js';
import { viewsOf } from './views-of.js';

/** A longer event could hold more values than are allowed; then somebody counts them. */
const BYTES_MAX = 2 * limits.eventNodes.value;
/** Words are compared behind the end of a text, too: where its memory ends, it is copied. */
const BEHIND = 64;
/** Alternatives that fan out are not worth following by bytes. */
const STEPS_MAX = 20_000;

/**
 * A judge generated from the schema that says by the bytes what scanning, parsing and validating
 * would. Duplicate names, halves of characters, numbers with exponents and whatever else is rare are
 * left to those.
 */
export function jsonBytesJudge(dialect: OneDialect): BytesJudge & { readonly tier: Tier } {
  const constants = new Constants();
  const writer = new PlaceWriter(
    dialect.definitions as Readonly<Record<string, Schema>>,
    constants,
  );
  let linked: Linked;
  try {
    const root = writer.root(dialect.schema);
    linked = link(root, writer.codes, constants.all);
  } catch (error) {
    tooLargeIn(error);
    return { ...TELLS_NOTHING, tier: { name: 'value', untold: ['its size'] } };
  }
  const untold = [...constants.untold].sort();
  return {
    judge: (bytes, isOpen) => {
      try {
        return judged(linked.root, bytes, isOpen);
      } catch (error) {
        // A text without an end was read to where the memory ends.
        tooLargeIn(error);
        return UNTOLD;
      }
    },
    endOfValid: (bytes, start, isOpen) => {
      allow(isOpen);
      return endOfValue(linked.root, bytes, start);
    },
    tier: { name: untold.length > 0 ? 'part' : 'bytes', untold },
  };
}

/** For events that end where their memory does. */
let room: Views | undefined;

function judged(root: PlaceFunction, bytes: Uint8Array, isOpen: boolean): number {
  const { buffer, byteOffset, length } = bytes;
  if (length > BYTES_MAX || !isUtf8(bytes)) return UNTOLD;
  let views = viewsOf(buffer);
  let begin = byteOffset;
  if (begin + length + BEHIND > views.b.length) {
    views = room ??= viewsOf(new ArrayBuffer(BYTES_MAX + BEHIND));
    room.b.set(bytes, 0);
    room.b.fill(0, length, length + BEHIND);
    begin = 0;
  }
  allow(isOpen);
  return parts.whole(root, views, begin, begin + length);
}

function allow(isOpen: boolean): void {
  parts.Z[1] = isOpen ? 1 : 0;
  parts.Z[2] = STEPS_MAX;
}
