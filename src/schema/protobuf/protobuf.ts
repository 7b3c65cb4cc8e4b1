import { ok } from '#kernel';
import { type Language } from '../language.js';
import { canonicalProtobuf, normalizedProtobuf, protobufWithoutExtensions } from './canonical.js';
import { protobufPayload } from './payload.js';
import { readProtobuf } from './read.js';
import { sampleProtobuf } from './sample.js';
import { serializedProtobuf } from './serialized.js';
import { treeOfProtobuf } from './tree.js';
import { protobufValidator } from './validate.js';

/** proto2, proto3 and editions. */
export const protobuf: Language = {
  type: 'PROTOBUF',
  read: readProtobuf,
  canonical: canonicalProtobuf,
  normalize: normalizedProtobuf,
  formats: { serialized: serializedProtobuf, ignore_extensions: protobufWithoutExtensions },
  /** Nothing is generated, so no schema that was read is too complex. */
  tryCompile: (schema) => ok(protobufValidator(schema)),
  compileFaults: () => [],
  compile: protobufValidator,
  payload: protobufPayload,
  tree: treeOfProtobuf,
  sample: sampleProtobuf,
};
