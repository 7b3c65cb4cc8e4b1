import { type ProtoType } from './proto-type.js';

/** How a value lies in the bytes (protobuf.dev, "Encoding"). */
export const WIRE = { varint: 0, fixed64: 1, sized: 2, start: 3, end: 4, fixed32: 5 } as const;

export const wireTypeOf = ({ kind }: ProtoType): number => {
  switch (kind) {
    case 'double':
    case 'fixed64':
    case 'sfixed64':
      return WIRE.fixed64;
    case 'float':
    case 'fixed32':
    case 'sfixed32':
      return WIRE.fixed32;
    case 'string':
    case 'bytes':
    case 'message':
      return WIRE.sized;
    default:
      return WIRE.varint;
  }
};

export const isPackable = (type: ProtoType): boolean => wireTypeOf(type) !== WIRE.sized;
