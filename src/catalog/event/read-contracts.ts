import { Injectable } from '@nestjs/common';
import type { PublishedContract } from '#registry';
import { shown } from '#schema';
import type { FieldNode } from '../answers.js';
import { once } from '../kept/once.js';
import { writtenSource } from '../schema-tree.js';
import { fieldNode } from './field-node.js';

/** What is made of a schema for people. */
export interface ReadContract {
  readonly tree: FieldNode | undefined;
  readonly example: unknown;
}

/** A wide schema takes tenths of a second to read and draw; what people look at is few at a time. */
const KEPT_MAX = 100;

/** Trees and examples of the versions looked at last. A version never changes, so none goes stale. */
@Injectable()
export class ReadContracts {
  private readonly kept = new Map<string, ReadContract>();

  of(published: PublishedContract): ReadContract {
    const key = `${published.id}@${published.version}`;
    const made = this.kept.get(key) ?? make(published);
    this.kept.delete(key);
    this.kept.set(key, made); // Last place in the map: the newest look.
    const oldest = this.kept.keys().next();
    if (this.kept.size > KEPT_MAX && !oldest.done) this.kept.delete(oldest.value);
    return made;
  }
}

/** What was made is kept, and not what it was made of, which is ten times as much. */
class MadeOnce implements ReadContract {
  constructor(
    private readonly treeOf: () => ReadContract['tree'],
    private readonly exampleOf: () => unknown,
  ) {}

  get tree(): ReadContract['tree'] {
    return this.treeOf();
  }

  get example(): unknown {
    return this.exampleOf();
  }
}

/** Each is made when somebody asks for it: older versions are read for their fields only. */
function make(published: PublishedContract): ReadContract {
  const registered = once(() => shown(published.source));
  const written =
    published.writtenText === undefined ? registered : once(() => shown(writtenSource(published)));
  const tree = once(() => {
    const read = written().tree();
    return read && fieldNode(read, published.contract.fields);
  });
  return new MadeOnce(
    tree,
    once(() => registered().example()),
  );
}
