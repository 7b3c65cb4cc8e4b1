import { readContractText } from '#contract';
import { languageOf, type SchemaNode } from '#schema';
import { placeIn } from '../check/checked-contract.js';
import type { RepositoryConfig } from '../config/config-document.js';
import { DiskTree } from '../files/disk-tree.js';
import { findFiles, type FoundPath, isContractPath } from '../files/find-files.js';
import { type Found, type Locate, readFound } from '../files/read-found.js';
import { sayLinks } from '../files/say-links.js';
import type { Io } from '../io.js';
import type { LintPlace, LintRule, LintSubject } from './lint-rule.js';
import { lintRules } from './lint-rules.js';
import { contractRules } from './rules-of-contracts.js';

export interface LintFinding {
  readonly ruleId: string;
  readonly severity: 'error' | 'warn';
  /** The contract's id, or the file's name. */
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

export interface LintResult {
  readonly files: number;
  readonly findings: readonly LintFinding[];
}

/** Every rule that is on, over every contract and every schema without one. */
export async function runLint(
  io: Io,
  paths: readonly string[],
  config: RepositoryConfig | undefined,
): Promise<LintResult> {
  const disk = new DiskTree(io.cwd);
  const looked = await readAll(disk, paths);
  sayLinks(io, disk.links, paths);
  const findings: LintFinding[] = [];
  for (const each of looked) findings.push(...findingsIn(each, await locateIn(disk, each), config));
  return { files: looked.length, findings };
}

/** A schema that a contract names is looked at with its contract, not a second time by itself. */
async function readAll(disk: DiskTree, paths: readonly string[]): Promise<readonly Found[]> {
  const all = await findFiles(disk, paths, { isSchemaWanted: true });
  const read = new Map<string, Found>();
  const named = new Set<string>();
  for (const { path } of all.toSorted(contractsFirst)) {
    if (named.has(path)) continue;
    const found = await readFound(disk, path, { isReferenceOptional: true });
    read.set(path, found);
    if (found.contract) named.add(found.schemaPath);
  }
  return all.flatMap(({ path }) => {
    const found = read.get(path);
    return found && (found.contract || !named.has(path)) ? [found] : [];
  });
}

const contractsFirst = (a: FoundPath, b: FoundPath): number =>
  Number(isContractPath(b.path)) - Number(isContractPath(a.path));

function findingsIn(
  found: Found,
  locate: Locate,
  config: RepositoryConfig | undefined,
): readonly LintFinding[] {
  const { contract, path } = found;
  const tree = treeOf(found);
  const moduleOwner = ownerOf(path, config);
  const subject: LintSubject = {
    ...(contract ? { contract } : {}),
    tree: tree ?? UNREAD,
    source: found.source,
    type: found.source.type,
    ...(moduleOwner === undefined ? {} : { moduleOwner }),
  };
  return (tree ? lintRules : contractRules).flatMap((rule) => {
    const severity = severityOf(rule, config);
    if (severity === 'off') return [];
    return rule.remarks(subject).map(({ message, place }) => ({
      ...{ ruleId: rule.id, severity, name: contract?.id ?? path, message },
      ...placeOf(place, found, locate),
      ...{ why: rule.why, fix: rule.fix },
    }));
  });
}

const severityOf = ({ id, severity }: LintRule, config: RepositoryConfig | undefined) =>
  config?.lint.rules[id] ?? severity;

/** The innermost module that holds the file. */
function ownerOf(path: string, config: RepositoryConfig | undefined): string | undefined {
  const holding = config?.modules.filter(
    (module) => module.path === '.' || path.startsWith(`${module.path.replace(/\/+$/, '')}/`),
  );
  return holding?.toSorted((a, b) => b.path.length - a.path.length)[0]?.owner;
}

/** Stands for a schema that refers to subjects only a registry holds: nothing is said about it. */
const UNREAD: SchemaNode = {
  ...{ name: 'event', path: '', type: 'any', required: true, constraints: [], children: [] },
};

function treeOf({ source }: Found): SchemaNode | undefined {
  const language = languageOf(source.type);
  const read = language?.read(source);
  return language && read?.ok ? language.tree(read.value) : undefined;
}

/** Places in the contract itself; those in the schema come with what was found. */
async function locateIn(disk: DiskTree, { path, contract }: Found): Promise<Locate> {
  const text = contract ? await disk.text(path) : undefined;
  const read = text === undefined ? undefined : readContractText(text);
  return (pointer) => (read?.ok ? read.value.place(pointer) : undefined);
}

function placeOf(place: LintPlace, { path, schemaPath, locate }: Found, inContract: Locate) {
  const top = { line: 1, column: 1 };
  if (place.in === 'contract') return placeIn(path, inContract, place.pointer) ?? { path, ...top };
  const pointer = place.node.schemaPointer ?? '';
  return placeIn(schemaPath, locate, pointer) ?? { path: schemaPath, ...top };
}
