import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { problem } from '#kernel';
import type { CliCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { DiskTree } from '../files/disk-tree.js';
import { findFiles, isContractPath } from '../files/find-files.js';
import { readFound } from '../files/read-found.js';
import { CONFIG_PATH } from '../config/read-config.js';
import { configText, contractPathOf, contractText, foldersOf } from '../init/first-texts.js';
import { type Io, say } from '../io.js';
import { cliProblems } from '../problems.js';

interface InitOptions {
  readonly owner: string;
}

export const init: CliCommand<InitOptions> = {
  name: 'init',
  summary: 'begin: contracts.yaml, and a contract for each schema found',
  description:
    'Writes contracts.yaml for the folders that hold contracts or schemas, and beside each schema without a contract a first one to complete. No file is ever overwritten.',
  examples: [
    { line: 'concordat init --owner orders', does: 'in the root of a repository' },
    { line: 'concordat init services/orders', does: 'only for what is below a folder' },
  ],
  declare: (command) =>
    command
      .argument('[folder]', 'where to look for schemas', '.')
      .option('--owner <team>', 'the team that answers for what is found', 'unassigned'),
  async run({ args: [folder = '.'], owner }, io) {
    const disk = new DiskTree(io.cwd);
    const found = await findFiles(disk, [folder], { isSchemaWanted: true });
    const paths = found.map(({ path }) => path);
    const config = configText(foldersOf(paths), owner);
    const named = new Set<string>();
    // Read before anything is written: a file that is not right is said first.
    for (const path of paths) {
      const { contract, schemaPath } = await readFound(disk, path, { isReferenceOptional: true });
      if (contract) named.add(schemaPath);
    }
    const bare = paths.filter((path) => !isContractPath(path) && !named.has(path));
    await writeNew(io, CONFIG_PATH, config);
    for (const path of bare) await writeNew(io, contractPathOf(path), contractText(path, owner));
    say(
      io,
      '\nComplete owner, topic and purpose, then run "concordat lint" and "concordat check".',
    );
    return exitCodes.pass;
  },
};

async function writeNew(io: Io, path: string, text: string): Promise<void> {
  const full = join(io.cwd, path);
  const isThere = await access(full).then(
    () => true,
    () => false,
  );
  if (isThere) return say(io, `kept   ${path}, which was there`);
  await writeFile(full, text, { flag: 'wx' }).catch((error: Error) => {
    throw problem(cliProblems.FILE_NOT_WRITTEN, { path, why: error.message });
  });
  say(io, `wrote  ${path}`);
}
