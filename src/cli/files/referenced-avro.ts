import { limits, problem } from '#kernel';
import { avroNamesIn } from '#schema';
import { cliProblems } from '../problems.js';
import type { FoundReference } from './found-reference.js';
import { Neighbours } from './neighbours.js';
import type { SourceTree } from './source-tree.js';

interface File {
  readonly path: string;
  readonly text: string;
}

/**
 * The files that define the types an Avro schema names and does not define, and those that they
 * name. A type is defined before it is used, so files that name each other are no schema.
 */
export async function referencedAvro(
  tree: SourceTree,
  file: File,
  given: readonly { readonly text: string }[] = [],
): Promise<readonly FoundReference[]> {
  const neighbours = Neighbours.in(tree);
  const isGiven = new Set(given.flatMap(({ text }) => [...avroNamesIn(text).defined]));
  const found = new Map<string, FoundReference>();
  const visit = async (at: File, way: readonly string[]): Promise<void> => {
    for (const name of avroNamesIn(at.text).missing) {
      const defining = isGiven.has(name)
        ? undefined
        : await neighbours.find('Avro type', name, at.path);
      if (!defining || found.size >= limits.referenceCount.value) continue;
      const circle = way.indexOf(defining.path);
      if (circle >= 0)
        throw problem(cliProblems.REFERENCES_IN_CIRCLE, { paths: way.slice(circle) });
      if (found.has(defining.path)) continue;
      found.set(defining.path, { name, ...defining });
      await visit(defining, [...way, defining.path]);
    }
  };
  await visit(file, [file.path]);
  return [...found.values()];
}
