import { Option } from 'commander';
import { problem } from '#kernel';
import { serverAt } from '../ask.js';
import type { CliCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { type Io, say } from '../io.js';
import { readRegistry } from '../migrate/read-registry.js';
import { type RegistryContent, subjectsOf } from '../migrate/registry-content.js';
import { RegistryDoor } from '../migrate/registry-door.js';
import { showTransfer } from '../migrate/show-transfer.js';
import { stageProgress } from '../migrate/stage-progress.js';
import { transfer } from '../migrate/transfer.js';
import { writeDump, writeFolder } from '../migrate/write-content.js';
import { type Format, formatOption, registryOption } from '../options.js';
import { cliProblems } from '../problems.js';
import { counted } from '../reporters/counted.js';
import { exportContract } from '../standards/export-contract.js';

interface ExportOptions {
  readonly asyncapi?: true;
  readonly odcs?: true;
  readonly toFile?: string;
  readonly toFolder?: string;
  readonly to?: string;
  readonly toUser?: string;
  readonly toToken?: string;
  readonly registry: string;
  readonly modes: boolean;
  readonly dryRun?: true;
  readonly format: Format;
}

export const exportCommand: CliCommand<ExportOptions> = {
  name: 'export',
  summary: 'a contract as AsyncAPI or ODCS; or all of a registry, to a file, a folder or another',
  description:
    'With a contract, writes it and its schema as one document of another standard, offline; "concordat import" reads the same contract back from it. Without one, writes all the registry holds in the form of a _schemas topic, which "concordat import --from" reads back exactly; or as a folder with every schema in a file of its own beside that dump; or into another registry through IMPORT mode, as "concordat import" does here. Contracts are no part of that: they live in your files.',
  examples: [
    {
      line: 'concordat export orders.contract.yaml --asyncapi --to-file orders.asyncapi.json',
      does: 'AsyncAPI 3.0; --odcs writes ODCS 3.1',
    },
    {
      line: 'concordat export --to-file registry.jsonl',
      does: 'one line for each version and setting',
    },
    { line: 'concordat export --to-folder registry', does: 'a dump, and a file for each schema' },
    {
      line: 'concordat export --to https://registry.example.com --to-token $TOKEN',
      does: 'under the same ids, as far as they are free there',
    },
  ],
  declare: (command) =>
    command
      .argument('[contract]', 'a contract file')
      .option('--asyncapi', 'the contract as AsyncAPI 3.0')
      .option('--odcs', 'the contract as Open Data Contract Standard 3.1')
      .option('--to-file <path>', 'a dump; with a contract, instead of standard output')
      .option('--to-folder <path>', 'a dump and the texts')
      .option('--to <url>', 'another registry')
      .addOption(
        new Option('--to-user <name:password>', 'for a target that wants it').env(
          'CONCORDAT_TO_USER',
        ),
      )
      .addOption(
        new Option('--to-token <token>', 'bearer token for the target').env('CONCORDAT_TO_TOKEN'),
      )
      .addOption(registryOption())
      .option('--no-modes', 'leave every mode of another registry as it is')
      .option('--dry-run', 'with --to: compare only, and say what would be done')
      .addOption(formatOption()),
  async run({ args: [path], ...given }, io) {
    if (path !== undefined || given.asyncapi || given.odcs) return inOtherWords(io, path, given);
    const { toFile, toFolder, to, registry, format } = given;
    if ([toFile, toFolder, to].filter((each) => each !== undefined).length !== 1)
      throw problem(cliProblems.ONE_TARGET, undefined);
    const progress = stageProgress(io);
    const content = await readRegistry(new RegistryDoor(io, serverAt('registry', registry)), {
      onProgress: (done, all) => progress.at('reading', done, all),
    });
    if (to !== undefined) return into(io, to, { ...given, content, progress });
    if (toFile !== undefined) await writeDump(io, toFile, content);
    if (toFolder !== undefined) await writeFolder(io, toFolder, content);
    progress.end();
    return showWritten(io, format, { to: toFile ?? toFolder ?? '', content });
  },
};

function inOtherWords(io: Io, path: string | undefined, given: ExportOptions) {
  const { asyncapi, odcs, toFile, toFolder, to } = given;
  const isElsewhere = toFolder !== undefined || to !== undefined;
  if (path === undefined || isElsewhere || asyncapi === odcs)
    throw problem(cliProblems.ONE_STANDARD, undefined);
  return exportContract(io, { path, standard: asyncapi ? 'asyncapi' : 'odcs', toFile });
}

async function into(
  io: Io,
  to: string,
  {
    content,
    progress,
    ...given
  }: ExportOptions & {
    readonly content: RegistryContent;
    readonly progress: ReturnType<typeof stageProgress>;
  },
) {
  const credentials = { user: given.toUser, token: given.toToken };
  const door = new RegistryDoor(io, serverAt('registry', to), credentials);
  const isDryRun = given.dryRun === true;
  const options = { isDryRun, withModes: given.modes, onProgress: progress.at };
  const transferred = await transfer(content, door, options);
  progress.end();
  return showTransfer(io, given.format, { from: given.registry, to, isDryRun, transferred });
}

function showWritten(
  io: Io,
  format: Format,
  { to, content }: { readonly to: string; readonly content: RegistryContent },
) {
  const counts = {
    subjects: subjectsOf(content).length,
    versions: content.versions.length,
    settings: content.settings.length,
  };
  if (format === 'json') say(io, JSON.stringify({ to, ...counts, notes: content.notes }));
  else
    say(
      io,
      `${to}: ${counted(counts.versions, 'version')} of ${counted(counts.subjects, 'subject')}, ${counted(counts.settings, 'setting')}`,
    );
  return exitCodes.pass;
}
