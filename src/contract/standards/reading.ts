import { appendPointer, pointerTokens, valueAtPointer } from '#schema';
import { localTokens } from './local-pointer.js';
import { isMembers, type Members } from './lossless-text.js';
import { NotImportable, shown } from './not-importable.js';

/** As many places as a person looks through. */
const LOST_MAX = 200;
/** Places that one sentence names. */
const SKIPPED_SHOWN = 5;
/** References to references. */
const STEPS_MAX = 20;
/** `/components/<kind>/<name>` */
const COMPONENT = 3;

export const pointsOutside = (pointer: string, reference: string): NotImportable =>
  new NotImportable(
    `at ${shown(pointer)} it refers to ${shown(reference)}, which is outside of it. Nothing is ever fetched: put what is meant into the document.`,
  );

/**
 * A document as it is read: it remembers what was looked at, so that what was not can be told to
 * whoever believes that all of it came over.
 */
export class Reading {
  readonly #taken = new Map<string, Set<string>>();
  readonly #reached = new Set<string>();
  readonly #skipped = new Set<string>();

  constructor(readonly document: unknown) {}

  /** The object at a pointer; its members count as lost until they are taken. */
  members(pointer: string): Members {
    const found = valueAtPointer(this.document, pointer);
    if (!isMembers(found)) return {};
    if (!this.#taken.has(pointer)) this.#taken.set(pointer, new Set());
    return found;
  }

  /** A member, whole. */
  take(pointer: string, key: string): unknown {
    const value = this.members(pointer)[key];
    this.#taken.get(pointer)?.add(key);
    return value;
  }

  text(pointer: string, key: string): string | undefined {
    const found = this.members(pointer)[key];
    if (typeof found !== 'string' || found.trim() === '') return undefined;
    this.take(pointer, key);
    return found;
  }

  /** All of an object, where it was looked into already. */
  whole(pointer: string): void {
    for (const key of Object.keys(this.members(pointer))) this.take(pointer, key);
  }

  /**
   * The pointer of a member that is looked into; its own members count as lost now, and so does all of
   * it where it is no object, since nothing comes of it.
   */
  below(pointer: string, key: string): string {
    const inner = appendPointer(pointer, key);
    if (isMembers(this.members(pointer)[key])) this.take(pointer, key);
    this.members(inner);
    return inner;
  }

  isObject(pointer: string): boolean {
    return isMembers(valueAtPointer(this.document, pointer));
  }

  /** Where each object of a list stands; what stands among them and is none is told. */
  objectsIn(pointer: string, key: string): readonly string[] {
    const list = this.members(pointer)[key];
    if (!Array.isArray(list)) return [];
    this.take(pointer, key);
    return list
      .map((_, index) => appendPointer(pointer, key, index))
      .filter((at) => {
        if (!this.isObject(at)) this.skip(at);
        return this.isObject(at);
      });
  }

  /** Something stands there of which nothing can be made. */
  skip(pointer: string): void {
    this.#skipped.add(pointer);
  }

  /** The sentence about what was skipped. */
  skipped(): readonly string[] {
    if (this.#skipped.size === 0) return [];
    const named = [...this.#skipped].slice(0, SKIPPED_SHOWN).map(shown);
    const others = this.#skipped.size - named.length;
    const places = others > 0 ? [...named, `${others} other places`] : named;
    return [
      `Nothing was made of what stands at ${places.join(', ')}: it is not what the standard has there.`,
    ];
  }

  /** Where a value really stands: references to other places of the document are followed. */
  follow(pointer: string, isReference: (value: Members) => boolean = () => true): string {
    let at = pointer;
    for (let steps = 0; steps < STEPS_MAX; steps++) {
      const found = valueAtPointer(this.document, at);
      const reference = isMembers(found) && isReference(found) ? found['$ref'] : undefined;
      if (typeof reference !== 'string') return at;
      this.take(at, '$ref');
      at = this.target(at, reference);
    }
    throw new NotImportable(`at ${shown(pointer)} its references lead in a circle.`);
  }

  /** The pointer a reference means. */
  target(pointer: string, reference: string): string {
    const tokens = localTokens(reference);
    if (!tokens) throw pointsOutside(pointer, reference);
    const at = appendPointer('', ...tokens);
    if (valueAtPointer(this.document, at) === undefined)
      throw new NotImportable(
        `at ${shown(pointer)} it refers to ${shown(reference)}, and nothing stands there.`,
      );
    this.#reached.add(appendPointer('', ...tokens.slice(0, COMPONENT)));
    return at;
  }

  /** Whether a component, or something in it, was referred to. */
  isReached(kind: string, name: string): boolean {
    return this.#reached.has(appendPointer('', 'components', kind, name));
  }

  /** Pointers of what nobody took; places in a list are one. */
  lost(): readonly string[] {
    const lost = [...this.#taken].flatMap(([pointer, taken]) =>
      Object.keys(this.members(pointer))
        .filter((key) => !taken.has(key))
        .map((key) => anyPlace(appendPointer(pointer, key))),
    );
    return [...new Set(lost)].sort().slice(0, LOST_MAX);
  }
}

const anyPlace = (pointer: string): string =>
  appendPointer('', ...pointerTokens(pointer).map((token) => (/^\d+$/.test(token) ? '*' : token)));
