import { posix } from 'node:path';
import { type Contract, readContract } from '#contract';
import { problem } from '#kernel';
import { cliProblems } from '../problems.js';
import type { FoundReference } from './found-reference.js';
import { Neighbours } from './neighbours.js';
import type { SourceTree } from './source-tree.js';

interface Referring {
  readonly path: string;
  readonly contract: Contract;
}

/**
 * The schemas of the subjects a contract refers to, out of the contracts nearby that keep their
 * schemas under them. What is published refers to what was published before, so contracts that
 * refer to each other in a circle are refused. A subject nobody here has is left out.
 */
export async function referencedContracts(
  tree: SourceTree,
  from: Referring,
): Promise<readonly FoundReference[]> {
  const neighbours = Neighbours.in(tree);
  const found = new Map<string, FoundReference>();
  const visit = async ({ path, contract }: Referring, way: readonly string[]): Promise<void> => {
    for (const { name, subject } of contract.schema.references) {
      const holding = await neighbours.find('subject', subject, path);
      const read = holding && readContract(holding.text);
      if (!holding || !read?.ok) continue;
      const circle = way.indexOf(holding.path);
      if (circle >= 0)
        throw problem(cliProblems.REFERENCES_IN_CIRCLE, { paths: way.slice(circle) });
      const schema = await schemaOf(tree, { ...holding, contract: read.value });
      if (!schema || found.has(name)) continue;
      found.set(name, { name, ...schema });
      await visit({ path: holding.path, contract: read.value }, [...way, holding.path]);
    }
  };
  await visit(from, [from.path]);
  return [...found.values()];
}

async function schemaOf(
  tree: SourceTree,
  { path, text: contractText, contract: { schema } }: Referring & { readonly text: string },
): Promise<Omit<FoundReference, 'name'> | undefined> {
  if (schema.file === undefined)
    return schema.definition === undefined
      ? undefined
      : { path, text: schema.definition, contractText };
  const folder = posix.dirname(path);
  const schemaPath = posix.join(folder, schema.file);
  if (!(await tree.isInside(schemaPath, folder))) return undefined;
  const text = await tree.text(schemaPath);
  return text === undefined ? undefined : { path: schemaPath, text };
}
