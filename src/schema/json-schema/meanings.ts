import { createHash } from 'node:crypto';
import { invariant } from '#kernel';
import { circles } from './circles.js';

/** A definition as the keys see it. */
export interface Node {
  readonly text: string;
  readonly references: ReadonlyMap<string, string>;
}

const digest = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('base64url');

/**
 * For each definition a key made of all that it means: its name, its text and what its references
 * lead to. A circle of definitions is one thing.
 */
export function meanings(nodes: ReadonlyMap<string, Node>): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const targets = new Map(
    [...nodes].map(([name, { references }]) => [name, [...references.values()]]),
  );
  for (const circle of circles(targets)) {
    const inside = new Set(circle);
    const lines = circle.map((name) => {
      const node = nodes.get(name);
      invariant(node, 'a reference leads to a definition');
      const outside = [...node.references.values()].filter((target) => !inside.has(target));
      const meant = outside.map((target) => keys.get(target));
      return `${name} ${node.text} ${meant.join(' ')}`;
    });
    const all = digest(lines.sort());
    for (const name of circle) keys.set(name, circle.length === 1 ? all : `${all} ${name}`);
  }
  return keys;
}
