const SHAPE_CHARACTERS = 24;

/** `ORD-2026-17` is `AAA-9999-99`: what a value looks like, without what it says. */
export function shapeOfText(text: string): string {
  const shape = text
    .slice(0, SHAPE_CHARACTERS)
    .replace(/\p{Lu}|\p{L}|\p{N}/gu, (mark) =>
      /\p{Lu}/u.test(mark) ? 'A' : /\p{N}/u.test(mark) ? '9' : 'a',
    );
  return text.length > SHAPE_CHARACTERS ? `${shape}…` : shape;
}

export type ValueType = 'text' | 'number' | 'yes or no' | 'null' | 'list' | 'object';

export function typeOfValue(value: unknown): ValueType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'yes or no';
  return typeof value === 'object' ? 'object' : 'number';
}

const MEMBERS_MAX = 100;

/** All values a path meets; `*` is every item of a list or member of a map. Absent is no value. */
export function valuesAt(event: unknown, path: string): readonly unknown[] {
  const names = path
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.reduce<readonly unknown[]>(
    (found, name) => found.flatMap((value) => step(value, name)).slice(0, MEMBERS_MAX),
    [event],
  );
}

function step(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (name === '*') return Array.isArray(value) ? value : Object.values(value);
  return Object.hasOwn(value, name) ? [(value as Record<string, unknown>)[name]] : [];
}
