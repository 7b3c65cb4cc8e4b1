import { posix } from 'node:path';
import { limits } from '#kernel';
import { readJsonText } from '#schema';
import type { FoundReference } from './found-reference.js';
import { Neighbours } from './neighbours.js';
import type { SourceTree } from './source-tree.js';

/** Where a schema without `$id` stands for its references; the rest is its name. */
const SOMEWHERE = 'schema://registered/';
/** The drafts' own schemas are known without a file. */
const OFFICIAL = /^https?:\/\/json-schema\.org\//;

/** A text, its file, and the address its references start from. */
interface Page {
  readonly path: string;
  readonly text: string;
  readonly base: string;
}

/**
 * The files that a JSON Schema refers to, and those that they refer to, in whatever circles. A
 * relative reference is a path beside the file; an address is the `$id` of a file nearby. Nothing
 * is fetched, and what is not found is told by who reads the schema.
 */
export async function referencedJson(
  tree: SourceTree,
  { path, text, name = '' }: { path: string; text: string; name?: string },
): Promise<readonly FoundReference[]> {
  const found = new Map<string, FoundReference>();
  const pending: Page[] = [{ path, text, base: resolved(name, SOMEWHERE) }];
  for (const page of pending) {
    const { references, base } = outline(page);
    for (const reference of references) {
      const address = resolved(reference, base);
      const called = address.startsWith(SOMEWHERE) ? address.slice(SOMEWHERE.length) : address;
      const isItself = page.path === path && address === base;
      if (isItself || found.has(called) || OFFICIAL.test(address)) continue;
      if (found.size >= limits.referenceCount.value) break;
      const file = await fileOf(tree, reference, { page, address });
      if (!file) continue;
      found.set(called, { name: called, ...file });
      pending.push({ ...file, base: address });
    }
  }
  return [...found.values()];
}

async function fileOf(
  tree: SourceTree,
  reference: string,
  { page, address }: { page: Page; address: string },
): Promise<{ path: string; text: string } | undefined> {
  const beside = /^[a-z][a-z0-9+.-]*:|^\//i.test(reference)
    ? undefined
    : posix.join(posix.dirname(page.path), decoded(reference));
  if (beside !== undefined && (await tree.isInside(beside, posix.dirname(page.path)))) {
    const text = await tree.text(beside);
    if (text !== undefined) return { path: beside, text };
  }
  return Neighbours.in(tree).find('JSON Schema', address, page.path);
}

/** Its references without their fragments, and the address they start from. */
function outline({ text, base }: Page): { references: ReadonlySet<string>; base: string } {
  const bounds = { depthMax: limits.schemaDepth.value, nodesMax: limits.schemaNodes.value };
  const read = readJsonText(text, bounds);
  const references = new Set<string>();
  if (!read.ok) return { references, base };
  const pending: unknown[] = [read.value.plain];
  for (const value of pending) {
    if (typeof value !== 'object' || value === null) continue;
    const { $ref } = value as { $ref?: unknown };
    const [address = ''] = typeof $ref === 'string' ? $ref.split('#') : [];
    if (address !== '') references.add(address);
    pending.push(...(Object.values(value) as unknown[]));
  }
  const { $id, id = $id } = Object(read.value.plain) as { $id?: unknown; id?: unknown };
  const own = typeof $id === 'string' ? $id : id;
  const [address = ''] = typeof own === 'string' ? own.split('#') : [];
  return { references, base: resolved(address, base) };
}

const resolved = (reference: string, base: string): string => {
  if (reference === '') return base;
  return URL.canParse(reference, base) ? new URL(reference, base).href : reference;
};

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}
