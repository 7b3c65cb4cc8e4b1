import { isUtf8 } from 'node:buffer';
import { limits } from '#kernel';
import { type BytesJudge, INVALID, UNTOLD, VALID } from '../bytes/bytes-judge.js';
import { generate } from '../bytes/generate.js';
import {
  type ArrayType,
  type AvroType,
  type EnumType,
  type FixedType,
  type MapType,
  reachableTypes,
  type RecordType,
  typesInside,
  type UnionType,
} from './avro-type.js';

/** Ends the walk: the bytes are wrong, or only the decoder can tell. */
const WRONG = -1;
const UNSURE = -2;

/**
 * A walk over the binary encoding, generated from the schema, that says what `decodeAvro` would.
 * Positions go in and come out; counts and lengths are held against what is left before anything
 * trusts them. What is rare (lengths of five bytes and more) is left to the decoder.
 */
export function avroBytesJudge(type: AvroType): BytesJudge {
  const code = new WalkCode(type).text();
  return { judge: generate<(bytes: Uint8Array) => number>(code, [isUtf8]) };
}

/** `left` counts the values an event may still hold, `depth` the levels around; see `weightOf`. */
const PARTS = `
const isUtf8=K[0];let A=null,a=null,v=null,left=0,depth=0,L=0,V=0;
function nothing(b,p,e){return p}
function boolean(b,p,e){return p<e&&b[p]<2?p+1:${WRONG}}
function float(b,p,e){return e-p<4?${WRONG}:p+4}
function double(b,p,e){return e-p<8?${WRONG}:p+8}
function long(b,p,e){let i=p;for(;;){if(i>=e)return ${WRONG};const c=b[i++];if(c<128)return i-p===10&&c>1?${WRONG}:i;if(i-p>9)return ${WRONG}}}
function int(b,p,e){let i=p;for(;;){if(i>=e)return ${WRONG};const c=b[i++];if(c<128)return i-p===5&&c>15?${WRONG}:i;if(i-p>4)return ${UNSURE}}}
function whole(b,p,e){let n=0,s=0;for(;;){if(p>=e)return ${WRONG};const c=b[p++];n|=(c&127)<<s;if(c<128)break;s+=7;if(s>21)return ${UNSURE}}V=(n>>>1)^-(n&1);return p}
function index(b,p,e,n){if(p>=e)return ${WRONG};const c=b[p];if(c<128)V=c&1?-1:c>>1,p++;else{p=whole(b,p,e);if(p<0)return p}return V<0||V>=n?${WRONG}:p}
function sized(b,p,e){if(p>=e)return ${WRONG};const c=b[p];if(c<128){if(c&1)return ${WRONG};L=c>>1;p++}else{p=whole(b,p,e);if(p<0)return p;if(V<0)return ${WRONG};L=V}return L>e-p?${WRONG}:p}
function bytes(b,p,e){p=sized(b,p,e);return p<0?p:p+L}
function string(b,p,e){if(p>=e)return ${WRONG};const c=b[p];let n=c>>1;if(c<128&&(c&1)===0)p++;else{p=sized(b,p,e);if(p<0)return p;n=L}if(n>e-p)return ${WRONG};const q=p+n;let x=0;if(n>3){const t=q-4;x=v.getInt32(t,true);for(;p<t;p+=4)x|=v.getInt32(p,true)}else for(;p<q;p++)x|=b[p];return (x&-2139062144)===0||isUtf8(b.subarray(q-n,q))?q:${WRONG}}
`;

class WalkCode {
  readonly #functions: string[] = [];
  readonly #names = new Map<AvroType, string>();
  /** Records and what is inside of them: a chain of named types is as deep as the text is long. */
  readonly #pending: RecordType[] = [];
  readonly #countsDepth: boolean;

  constructor(readonly type: AvroType) {
    this.#countsDepth = depthOf(type) > limits.eventDepth.value;
  }

  text(): string {
    const root = this.#nameOf(this.type);
    for (let next = this.#pending.pop(); next; next = this.#pending.pop()) this.#record(next);
    const start = limits.eventNodes.value - weightOf(this.type);
    return `${PARTS}${this.#functions.join('\n')}
return function(x){if(x.buffer!==A){A=x.buffer;a=new Uint8Array(A);v=new DataView(A)}const s=x.byteOffset,e=s+x.length;left=${start};depth=0;const p=${root}(a,s,e);return p===e?${VALID}:p===${UNSURE}?${UNTOLD}:${INVALID}}`;
  }

  /** The function that walks over a value of the type. */
  #nameOf(type: AvroType): string {
    const known = this.#names.get(type);
    if (known) return known;
    switch (type.kind) {
      case 'null':
        return 'nothing';
      case 'boolean':
      case 'int':
      case 'long':
      case 'float':
      case 'double':
      case 'bytes':
      case 'string':
        return type.kind;
      default:
        break;
    }
    const name = `f${this.#names.size}`;
    this.#names.set(type, name);
    if (type.kind === 'record') this.#pending.push(type);
    else this.#functions.push(`function ${name}(b,p,e){${this.#body(type)}}`);
    return name;
  }

  #body(type: EnumType | FixedType | UnionType | ArrayType | MapType): string {
    switch (type.kind) {
      case 'enum':
        return `return index(b,p,e,${type.symbols.length})`;
      case 'fixed':
        return `return e-p<${type.size}?${WRONG}:p+${type.size}`;
      case 'union':
        return `p=index(b,p,e,${type.branches.length});if(p<0)return p;switch(V){${type.branches
          .map((branch, i) => `case ${i}:return ${this.#nameOf(branch)}(b,p,e);`)
          .join('')}}return ${WRONG}`;
      case 'array':
        return this.#blocks(weightOf(type.items), `p=${this.#nameOf(type.items)}(b,p,e);`);
      case 'map':
        return this.#blocks(
          weightOf(type.values),
          `p=string(b,p,e);if(p<0)return p;p=${this.#nameOf(type.values)}(b,p,e);`,
        );
    }
  }

  /** A negative count is followed by the size of the block, which nobody needs. */
  #blocks(weight: number, item: string): string {
    const [enter, leave] = this.#level();
    return `${enter}for(;;){p=whole(b,p,e);if(p<0)return p;let n=V;if(n===0){${leave}return p}if(n<0){n=-n;p=long(b,p,e);if(p<0)return p}if((left-=n*${weight})<0)return ${UNSURE};while(n-->0){${item}if(p<0)return p}}`;
  }

  #record(type: RecordType): void {
    const [enter, leave] = this.#level();
    const weight = type.fields.reduce((sum, field) => sum + weightOf(field.type), 1);
    const fields = type.fields.map(
      (field) => `p=${this.#nameOf(field.type)}(b,p,e);if(p<0)return p;`,
    );
    const name = this.#nameOf(type);
    this.#functions.push(
      `function ${name}(b,p,e){if((left-=${weight})<0)return ${UNSURE};${enter}${fields.join('')}${leave}return p}`,
    );
  }

  #level(): readonly [enter: string, leave: string] {
    return this.#countsDepth
      ? [`if(++depth>${limits.eventDepth.value})return ${UNSURE};`, 'depth--;']
      : ['', ''];
  }
}

/**
 * How many values the decoder counts for one of the type, at most: items are counted with their
 * block and records when they are entered, so neither is in the weight of what holds them.
 */
function weightOf(type: AvroType): number {
  if (type.kind === 'record') return 0;
  if (type.kind === 'union') return 1 + Math.max(0, ...type.branches.map(weightOf));
  return 1;
}

/** Names used before they are read through take a pass more; beyond this the levels are counted. */
const PASSES_MAX = 20;

/** Levels of the deepest value; infinite where a type holds itself. */
function depthOf(root: AvroType): number {
  const depths = new Map<AvroType, number>();
  // Innermost first: what is reached later is asked for by what was reached before.
  let waiting = [...reachableTypes(root)].reverse();
  for (let pass = 0; waiting.length > 0; pass++) {
    const open = waiting.filter((type) => {
      const inside = [...typesInside(type)].map((inner) => depths.get(inner));
      if (inside.includes(undefined)) return true;
      const own = type.kind === 'union' || inside.length === 0 ? 0 : 1;
      depths.set(type, own + Math.max(0, ...(inside as number[])));
      return false;
    });
    if (open.length === waiting.length || pass > PASSES_MAX) return Infinity;
    waiting = open;
  }
  return depths.get(root) as number;
}
