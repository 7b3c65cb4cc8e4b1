import { posix } from 'node:path';
import { readStrictDocument } from '#contract';
import { notRight } from '../files/not-right.js';
import { noFile, type SourceTree } from '../files/source-tree.js';
import { configDocument, type RepositoryConfig } from './config-document.js';

export const CONFIG_PATH = 'contracts.yaml';

/** The repository's `contracts.yaml`, or nothing where there is none. */
export async function readConfig(
  tree: SourceTree,
  path: string = CONFIG_PATH,
): Promise<RepositoryConfig | undefined> {
  const text = await tree.text(path);
  if (text === undefined) {
    if (path !== CONFIG_PATH) throw await noFile(tree, path);
    return undefined;
  }
  const read = readStrictDocument(text, configDocument);
  if (read.ok) return seenFromHere(posix.dirname(path), read.value);
  throw notRight(path, read.error);
}

/** Paths in the file are relative to it, as in any other file. */
function seenFromHere(folder: string, config: RepositoryConfig): RepositoryConfig {
  const here = (path: string): string => posix.join(folder, path);
  const baseline = (text: string | undefined): string | undefined =>
    text === undefined || text === 'registry' || text.startsWith('git:') ? text : here(text);
  const { pull_request: inPullRequest, default: otherwise } = config.check.against;
  return {
    ...config,
    modules: config.modules.map((module) => ({ ...module, path: here(module.path) })),
    check: {
      ...config.check,
      against: { pull_request: baseline(inPullRequest), default: baseline(otherwise) },
    },
    waivers: here(config.waivers),
  };
}
