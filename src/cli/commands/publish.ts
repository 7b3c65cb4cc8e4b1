import { blocksNotEnforced } from '#contract';
import { serverAt } from '../ask.js';
import type { CliCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { DiskTree } from '../files/disk-tree.js';
import { findConsumptions, isConsumptionPath } from '../files/find-consumptions.js';
import { findFiles } from '../files/find-files.js';
import { type Found, readFound } from '../files/read-found.js';
import { sayLinks } from '../files/say-links.js';
import { type Format, formatOption, registryOption } from '../options.js';
import { type Declared, publishConsumption } from '../publish-consumption.js';
import { publishContract } from '../publish-contract.js';
import { type Published, showPublications } from '../reporters/publications.js';
import { problem } from '#kernel';
import { cliProblems } from '../problems.js';

interface PublishOptions {
  readonly registry: string;
  readonly dryRun?: true;
  readonly why?: string;
  readonly format: Format;
}

export const publish: CliCommand<PublishOptions> = {
  name: 'publish',
  summary: 'make contracts the promise in force, and say what a consumer reads',
  description:
    'Sends every contract found, with the schema file it names put inside, to the registry, which refuses what would break somebody. Then what consumers declare to read: every *.consumption.yaml, .yml and .json. A change of a contract that breaks one of them is refused and names it. Publishing the same again changes nothing.',
  examples: [
    {
      line: 'concordat publish examples/orders',
      does: 'every *.contract.yaml, .yml and .json below the folder',
    },
    {
      line: 'concordat publish orders.contract.yaml --dry-run',
      does: 'the same verdict, and nothing is stored',
    },
    {
      line: 'concordat publish examples/billing/order-placed.consumption.yaml',
      does: 'billing says which fields of the event it reads',
    },
    {
      line: 'concordat publish orders.contract.yaml --why "billing needs the currency"',
      does: 'the catalog shows the sentence beside the version it makes',
    },
  ],
  declare: (command) =>
    command
      .argument('<paths...>', 'contract and consumption files, or folders that hold them')
      .addOption(registryOption())
      .option('--dry-run', 'ask for the verdict only')
      .option('--why <sentence>', 'why, kept with every version this makes')
      .addOption(formatOption()),
  async run({ args, registry, dryRun, why, format }, io) {
    const server = serverAt('registry', registry);
    const isDryRun = dryRun === true;
    const disk = new DiskTree(io.cwd);
    const consumptions = await findConsumptions(disk, args);
    const contracts = referredToFirst(await readContracts(disk, args, consumptions.length > 0));
    sayLinks(io, disk.links, args);
    const published: Published[] = [];
    for (const { path, contract, document } of contracts) {
      const publication = await publishContract(io, server, {
        document: document(),
        isDryRun,
        why,
      });
      const notEnforced = blocksNotEnforced(contract).map(({ name }) => name);
      published.push({ path, id: contract.id, publication, notEnforced });
    }
    const declared: Declared[] = [];
    for (const found of consumptions)
      declared.push(await publishConsumption(io, server, { found, isDryRun }));
    showPublications(io, format, { published, declared, isDryRun });
    const isRefused =
      published.some(({ publication }) => publication.outcome === 'refused') ||
      declared.some(({ outcome }) => outcome === 'refused');
    return isRefused ? exitCodes.findings : exitCodes.pass;
  },
};

type FoundContract = Found & Required<Pick<Found, 'contract' | 'document'>>;

/** All are read before the first is sent: a typo in the last must not leave half of them behind. */
async function readContracts(
  disk: DiskTree,
  paths: readonly string[],
  isNothingAllowed: boolean,
): Promise<readonly FoundContract[]> {
  const found: FoundContract[] = [];
  const named = paths.filter((path) => !isConsumptionPath(path));
  const wanted = { isSchemaWanted: false, isNothingAllowed };
  for (const { path } of await findFiles(disk, named, wanted)) {
    const { contract, document, ...rest } = await readFound(disk, path, {
      isReferenceOptional: true,
    });
    if (!contract || document === undefined)
      throw problem(cliProblems.NOTHING_FOUND, { paths: [path] });
    found.push({ ...rest, contract, document });
  }
  return found;
}

/** What a schema refers to must be registered before it; otherwise the order of the files stays. */
function referredToFirst(contracts: readonly FoundContract[]): readonly FoundContract[] {
  const bySubject = new Map(contracts.map((each) => [each.contract.schema.subject, each]));
  const ordered = new Set<FoundContract>();
  const entered = new Set<FoundContract>();
  const visit = (each: FoundContract): void => {
    if (entered.has(each)) return;
    entered.add(each);
    for (const { subject } of each.contract.schema.references) {
      const needed = bySubject.get(subject);
      if (needed) visit(needed);
    }
    ordered.add(each);
  };
  for (const each of contracts) visit(each);
  return [...ordered];
}
