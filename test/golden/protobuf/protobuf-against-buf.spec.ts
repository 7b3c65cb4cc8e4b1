import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readProtobuf } from '#schema';
import { protoCases } from './proto-cases.js';

const run = promisify(execFile);
const BUF = resolve('node_modules/.bin/buf');

/** What `buf build` says against a file; empty when it accepts it. It opens no socket. */
async function bufSays(folder: string, text: string): Promise<string> {
  const path = join(folder, 'case.proto');
  await writeFile(path, text);
  try {
    await run(BUF, ['build', folder, '-o', '/dev/null'], { env: { ...process.env, HOME: folder } });
    return '';
  } catch (error) {
    return (error as { stderr?: string }).stderr ?? String(error);
  }
}

describe('what is a valid .proto file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concordat-buf-'));
    await writeFile(join(folder, 'buf.yaml'), 'version: v2\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(protoCases)('$text', async ({ text, isValid, differs }) => {
    const read = readProtobuf({ type: 'PROTOBUF', text, references: [] });
    expect(read.ok ? [] : read.error.map(({ message }) => message)).toEqual(
      isValid ? [] : expect.arrayContaining([expect.any(String)]),
    );
    const said = await bufSays(folder, text);
    expect(said === '').toBe(differs === undefined ? isValid : !isValid);
  });
});
