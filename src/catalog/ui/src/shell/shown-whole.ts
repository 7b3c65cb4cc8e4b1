import { many } from './search-text';

/**
 * `?all=versions&all=owner:pay`: what begins short and is shown to its end, by its name. Behind a
 * colon stands what it is narrowed to, or which of several is meant.
 */
export interface ShownWhole {
  readonly all?: readonly string[];
}

const nameOf = (shown: string): string => shown.split(':', 1)[0] ?? '';

/** Those of an address whose name the page knows. */
export function shownIn(raw: unknown, names: readonly string[]): readonly string[] | undefined {
  const known = (many(raw) ?? []).filter((each) => names.includes(nameOf(each)));
  return known.length > 0 ? known : undefined;
}

/** Without what bears one of these names, whatever stands behind its colon. */
export function withoutShown(all: ShownWhole['all'], names: readonly string[]): ShownWhole {
  const rest = (all ?? []).filter((each) => ![each, nameOf(each)].some((it) => names.includes(it)));
  return rest.length > 0 ? { all: rest } : {};
}

/** Whether it is shown to its end, narrowed or not. */
export const isShown = (all: ShownWhole['all'], name: string): boolean =>
  all?.some((each) => each === name || nameOf(each) === name) === true;

export const withShown = (all: ShownWhole['all'], name: string): ShownWhole => ({
  all: [...(all ?? []), name],
});

/** What it is narrowed to where it is shown whole, perhaps to nothing; `undefined` where it is short. */
export function narrowedTo(all: ShownWhole['all'], name: string): string | undefined {
  const found = all?.find((each) => nameOf(each) === name);
  return found?.slice(name.length + 1);
}
