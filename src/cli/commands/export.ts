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

interface ExportOptions {
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

export const exportRegistry: CliCommand<ExportOptions> = {
  name: 'export',
  summary: 'hand everything on: to a file, a folder or another registry',
  description:
    'Writes all the registry holds in the form of a _schemas topic, which "concordat import --from" reads back exactly; or as a folder with every schema in a file of its own beside that dump; or into another registry through IMPORT mode, as "concordat import" does here. Contracts are exported by their files, not by this.',
  examples: [
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
      .option('--to-file <path>', 'a dump')
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
  async run(given, io) {
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
      `${to}: ${counts.versions} versions of ${counts.subjects} subjects, settings at ${counts.settings} levels`,
    );
  return exitCodes.pass;
}
