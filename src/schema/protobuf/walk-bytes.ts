import { isUtf8 } from 'node:buffer';
import { limits } from '#kernel';
import { type BytesJudge, INVALID, UNTOLD, VALID } from '../bytes/bytes-judge.js';
import { generate } from '../bytes/generate.js';
import { type EnumType, type MessageType, type ProtoField, type ProtoType } from './proto-type.js';
import { isPackable, WIRE, wireTypeOf } from './wire-types.js';

/** Ends the walk: the bytes are wrong, or only the decoder can tell. */
const WRONG = -1;
const UNSURE = -2;
/** Required fields of one message that are followed; a word has so many bits. */
const REQUIRED_MAX = 31;

/** Fields of a message, the extensions known of it included. */
export type FieldsOf = (type: MessageType) => readonly ProtoField[];

/**
 * A walk over the wire format, generated from the schema, that says what `decodeProtobuf` would. What
 * is rare is left to the decoder: groups, tags and lengths of more bytes than they need, required
 * fields that are missing (a later part of the message may bring them), and whatever is not declared,
 * because then somebody has to name it.
 */
export function protobufBytesJudge(type: MessageType, fieldsOf: FieldsOf): BytesJudge {
  const code = new WalkCode(fieldsOf);
  const text = code.text(type);
  return { judge: generate<BytesJudge['judge']>(text, [isUtf8, ...code.enums]) };
}

/** `U` is set where something undeclared was met; `L` is a length and `T` a tag just read. */
const PARTS = `
const isUtf8=K[0];let A=null,a=null,v=null,L=0,T=0,U=false;
function varint(b,p,e){let i=p;for(;;){if(i>=e)return ${WRONG};if(b[i++]<128)return i;if(i-p>9)return ${WRONG}}}
function fixed32(b,p,e){return e-p<4?${WRONG}:p+4}
function fixed64(b,p,e){return e-p<8?${WRONG}:p+8}
function tag(b,p,e){let t=0,s=0;for(;;){if(p>=e)return ${WRONG};const c=b[p++];if(s===28&&c>15)return c>127?${UNSURE}:${WRONG};t|=(c&127)<<s;if(c<128)break;s+=7}T=t>>>0;return p}
function sized(b,p,e){if(p>=e)return ${WRONG};let n=b[p++];if(n>127){n&=127;let s=7;for(;;){if(p>=e)return ${WRONG};const c=b[p++];n|=(c&127)<<s;if(c<128)break;s+=7;if(s>21)return ${UNSURE}}}L=n;return n>e-p?${WRONG}:p}
function bytes(b,p,e){p=sized(b,p,e);return p<0?p:p+L}
function text(b,p,e){p=sized(b,p,e);if(p<0)return p;const q=p+L;let x=0,i=p;if(L>3){const t=q-4;x=v.getInt32(t,true);for(;i<t;i+=4)x|=v.getInt32(i,true)}else for(;i<q;i++)x|=b[i];return (x&-2139062144)===0||isUtf8(b.subarray(p,q))?q:${WRONG}}
function varints(b,p,e){p=sized(b,p,e);if(p<0)return p;const q=p+L;while(p<q){p=varint(b,p,q);if(p<0)return p}return p}
function fixed32s(b,p,e){p=sized(b,p,e);return p<0?p:L&3?${WRONG}:p+L}
function fixed64s(b,p,e){p=sized(b,p,e);return p<0?p:L&7?${WRONG}:p+L}
function skip(b,p,e,t){if(t<8)return ${WRONG};switch(t&7){case 0:return varint(b,p,e);case 1:return fixed64(b,p,e);case 2:return bytes(b,p,e);case 5:return fixed32(b,p,e);case 3:return ${UNSURE}}return ${WRONG}}
function symbol(b,p,e,known){const c=b[p];if(p<e&&c<128){if(!known.has(c))U=true;return p+1}U=true;return varint(b,p,e)}
`;

class WalkCode {
  /** Numbers of closed enums, as the code calls them from `K[1]` on. */
  readonly enums: ReadonlySet<number>[] = [];
  readonly #functions: string[] = [];
  readonly #names = new Map<MessageType, string>();
  readonly #pending: MessageType[] = [];
  readonly #requiring: RequiringTypes;

  constructor(readonly fieldsOf: FieldsOf) {
    this.#requiring = new RequiringTypes(fieldsOf);
  }

  text(type: MessageType): string {
    const root = this.#nameOf(type);
    for (let next = this.#pending.pop(); next; next = this.#pending.pop()) this.#message(next);
    // Each value takes a byte at least, so fewer bytes hold no more values than are allowed.
    return `${PARTS}${this.#functions.join('\n')}
return function(x,isOpen){if(x.buffer!==A){A=x.buffer;a=new Uint8Array(A);v=new DataView(A)}if(x.length>${limits.eventNodes.value})return ${UNTOLD};U=false;const p=${root}(a,x.byteOffset,x.byteOffset+x.length,0);return p<0?p===${WRONG}?${INVALID}:${UNTOLD}:U&&!isOpen?${UNTOLD}:${VALID}}`;
  }

  #nameOf(type: MessageType): string {
    const known = this.#names.get(type);
    if (known) return known;
    const name = `f${this.#names.size}`;
    this.#names.set(type, name);
    this.#pending.push(type);
    return name;
  }

  #message(type: MessageType): void {
    const fields = this.fieldsOf(type);
    const required = fields.filter(({ presence }) => presence === 'required');
    const isFollowed = required.length <= REQUIRED_MAX && !required.some(isOfClosedEnum);
    const cases = fields.flatMap((field) => this.#cases(field, required.indexOf(field)));
    const all = required.length === REQUIRED_MAX ? 0x7fffffff : (1 << required.length) - 1;
    const end = required.length === 0 ? 'return p' : `return r===${all}?p:${UNSURE}`;
    this.#functions.push(
      isFollowed
        ? `function ${this.#nameOf(type)}(b,p,e,d){if(d>${limits.protobufDepth.value})return ${UNSURE};let r=0;${loop(cases)}${end}}`
        : `function ${this.#nameOf(type)}(){return ${UNSURE}}`,
    );
  }

  #cases(field: ProtoField, required: number): string[] {
    const { type, number, mapKey, isRepeated, isDelimited } = field;
    const mark = required < 0 ? '' : `r|=${1 << required};`;
    if (isDelimited) return [`case ${tagOf(number, WIRE.start)}:return ${UNSURE};`];
    if (mapKey) {
      const entry = this.#entry(field, mapKey);
      return [
        `case ${tagOf(number, WIRE.sized)}:p=sized(b,p,e);if(p<0)return p;p=${entry}(b,p,p+L,d+1);break;`,
      ];
    }
    const cases = [
      `case ${tagOf(number, wireTypeOf(type))}:${mark}${this.#value(type, field)}break;`,
    ];
    if (isRepeated && isPackable(type)) {
      const packed = isOfClosedEnum(field) ? 'U=true;' : '';
      cases.push(
        `case ${tagOf(number, WIRE.sized)}:${packed}p=${String(PACKED[wireTypeOf(type)])}(b,p,e);break;`,
      );
    }
    return cases;
  }

  /** Statements that move `p` over a value. */
  #value(type: ProtoType, { isUtf8Checked }: ProtoField): string {
    switch (type.kind) {
      case 'message':
        return `p=sized(b,p,e);if(p<0)return p;p=${this.#nameOf(type)}(b,p,p+L,d+1);`;
      case 'enum':
        return type.isClosed
          ? `p=symbol(b,p,e,K[${this.#closed(type)}]);`
          : 'if(p<e&&b[p]<128)p++;else p=varint(b,p,e);';
      case 'string':
        return isUtf8Checked ? 'p=text(b,p,e);' : 'p=bytes(b,p,e);';
      case 'bytes':
        return 'p=bytes(b,p,e);';
      default: {
        const wire = wireTypeOf(type);
        if (wire === WIRE.varint) return 'if(p<e&&b[p]<128)p++;else p=varint(b,p,e);';
        return wire === WIRE.fixed32 ? 'p=fixed32(b,p,e);' : 'p=fixed64(b,p,e);';
      }
    }
  }

  /** An entry is a message of a key and a value, either of which may be left out. */
  #entry(field: ProtoField, key: NonNullable<ProtoField['mapKey']>): string {
    const { type } = field;
    const name = `e${this.#functions.length}`;
    const isNeeded = type.kind === 'message' && this.#requiring.has(type);
    const cases = [
      `case ${tagOf(1, wireTypeOf(key))}:${this.#value(key, field)}break;`,
      `case ${tagOf(2, wireTypeOf(type))}:r=1;${this.#value(type, field)}break;`,
    ];
    this.#functions.push(
      `function ${name}(b,p,e,d){let r=0;${loop(cases)}return ${isNeeded ? `r?p:${UNSURE}` : 'p'}}`,
    );
    return name;
  }

  #closed(type: EnumType): number {
    return this.enums.push(new Set(type.values.map(({ number }) => number)));
  }
}

const PACKED: Readonly<Record<number, string>> = {
  [WIRE.varint]: 'varints',
  [WIRE.fixed32]: 'fixed32s',
  [WIRE.fixed64]: 'fixed64s',
};

const tagOf = (number: number, wire: number): number => number * 8 + wire;

const loop = (cases: readonly string[]): string =>
  `while(p<e){let t=b[p++];if(t>127){p=tag(b,p-1,e);if(p<0)return p;t=T}switch(t){${cases.join('')}default:U=true;p=skip(b,p,e,t)}if(p<0)return p}`;

const isOfClosedEnum = ({ type }: ProtoField): boolean => type.kind === 'enum' && type.isClosed;

/** Messages in which a required field may be missing, at any depth. */
class RequiringTypes {
  readonly #known = new Map<MessageType, boolean>();

  constructor(readonly fieldsOf: FieldsOf) {}

  has(type: MessageType): boolean {
    const reached = new Set([type]);
    for (const each of reached) {
      if (this.#known.get(each)) return this.#note(type, true);
      for (const { presence, type: inner } of this.fieldsOf(each)) {
        if (presence === 'required') return this.#note(type, true);
        if (inner.kind === 'message') reached.add(inner);
      }
    }
    return this.#note(type, false);
  }

  #note(type: MessageType, isRequiring: boolean): boolean {
    this.#known.set(type, isRequiring);
    return isRequiring;
  }
}
