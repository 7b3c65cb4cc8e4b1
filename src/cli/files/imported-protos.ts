import { posix } from 'node:path';
import { limits } from '#kernel';
import { importsOf } from '#schema';
import { around } from './around.js';
import type { FoundReference } from './found-reference.js';
import type { SourceTree } from './source-tree.js';

/**
 * The files that a .proto file imports, and those that they import. An import path begins in the
 * folder of the file or in one of those around it: the nearest that has such a file, as where a
 * module of buf or an include path of protoc begins is not written in the file. What is not found,
 * or lies outside of where contracts may point, is left out, and the schema says what it misses.
 */
export async function importedProtos(
  tree: SourceTree,
  file: { readonly path: string; readonly text: string },
): Promise<readonly FoundReference[]> {
  const found = new Map<string, FoundReference>();
  const folder = posix.dirname(file.path);
  const pending = [file];
  for (const { path, text } of pending)
    for (const name of importsOf(text)) {
      if (found.has(name) || found.size >= limits.referenceCount.value) continue;
      const imported = await nearest(tree, name, { from: posix.dirname(path), folder });
      if (!imported) continue;
      found.set(name, { name, ...imported });
      pending.push(imported);
    }
  return [...found.values()];
}

const ADDRESS = /^[a-z][a-z0-9+.-]*:|^[\\/]|(^|[\\/])\.\.([\\/]|$)/i;

async function nearest(
  tree: SourceTree,
  name: string,
  { from, folder }: { readonly from: string; readonly folder: string },
): Promise<{ path: string; text: string } | undefined> {
  if (ADDRESS.test(name)) return undefined;
  for (const root of around(from)) {
    const path = posix.join(root, name);
    const isLocal = await tree.isInside(path, folder);
    const text = isLocal ? await tree.text(path) : undefined;
    if (text !== undefined) return { path, text };
  }
  return undefined;
}
