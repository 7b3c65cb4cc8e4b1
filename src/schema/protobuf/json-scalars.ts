import { valueOfName, valueOfNumber } from './enum-values.js';
import { bytesOfJson, jsonOfBytes, realOfJson, wholeOfJson } from './json-numbers.js';
import { type SingleDatum } from './message-datum.js';
import { type EnumType, isScalar, type MessageType, type ProtoType } from './proto-type.js';
import { zeroOf } from './zero-values.js';

const NULL = 'google.protobuf.NullValue';

/** `undefined` where the JSON is no value of the type. */
export function singleOfJson(
  type: Exclude<ProtoType, MessageType>,
  value: unknown,
): Exclude<SingleDatum, object> | Uint8Array | undefined {
  if (!isScalar(type)) return enumOfJson(type, value);
  switch (type.kind) {
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'string':
      return typeof value === 'string' && value.isWellFormed() ? value : undefined;
    case 'bytes':
      return bytesOfJson(value);
    case 'float':
    case 'double':
      return realOfJson(value, type.kind);
    default:
      return wholeOfJson(value, type.kind);
  }
}

function enumOfJson(type: EnumType, value: unknown): number | undefined {
  if (value === null && type.fullName === NULL) return 0;
  if (typeof value === 'string') return valueOfName(type, value)?.number;
  if (typeof value !== 'number') return undefined;
  const number = wholeOfJson(value, 'int32') as number | undefined;
  return number === undefined || (type.isClosed && !valueOfNumber(type, number))
    ? undefined
    : number;
}

/** Numbers of 64 bits are texts, values of enums their names, bytes base64. */
export function jsonOfSingle(type: ProtoType, value: SingleDatum = zeroOf(type)): unknown {
  if (value instanceof Uint8Array) return jsonOfBytes(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'number') return value;
  if (type.kind === 'enum')
    return type.fullName === NULL ? null : (valueOfNumber(type, value)?.name ?? value);
  return Number.isFinite(value) ? value : String(value);
}
