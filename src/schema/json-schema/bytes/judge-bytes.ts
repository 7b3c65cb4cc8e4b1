import { isUtf8 } from 'node:buffer';
import { limits } from '#kernel';
import { type BytesJudge, INVALID, TELLS_NOTHING, UNTOLD, VALID } from '../../bytes/bytes-judge.js';
import { generate } from '../../bytes/generate.js';
import { type Tier } from '../../payload.js';
import { type OneDialect } from '../one-dialect.js';
import { Constants, type Schema } from './judge-code.js';
import { PARTS } from './parts.js';
import { PlaceWriter } from './place-writer.js';
import { tooLargeIn } from './too-large-in.js';

/** A longer event could hold more values than are allowed; then somebody counts them. */
const BYTES_MAX = 2 * limits.eventNodes.value;
/** Words are compared behind the end of a text, too: where its memory ends, it is copied. */
const BEHIND = 64;

/** One for all judges: none keeps anything in it. */
let room: Buffer | undefined;
const roomOf = (length: number): Buffer => (room ??= Buffer.alloc(length));

/** Alternatives that fan out are not worth following by bytes. */
const STEPS_MAX = 20_000;

/**
 * A judge generated from the schema that says by the bytes what scanning, parsing and validating
 * would. Duplicate names, halves of characters, numbers with exponents and whatever else is rare are
 * left to those.
 */
export function jsonBytesJudge(dialect: OneDialect): BytesJudge & { readonly tier: Tier } {
  const constants = new Constants();
  constants.of(isUtf8);
  constants.of((text: string) => JSON.parse(text) as unknown);
  const writer = new PlaceWriter(
    dialect.definitions as Readonly<Record<string, Schema>>,
    constants,
  );
  let root: string;
  try {
    root = writer.root(dialect.schema);
  } catch (error) {
    tooLargeIn(error);
    return { ...TELLS_NOTHING, tier: { name: 'value', untold: ['its size'] } };
  }
  const untold = [...constants.untold].sort();
  const code = `${PARTS}${writer.functions.join('\n')}
const R=K[${constants.all.length}](K[${constants.all.length + 1}]),r=R,rv=new DataView(R.buffer,R.byteOffset,R.length);
return function(x,isOpen){if(x.length>${BYTES_MAX}||!isUtf8(x))return ${UNTOLD};if(x.buffer!==A){A=x.buffer;a=K[${constants.all.length + 2}](A);av=new DataView(A)}
let b=a,v=av,s=x.byteOffset,e=s+x.length;if(e+${BEHIND}>A.byteLength){r.set(x,0);r.fill(0,x.length,x.length+${BEHIND});b=r;v=rv;s=0;e=x.length}
M=isOpen;D=0;S=${STEPS_MAX};w=0;let p=ws(b,s);const c=b[p];if(c===45||(c>=48&&c<=57))return ${UNTOLD};p=${root}(b,v,p);if(p<=0)return p<0?${UNTOLD}:${INVALID};if(p<e)return ws(b,p)<e?${INVALID}:${VALID};return p===e?${VALID}:${UNTOLD}}`;
  const bufferOf = (memory: ArrayBuffer) => Buffer.from(memory);
  const needs = [roomOf, BYTES_MAX + BEHIND, bufferOf];
  const judge = generate<BytesJudge['judge']>(code, [...constants.all, ...needs]);
  return {
    judge: (bytes, isOpen) => {
      try {
        return judge(bytes, isOpen);
      } catch (error) {
        // A text without an end was read to where the memory ends.
        tooLargeIn(error);
        return UNTOLD;
      }
    },
    tier: { name: untold.length > 0 ? 'part' : 'bytes', untold },
  };
}
