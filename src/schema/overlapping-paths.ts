/** `/lines/0/price` and `/lines/-/price` mean the price of any line. */
export const anyItem = (path: string): string => path.replace(/\/(\d+|-)(?=\/|$)/g, '/*');

/** A need for `/customer` is one for `/customer/email`, and the other way round. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [anyItem(one), anyItem(other)];
  return a === b || isInside(a, b) || isInside(b, a);
}

/** Whether the first lies in the second; nothing lies in itself. */
export const isInside = (one: string, other: string): boolean => one.startsWith(`${other}/`);
