import { limits } from '#kernel';
import { isMembers } from './lossless-text.js';
import { NotImportable } from './not-importable.js';

/** So many characters of a text weigh as much as one value. */
const TEXT = 100;

/**
 * Counts what contracts are made of: a place of a document can be referred to from everywhere, so
 * a short document can ask for more than memory holds.
 */
export class ValueMeter {
  #counted = 0;

  /** One value; what is in it is counted by itself. */
  one(value: unknown): void {
    this.#counted += 1 + (typeof value === 'string' ? Math.floor(value.length / TEXT) : 0);
    const most = limits.importedValues.value;
    if (this.#counted > most)
      throw new NotImportable(
        `the contracts made of it would hold more than ${most} values, because its references repeat what they refer to. Import it in parts.`,
      );
  }

  all(value: unknown): void {
    this.one(value);
    if (Array.isArray(value)) for (const each of value) this.all(each);
    else if (isMembers(value)) for (const each of Object.values(value)) this.all(each);
  }
}
