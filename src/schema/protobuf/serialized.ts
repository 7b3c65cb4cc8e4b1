import { limits } from '#kernel';
import { type ReadSchema } from '../language.js';
import { decodeProtobuf, type ExtensionLookup } from './decode.js';
import { descriptorType } from './descriptor-parts.js';
import { fileOfDescriptor } from './from-descriptor.js';
import { AS_WRITTEN, printProto } from './print.js';
import { protobufRootOf } from './protobuf-root.js';
import { descriptorBytes } from './to-descriptor.js';
import { Unreadable } from './unreadable.js';

/** No .proto file of one word says anything, but for a comment, and no descriptor begins with two slashes. */
const BASE64 = /^(?!\/\/)[A-Za-z0-9+/]+={0,2}$/;

const START = { line: 1, column: 1 };

/** Whether a text is bytes in base64, as clients send schemas they have no text of. */
export const isSerialized = (text: string): boolean => BASE64.test(text.trim());

/** A FileDescriptorProto in base64 as the text of a .proto file; throws `Unreadable`. */
export function textOfSerialized(text: string, extensionOf?: ExtensionLookup): string {
  if (text.length > limits.schemaBytes.value)
    throw new Unreadable(
      START,
      `It is longer than ${limits.schemaBytes.value} bytes. Split it into files that import each other.`,
      'SCHEMA_TOO_LARGE',
    );
  const bytes = Uint8Array.from(atobOf(text.trim()), (each) => each.charCodeAt(0));
  const decoded = decodeProtobuf(descriptorType('FileDescriptorProto'), bytes, extensionOf);
  if (!decoded.ok)
    throw new Unreadable(
      START,
      `It is neither a .proto file nor a FileDescriptorProto in base64: ${decoded.error.message} Send the text of the file.`,
    );
  return printProto(fileOfDescriptor(decoded.value), AS_WRITTEN);
}

function atobOf(text: string): string {
  try {
    return atob(text);
  } catch {
    throw new Unreadable(
      START,
      'It is neither a .proto file nor base64. Send the text of the file.',
    );
  }
}

/** The schema as a FileDescriptorProto in base64. */
export function serializedProtobuf(schema: ReadSchema): string {
  let text = '';
  for (const byte of descriptorBytes(protobufRootOf(schema))) text += String.fromCharCode(byte);
  return btoa(text);
}
