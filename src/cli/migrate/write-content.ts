import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { problem } from '#kernel';
import type { Io } from '../io.js';
import { cliProblems } from '../problems.js';
import { linesOf } from './dump-lines.js';
import { inOrder } from './in-order.js';
import { FOLDER_DUMP } from './open-source.js';
import type { RegistryContent } from './registry-content.js';

/** A dump that `concordat import --from` reads, and that can be produced into a `_schemas` topic. */
export async function writeDump(io: Io, path: string, content: RegistryContent): Promise<void> {
  const full = resolve(io.cwd, path);
  await written(path, async () => {
    await mkdir(dirname(full), { recursive: true });
    await pipeline(Readable.from(terminated(content)), createWriteStream(full));
  });
}

function* terminated(content: RegistryContent): Generator<string> {
  const versions = inOrder(content.versions).flat();
  for (const line of linesOf({ ...content, versions })) yield `${line}\n`;
}

const ENDINGS: Readonly<Record<string, string>> = {
  AVRO: 'avsc',
  JSON: 'schema.json',
  PROTOBUF: 'proto',
};

/** The dump, and beside it each text in a file for people: `subject/1.avsc`. */
export async function writeFolder(io: Io, path: string, content: RegistryContent): Promise<void> {
  await writeDump(io, join(path, FOLDER_DUMP), content);
  for (const { subject, version, schemaType, schema } of content.versions) {
    const folder = join(path, fileName(subject));
    const file = join(folder, `${version}.${ENDINGS[schemaType] ?? 'txt'}`);
    await written(file, async () => {
      await mkdir(resolve(io.cwd, folder), { recursive: true });
      await writeFile(resolve(io.cwd, file), schema);
    });
  }
}

/** A subject may hold what no file name may; nothing leaves the folder. */
const fileName = (subject: string): string =>
  encodeURIComponent(subject)
    .replace(/^\.+$/, (dots) => dots.replaceAll('.', '%2E'))
    .slice(0, 200);

async function written(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw problem(cliProblems.FILE_NOT_WRITTEN, { path, why: (error as Error).message });
  }
}
