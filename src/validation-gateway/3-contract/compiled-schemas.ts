import { limits } from '#kernel';
import { RefusedBefore } from './refused-before.js';

/** Something made of one schema, which its owner makes again when it is asked for after that. */
export interface Compiled {
  /** Higher than that of whatever was used before it. */
  usedAt: number;
  /** Takes it from its owner. */
  readonly drop: () => void;
}

/**
 * What the schemas of all contracts were compiled to. Schemas are compiled at their first event and
 * only those used last stay: a contract nobody sends to costs its text, not a validator.
 */
export class CompiledSchemas {
  readonly refused = new RefusedBefore();
  private readonly all = new Set<Compiled>();
  private uses = 0;

  constructor(private readonly schemasMax: number = limits.compiledSchemas.value) {}

  get size(): number {
    return this.all.size;
  }

  /** The next `usedAt`. */
  use(): number {
    return ++this.uses;
  }

  add(compiled: Compiled): void {
    this.all.add(compiled);
    if (this.all.size <= this.schemasMax) return;
    let oldest = compiled;
    // Looking at all of them costs less than the one compilation that made it necessary.
    for (const each of this.all) if (each.usedAt < oldest.usedAt) oldest = each;
    this.remove(oldest);
  }

  remove(compiled: Compiled): void {
    if (this.all.delete(compiled)) compiled.drop();
  }
}
