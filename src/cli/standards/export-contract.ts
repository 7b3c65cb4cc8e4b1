import { losslessText, toAsyncApi, toOdcs } from '#contract';
import { problem } from '#kernel';
import { exampleOf, treeOf } from '#schema';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { DiskTree } from '../files/disk-tree.js';
import { readFound } from '../files/read-found.js';
import { type Io, say } from '../io.js';
import { cliProblems } from '../problems.js';
import { deliver } from '../reporters/deliver.js';

export interface ContractExport {
  readonly path: string;
  readonly standard: 'asyncapi' | 'odcs';
  /** Standard output without it. */
  readonly toFile?: string | undefined;
}

/** One contract in the words of a standard, from its files alone. */
export async function exportContract(io: Io, options: ContractExport): Promise<ExitCode> {
  const { path, standard, toFile } = options;
  const { contract, source } = await readFound(new DiskTree(io.cwd), path);
  if (!contract) throw problem(cliProblems.NOTHING_FOUND, { paths: [path] });
  const exported = { contract, source };
  const document =
    standard === 'asyncapi'
      ? toAsyncApi(exported, exampleOf(source))
      : toOdcs(exported, treeOf(source));
  const delivery = { format: standard, ...(toFile !== undefined && { path: toFile }) };
  await deliver(io, delivery, losslessText(document));
  if (toFile !== undefined) say(io, `wrote  ${toFile}`);
  return exitCodes.pass;
}
