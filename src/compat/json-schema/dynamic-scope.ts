import { isObject } from './json.js';
import type { Place, Resource } from './library.js';

/**
 * Which schemas were entered on the way here (2020-12 core §7.1), as far as it matters: for each
 * dynamic anchor the outermost schema that has it. The empty name stands for `$recursiveAnchor`,
 * the same idea in 2019-09.
 */
export interface DynamicScope {
  /** Text identity. */
  readonly key: string;
  readonly outermost: ReadonlyMap<string, Place>;
}

export const OUTSIDE: DynamicScope = { key: '', outermost: new Map() };

export const addressOf = (place: Place): string => `${place.resource.document}#${place.pointer}`;

/** The scope after a resource is entered; the outermost anchor of a name wins. */
export function enter(scope: DynamicScope, resource: Resource): DynamicScope {
  if (resource.dynamicAnchors.size === 0 && resource.draft !== 2019) return scope;
  const found = new Map(resource.dynamicAnchors);
  const { schema } = resource.root;
  if (resource.draft === 2019 && isObject(schema) && schema.get('$recursiveAnchor') === true) {
    found.set('', resource.root);
  }
  const added = [...found].filter(([name]) => !scope.outermost.has(name));
  if (added.length === 0) return scope;
  const outermost = new Map([...scope.outermost, ...added]);
  const key = [...outermost].map(([name, place]) => `${name}=${addressOf(place)}`).sort();
  return { key: key.join(' '), outermost };
}
