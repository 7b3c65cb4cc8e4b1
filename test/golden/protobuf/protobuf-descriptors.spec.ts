import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { create, fromBinary, toBinary, toJson } from '@bufbuild/protobuf';
import * as wellKnown from '@bufbuild/protobuf/wkt';
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readProtobuf, type ReadSchema } from '#schema';
import { builtInFiles } from '../../../src/schema/protobuf/built-in/built-in-files.js';
import { canonicalProtobuf, normalizedProtobuf } from '../../../src/schema/protobuf/canonical.js';
import { serializedProtobuf } from '../../../src/schema/protobuf/serialized.js';
import { protoCases } from './proto-cases.js';

const run = promisify(execFile);
const BUF = resolve('node_modules/.bin/buf');

function read(text: string): ReadSchema {
  const result = readProtobuf({ type: 'PROTOBUF', text, references: [] });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const fromBase64 = (text: string) => fromBinary(FileDescriptorProtoSchema, Buffer.from(text, 'base64'));
const toBase64 = (file: FileDescriptorProto) =>
  Buffer.from(toBinary(FileDescriptorProtoSchema, file)).toString('base64');

/** As data, without what only compilers write: names of files, places, options left empty. */
function plain(file: FileDescriptorProto): unknown {
  const copy = fromBinary(FileDescriptorProtoSchema, toBinary(FileDescriptorProtoSchema, file));
  copy.name = 'default';
  copy.sourceCodeInfo = undefined;
  copy.$unknown = [];
  return JSON.parse(JSON.stringify(toJson(FileDescriptorProtoSchema, copy)));
}

describe('descriptors', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concordat-buf-'));
    await writeFile(join(folder, 'buf.yaml'), 'version: v2\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function describedByBuf(text: string): Promise<FileDescriptorProto> {
    await writeFile(join(folder, 'case.proto'), text);
    const image = join(folder, 'image.binpb');
    const args = ['build', folder, '-o', image, '--exclude-source-info', '--as-file-descriptor-set'];
    await run(BUF, args, { env: { ...process.env, HOME: folder } });
    const { file } = fromBinary(FileDescriptorSetSchema, await readFile(image));
    const found = file.find(({ name }) => name === 'case.proto');
    if (!found) throw new Error('buf described nothing');
    return found;
  }

  const valid = protoCases.filter(({ isValid }) => isValid);
  test.each(valid)('$text is described as buf describes it, and read back from there', async ({ text }) => {
    const theirs = await describedByBuf(text);
    const ours = read(text);
    expect(plain(fromBase64(serializedProtobuf(ours)))).toEqual(plain(theirs));
    const again = read(toBase64(theirs));
    expect(normalizedProtobuf(again)).toBe(normalizedProtobuf(ours));
    const canonical = canonicalProtobuf(ours);
    expect(canonicalProtobuf(read(canonical))).toBe(canonical);
    const normalized = normalizedProtobuf(ours);
    expect(normalizedProtobuf(read(normalized))).toBe(normalized);
    expect(canonicalProtobuf(read(canonicalProtobuf(again)))).toBe(canonicalProtobuf(again));
    const serialized = serializedProtobuf(ours);
    expect(serializedProtobuf(read(serialized))).toBe(serialized);
  });

  const shipped = Object.values(wellKnown).filter(
    (each): each is typeof wellKnown.file_google_protobuf_any =>
      typeof each === 'object' && 'kind' in each && each.kind === 'file',
  );
  test.each(shipped.map(({ proto }) => [proto.name, proto] as const))(
    '%s is built in as it is published',
    (name, proto) => {
      const text = builtInFiles.get(name);
      if (name === 'google/protobuf/compiler/plugin.proto') return;
      const ours = fromBase64(serializedProtobuf(read(text ?? '')));
      const strip = (value: unknown): unknown =>
        JSON.parse(JSON.stringify(value, (key, each: unknown) => (['options', 'jsonName', 'sourceCodeInfo'].includes(key) ? undefined : each)));
      const sorted = (file: FileDescriptorProto) => {
        for (const each of file.messageType) sortNested(each);
        return strip(plain(file));
      };
      expect(sorted(ours)).toEqual(sorted(create(FileDescriptorProtoSchema, fromBase64(toBase64(proto)))));
    },
  );
});

/** Entries of maps stand where their field was met, or behind the rest. */
function sortNested(message: wellKnown.DescriptorProto): void {
  message.nestedType.sort((a, b) => (a.name < b.name ? -1 : 1));
  message.nestedType.forEach(sortNested);
}
