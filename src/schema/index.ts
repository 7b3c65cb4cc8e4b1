export { avro } from './avro/avro.js';
export {
  type AvroField,
  type AvroRoot,
  avroRootOf,
  type AvroType,
  branchName,
  type EnumType,
  type FixedType,
  isNamedType,
  isPrimitiveKind,
  logicalOf,
  type NamedType,
  type RecordType,
} from './avro/avro-type.js';
export { type Datum, datumObject, datumText } from './avro/datum.js';
export { decodeAvro, type DecodeFault } from './avro/decode.js';
export { defaultDatum } from './avro/defaults.js';
export { encodeAvro } from './avro/encode.js';
export { avroNamesIn } from './avro/order-documents.js';
export { logicalInWords, type LogicalType, readingOf } from './avro/logical-types.js';
export { namespaceOf, simpleName } from './avro/names.js';
export { branchFor, isMatch, isPromoted, writerFieldFor } from './avro/resolution.js';
export { SmallestData } from './avro/smallest-datum.js';
export { isJsonObject, type Json, type JsonObject } from './json.js';
export {
  appendPointer,
  escapePointerToken,
  parsePointer,
  pointerTokens,
  stepInto,
  valueAtPointer,
} from './json-pointer.js';
export { type JsonText, placeInJsonText, readJsonText } from './json-text.js';
export { type JsonTextFault } from './json-text-fault.js';
export { endOfPlainJson } from './json-schema/bytes/end-of-plain-json.js';
export { canonicalValue } from './json-schema/canonical-value.js';
export { type Draft, type DraftNumber, drafts } from './json-schema/drafts.js';
export { type Document, type Documents, type Place } from './json-schema/documents.js';
export { assertedFormats } from './json-schema/formats.js';
export { OutOfSteps } from './json-schema/guarded-ajv.js';
export { JudgeByParts } from './json-schema/judge-by-parts.js';
export { jsonSchema } from './json-schema/json-schema.js';
export {
  type KeywordReading,
  sourceReadAs,
  STRICT_READING,
} from './json-schema/keyword-reading.js';
export { metaSchemaDocument } from './json-schema/meta-schemas.js';
export { keywordOf } from './json-schema/keywords.js';
export { linearPattern, type LinearPattern } from './json-schema/patterns.js';
export { JsonSchemaRoot, rootOf } from './json-schema/read.js';
export {
  NOT_SHOWN,
  formatted,
  type Language,
  type ReadSchema,
  type ReferencedSource,
  type SchemaFault,
  type SchemaNode,
  type SchemaSource,
  type SchemaType,
  type Validator,
  type Violation,
} from './language.js';
export { languageOf, languages } from './languages.js';
export {
  type EnumType as ProtoEnumType,
  isScalar,
  type MessageType,
  type NumberRange,
  type Presence,
  type ProtoEnumValue,
  type ProtoField,
  type ProtoFile,
  type ProtoImport,
  type ProtoMethod,
  type ProtoOneof,
  type ProtoPlace,
  type ProtoService,
  type ProtoType,
  SCALAR_KINDS,
  type ScalarKind,
  type ScalarType,
} from './protobuf/proto-type.js';
export { JsonReading } from './protobuf/from-json.js';
export { protobufToJson } from './protobuf/to-json.js';
export { messagesOf, ProtobufRoot, protobufRootOf } from './protobuf/protobuf-root.js';
export { readMessageIndexes, writeMessageIndexes } from './protobuf/message-indexes.js';
export { decodeProtobuf, type ExtensionLookup, type ProtoDecodeFault } from './protobuf/decode.js';
export { encodeProtobuf } from './protobuf/encode.js';
export { isPackable, wireTypeOf } from './protobuf/wire-types.js';
export { isZero, zeroOf } from './protobuf/zero-values.js';
export {
  type FieldDatum,
  type MapKeyDatum,
  MessageDatum,
  type SingleDatum,
} from './protobuf/message-datum.js';
export { protobuf } from './protobuf/protobuf.js';
export { importsOf } from './protobuf/imports-of.js';
export { placeInProtobuf } from './protobuf/place.js';
export { mapEntryName } from './protobuf/names.js';
export { readProtobuf } from './protobuf/read.js';
export {
  OWN_FORM,
  type Payload,
  type PayloadForm,
  type ReadPayload,
  type Tier,
} from './payload.js';
export { INVALID, UNTOLD, VALID } from './bytes/bytes-judge.js';
export { type NearlyValid, sampleNearlyValid } from './nearly-valid.js';
export { declares } from './declares.js';
export { fieldAt, fieldsByPointer } from './field-at.js';
export { memberPath } from './json-schema/member-path.js';
export { anyItem, isInside, overlaps } from './overlapping-paths.js';
export { nodesAt } from './schema-paths.js';
export { exampleOf, type Shown, shown, treeOf } from './shown-as.js';
