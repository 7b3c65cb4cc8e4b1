import { CONFLUENT_FILES } from './confluent-files.js';
import { DESCRIPTOR_FILE } from './descriptor-file.js';
import { FEATURE_FILES } from './feature-files.js';
import { GOOGLE_TYPE_FILES } from './google-type-files.js';
import { WELL_KNOWN_FILES } from './well-known-files.js';

/** The files a schema may import without a reference, by import path. */
export const builtInFiles: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...WELL_KNOWN_FILES,
    ...DESCRIPTOR_FILE,
    ...FEATURE_FILES,
    ...GOOGLE_TYPE_FILES,
    ...CONFLUENT_FILES,
  }),
);

export const DESCRIPTOR_PATH = 'google/protobuf/descriptor.proto';
