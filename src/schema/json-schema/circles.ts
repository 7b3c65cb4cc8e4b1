import { invariant } from '#kernel';

/**
 * What refers to what, in an order in which nothing comes before what it refers to. Those that refer to
 * each other in a circle mean nothing apart, so they come together (Tarjan's strongly connected
 * components).
 *
 * @param targets what each refers to; one that is no key refers to nothing and is left out
 */
export function circles(
  targets: ReadonlyMap<string, Iterable<string>>,
): readonly (readonly string[])[] {
  return new Search(targets).found;
}

class Search {
  readonly found: (readonly string[])[] = [];
  readonly #order = new Map<string, number>();
  readonly #closed = new Set<string>();
  readonly #stack: string[] = [];

  constructor(private readonly targets: ReadonlyMap<string, Iterable<string>>) {
    for (const name of targets.keys()) if (!this.#order.has(name)) this.#visit(name);
  }

  /** The earliest one on the stack that can be reached from here. */
  #visit(name: string): number {
    const own = this.#order.size;
    this.#order.set(name, own);
    this.#stack.push(name);
    let earliest = own;
    const targets = this.targets.get(name);
    invariant(targets, 'only what refers to something is visited');
    for (const target of targets) {
      if (this.#closed.has(target) || !this.targets.has(target)) continue;
      earliest = Math.min(earliest, this.#order.get(target) ?? this.#visit(target));
    }
    if (earliest === own) this.#close(this.#stack.splice(this.#stack.lastIndexOf(name)));
    return earliest;
  }

  #close(circle: readonly string[]): void {
    for (const name of circle) this.#closed.add(name);
    this.found.push(circle);
  }
}
