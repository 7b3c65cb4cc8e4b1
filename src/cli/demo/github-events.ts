import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { problem } from '#kernel';
import { cliProblems } from '../problems.js';
import type { GithubKind } from './contract-of-kind.js';
import { githubPolicies } from './github-policies.js';
import { type GithubSchemas, schemaOfKind } from './schema-of-kind.js';

export interface GithubEvent {
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface GithubEvents {
  readonly kinds: readonly GithubKind[];
  readonly examples: readonly GithubEvent[];
}

const SCHEMAS = '@octokit/webhooks-schemas/schema.json';
const EXAMPLES = '@octokit/webhooks-examples/api.github.com/index.json';

/** What GitHub really sends, from the packages its own SDK is generated from. */
export function readGithubEvents(): GithubEvents {
  const schemas = readPackaged(SCHEMAS) as GithubSchemas;
  const listed = readPackaged(EXAMPLES) as readonly {
    readonly name: string;
    readonly description: string;
    readonly examples: readonly GithubEvent['payload'][];
  }[];
  return {
    kinds: listed.flatMap(({ name, description }) => {
      const schema = schemaOfKind(schemas, name, githubPolicies[name]?.isOpen);
      return schema ? [{ name, description, schema }] : [];
    }),
    examples: inTurns(
      listed.map(({ name, examples }) => examples.map((payload) => ({ kind: name, payload }))),
    ),
  };
}

/** One of each kind, then the next of each: a stream, not fifty-eight blocks. */
function inTurns<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }).flatMap((_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  );
}

function readPackaged(file: string): unknown {
  try {
    return JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve(file), 'utf8'),
    ) as unknown;
  } catch {
    throw problem(cliProblems.DEMO_PACKAGES_MISSING, {
      missing: file.split('/').slice(0, 2).join('/'),
    });
  }
}
