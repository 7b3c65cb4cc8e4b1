import { Option } from 'commander';
import { problem } from '#kernel';
import { serverAt } from '../ask.js';
import type { CliCommand } from '../command.js';
import { readSource } from '../migrate/open-source.js';
import { RegistryDoor } from '../migrate/registry-door.js';
import { showTransfer } from '../migrate/show-transfer.js';
import { stageProgress } from '../migrate/stage-progress.js';
import { transfer } from '../migrate/transfer.js';
import { type Format, formatOption, registryOption } from '../options.js';
import { cliProblems } from '../problems.js';
import { importDocument } from '../standards/import-document.js';
import type { Io } from '../io.js';

interface ImportOptions {
  readonly into: string;
  readonly from?: string;
  readonly fromUser?: string;
  readonly fromToken?: string;
  readonly registry: string;
  readonly modes: boolean;
  readonly dryRun?: true;
  readonly format: Format;
}

export const importCommand: CliCommand<ImportOptions> = {
  name: 'import',
  summary: 'contracts from AsyncAPI or ODCS; or another registry, ids and all',
  description:
    'With a document, writes a contract and its schema into a folder for each message of an AsyncAPI document (2 or 3) or each object of an ODCS document (3), offline: no address is fetched, no file overwritten, and what a contract has no place for is listed. With --from, copies everything a registry that speaks the Confluent dialect holds, or a dump of a _schemas topic: versions under their ids, numbers and guids, what is deleted, references, metadata, rules, configurations, aliases and modes, in every context. Nothing that is here is changed: what differs is named, and the rest is imported. Running it again imports what is missing. At the end both sides are compared.',
  examples: [
    {
      line: 'concordat import shop.asyncapi.yaml --into contracts',
      does: 'contracts to complete, check and publish',
    },
    {
      line: 'concordat import --from https://registry.example.com --from-user reader:secret --dry-run',
      does: 'what would be imported, and what stands in the way',
    },
    {
      line: 'concordat import --from schemas.jsonl',
      does: 'what kafka-console-consumer printed of the _schemas topic, with print.key=true',
    },
  ],
  declare: (command) =>
    command
      .argument('[document]', 'an AsyncAPI or ODCS document, JSON or YAML')
      .option('--into <folder>', 'where the contracts of a document go', '.')
      .option('--from <source>', 'address of a registry, a dump, or an exported folder')
      .addOption(
        new Option('--from-user <name:password>', 'for a source that wants it').env(
          'CONCORDAT_FROM_USER',
        ),
      )
      .addOption(
        new Option('--from-token <token>', 'bearer token for the source').env(
          'CONCORDAT_FROM_TOKEN',
        ),
      )
      .addOption(registryOption())
      .option('--no-modes', 'leave every mode here as it is')
      .option('--dry-run', 'compare only, and say what would be done')
      .addOption(formatOption()),
  async run({ args: [path], ...given }, io) {
    const { into, from, format } = given;
    if (path === '') throw problem(cliProblems.WORD_EMPTY, { what: 'The document' });
    if (path !== undefined && from === undefined) return importDocument(io, { path, into, format });
    if (path !== undefined || from === undefined) throw problem(cliProblems.ONE_SOURCE, undefined);
    return importRegistry(io, { ...given, from });
  },
};

async function importRegistry(io: Io, given: ImportOptions & { readonly from: string }) {
  const { from, fromUser: user, fromToken: token, registry, modes, dryRun, format } = given;
  const door = new RegistryDoor(io, serverAt('registry', registry));
  const progress = stageProgress(io);
  const onProgress = (done: number, all: number) => progress.at('reading', done, all);
  const source = await readSource(io, from, { credentials: { user, token }, onProgress });
  const isDryRun = dryRun === true;
  const options = { isDryRun, withModes: modes, onProgress: progress.at };
  const transferred = await transfer(source, door, options);
  progress.end();
  return showTransfer(io, format, { from, to: registry, isDryRun, transferred });
}
