/** `/lines/0/price` and `/lines/-/price` mean the price of any line. */
const anyItem = (path: string) => path.replace(/\/(\d+|-)(?=\/|$)/g, '/*');

/** A need for `/customer` is one for `/customer/email`, and the other way round. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [anyItem(one), anyItem(other)];
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
