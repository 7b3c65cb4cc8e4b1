import { invariant } from '#kernel';
import { MessageDatum, type SingleDatum } from './message-datum.js';
import { type EnumType, type ProtoEnumValue, type ProtoType } from './proto-type.js';

/** What a value is where nothing was sent and no default is written. */
export function zeroOf(type: ProtoType): SingleDatum {
  switch (type.kind) {
    case 'message':
      return new MessageDatum(type);
    case 'enum':
      return firstOf(type).number;
    case 'string':
      return '';
    case 'bytes':
      return new Uint8Array();
    case 'bool':
      return false;
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return 0n;
    default:
      return 0;
  }
}

function firstOf({ values: [first] }: EnumType): ProtoEnumValue {
  invariant(first, 'an enum without a value is refused when it is read');
  return first;
}

/** What is not sent where absence and the zero value are one; a negative zero is sent. */
export function isZero(value: SingleDatum): boolean {
  if (value instanceof Uint8Array) return value.length === 0;
  return value === '' || value === false || value === 0n || Object.is(value, 0);
}
