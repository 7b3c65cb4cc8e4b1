import { createHash } from 'node:crypto';

/** A definition as the keys see it. */
export interface Node {
  readonly text: string;
  readonly references: ReadonlyMap<string, string>;
}

const digest = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('base64url');

/**
 * For each definition a key made of all that it means: its name, its text and what its references
 * lead to. Definitions that refer to each other in a circle mean nothing apart, so a circle is one
 * thing (Tarjan's strongly connected components).
 */
export function meanings(nodes: ReadonlyMap<string, Node>): ReadonlyMap<string, string> {
  return new Circles(nodes).keys;
}

class Circles {
  readonly keys = new Map<string, string>();
  readonly #order = new Map<string, number>();
  readonly #stack: string[] = [];

  constructor(private readonly nodes: ReadonlyMap<string, Node>) {
    for (const name of nodes.keys()) if (!this.#order.has(name)) this.#visit(name);
  }

  /** The earliest definition on the stack that can be reached from here. */
  #visit(name: string): number {
    const own = this.#order.size;
    this.#order.set(name, own);
    this.#stack.push(name);
    let earliest = own;
    for (const target of this.#targets(name)) {
      if (this.keys.has(target)) continue;
      const order = this.#order.get(target);
      earliest = Math.min(earliest, order ?? this.#visit(target));
    }
    if (earliest === own) this.#close(this.#stack.splice(this.#stack.lastIndexOf(name)));
    return earliest;
  }

  #targets(name: string): string[] {
    return [...(this.nodes.get(name)?.references.values() ?? [])];
  }

  #close(circle: readonly string[]): void {
    const inside = new Set(circle);
    const lines: string[] = [];
    for (const name of circle) {
      const outside = this.#targets(name).filter((target) => !inside.has(target));
      const meant = outside.map((target) => this.keys.get(target));
      lines.push(`${name} ${this.nodes.get(name)?.text} ${meant.join(' ')}`);
    }
    const all = digest(lines.sort());
    for (const name of circle) this.keys.set(name, circle.length === 1 ? all : `${all} ${name}`);
  }
}
