import { limits } from '#kernel';

/** Where names beyond the limit are counted together. */
export const OTHER_NAME = 'other';

/**
 * Which names one contract's counts tell apart. Producers name themselves, so without a bound one
 * of them could fill the table by inventing names. Kept per process: several processes may
 * together know a few more, never many.
 */
export class TalliedNames {
  private readonly known = new Map<string, Set<string>>();

  isKnown(list: string): boolean {
    return this.known.has(list);
  }

  /** Starts a list with the names the table has already. */
  begin(list: string, names: readonly string[]): void {
    this.known.set(list, new Set(names));
  }

  /** The name to count under. */
  admit(list: string, name: string): string {
    const cut = name.slice(0, limits.talliedNameCharacters.value);
    const names = this.known.get(list) ?? new Set();
    this.known.set(list, names);
    if (names.has(cut) || cut === '') return cut;
    if (names.size >= limits.talliedNames.value) return OTHER_NAME;
    names.add(cut);
    return cut;
  }
}
