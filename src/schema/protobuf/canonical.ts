import { type ReadSchema } from '../language.js';
import { optionNodes } from './option-nodes.js';
import { isPseudoOption } from './features.js';
import { AS_WRITTEN, type PrintStyle, printProto } from './print.js';
import { type ProtobufRoot, protobufRootOf } from './protobuf-root.js';

/** Text whose equality is identity: comments and white space dropped, order and names as written. */
export const canonicalProtobuf = (schema: ReadSchema): string =>
  printProto(protobufRootOf(schema).written.node, AS_WRITTEN);

/**
 * Imports, options and reserved numbers sorted, names in full, what extends one message together.
 * Messages, enums and fields keep their order: it is part of the wire format of the serializers,
 * which name a message by its indexes.
 */
export function normalizedProtobuf(schema: ReadSchema): string {
  const root = protobufRootOf(schema);
  return printProto(root.written.node, { ...inFull(root), isSorted: true });
}

/** Without custom options and what declares them, for readers that do not know them. */
export const protobufWithoutExtensions = (schema: ReadSchema): string =>
  printProto(protobufRootOf(schema).written.node, { ...AS_WRITTEN, isWithoutExtensions: true });

/** Options as they are meant, however they were written: `(a).b = 1` is `(acme.a) = { b: 1 }`. */
const inFull = ({ written: { typeNames, options } }: ProtobufRoot): PrintStyle => ({
  ...AS_WRITTEN,
  typeName: (type) => {
    const fullName = typeNames.get(type);
    return fullName === undefined ? type.name : `.${fullName}`;
  },
  options: (list) => {
    const datum = options.get(list);
    return [...list.filter(isPseudoOption), ...(datum ? optionNodes(datum) : [])];
  },
});
