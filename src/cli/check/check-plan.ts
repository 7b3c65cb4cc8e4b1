import { openBaseline } from '../baseline/open-baseline.js';
import type { CompareOptions, FailOn } from '../compare.js';
import type { RepositoryConfig } from '../config/config-document.js';
import { CONFIG_PATH, readConfig } from '../config/read-config.js';
import { readWaivers, WAIVERS_PATH } from '../config/waivers.js';
import { DiskTree } from '../files/disk-tree.js';
import { gitChanges } from '../files/git-changes.js';
import { GitTree } from '../files/git-tree.js';
import type { Io } from '../io.js';
import { problem } from '#kernel';
import { REGISTRY_URL } from '../options.js';
import { cliProblems } from '../problems.js';
import type { CheckQuestion } from './run-check.js';

/** What the command line says; what it leaves out, `contracts.yaml` says. */
export interface CheckWords extends CompareOptions {
  readonly args: readonly string[];
  readonly against?: string;
  readonly registry?: string;
  readonly changedSince?: string;
  readonly failOn?: FailOn;
  readonly config?: string;
  readonly offline?: true;
  readonly since?: string;
  readonly replay?: string;
  readonly maxFindings?: string;
}

export async function planCheck(io: Io, words: CheckWords): Promise<CheckQuestion> {
  const disk = new DiskTree(io.cwd);
  const config = await readConfig(disk, words.config);
  const paths = pathsOf(words.args, config);
  const against = words.against ?? againstIn(io, config, words);
  const registry = words.registry ?? config?.registry ?? REGISTRY_URL;
  if (words.offline && against === 'registry') throw problem(cliProblems.REGISTRY_OFFLINE, {});
  const since = sinceOf(words.since, against);
  const { mode, assumption, changedSince } = words;
  const defaultMode = config?.defaults.compatibility;
  const waiversPath = config?.waivers ?? WAIVERS_PATH;
  return {
    paths,
    baseline: await openBaseline(io, { against, registry, ...since }),
    ...(mode === undefined ? {} : { mode }),
    ...(assumption === undefined ? {} : { assumption }),
    ...(defaultMode === undefined ? {} : { defaultMode }),
    ...(changedSince === undefined ? {} : { changed: await changedIn(io, changedSince) }),
    ...{ waivers: await readWaivers(disk, waiversPath), waiversPath },
    ...(words.replay === undefined ? {} : { recording: words.replay }),
    ...maxFindingsOf(words.maxFindings),
    nowMs: io.clock.nowMs(),
    failOn: words.failOn ?? config?.check.failOn ?? 'undecided',
  };
}

function maxFindingsOf(value: string | undefined): { readonly findingsMax?: number } {
  if (value === undefined) return {};
  if (!/^[1-9]\d{0,8}$/.test(value))
    throw problem(cliProblems.NUMBER_INVALID, { option: '--max-findings', value });
  return { findingsMax: Number(value) };
}

/** What was named, else every module. */
export function pathsOf(
  args: readonly string[],
  config: RepositoryConfig | undefined,
): readonly string[] {
  if (args.length > 0) return args;
  if (!config) throw problem(cliProblems.NOTHING_NAMED, { config: CONFIG_PATH });
  return config.modules.map(({ path }) => path);
}

function againstIn(io: Io, config: RepositoryConfig | undefined, words: CheckWords): string {
  const { pull_request: inPullRequest, default: otherwise } = config?.check.against ?? {};
  const configured = isPullRequest(io) ? (inPullRequest ?? otherwise) : otherwise;
  const since = words.changedSince === undefined ? undefined : `git:${words.changedSince}`;
  const against = configured ?? since;
  if (against === undefined) throw problem(cliProblems.BASELINE_NOT_NAMED, { config: CONFIG_PATH });
  return against;
}

function sinceOf(since: string | undefined, against: string): { readonly since?: number } {
  if (since === undefined) return {};
  const value = Number(since);
  if (!/^[1-9]\d{0,8}$/.test(since))
    throw problem(cliProblems.NUMBER_INVALID, { option: '--since', value: since });
  if (against !== 'registry') throw problem(cliProblems.SINCE_NEEDS_REGISTRY, { against });
  return { since: value };
}

/** As GitHub Actions and GitLab CI say it. */
const isPullRequest = ({ env }: Io): boolean =>
  /^pull_request/.test(env['GITHUB_EVENT_NAME'] ?? '') ||
  env['CI_PIPELINE_SOURCE'] === 'merge_request_event';

async function changedIn(
  io: Io,
  since: string,
): Promise<{ since: string; paths: ReadonlySet<string> }> {
  const { changed } = await gitChanges(io.cwd, await GitTree.open(io.cwd, since));
  return { since, paths: changed };
}
