/** Addresses people can read and type: `?q=order&domain=billing&domain=orders`, no JSON in them. */
export function parseSearch(text: string): Record<string, string | string[]> {
  const read: Record<string, string | string[]> = {};
  const words = new URLSearchParams(text);
  for (const name of new Set(words.keys())) {
    const values = words.getAll(name);
    read[name] = values.length > 1 ? values : (values[0] ?? '');
  }
  return read;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item === 'string' || typeof item === 'number') words.append(name, String(item));
    }
  }
  // A slash is legal in a query (RFC 3986 §3.4), and field paths are full of them.
  const text = words.toString().replaceAll('%2F', '/');
  return text === '' ? '' : `?${text}`;
}

export type RawSearch = Record<string, unknown>;

/** The first word of a search parameter, where there is one. */
export const one = (value: unknown): string | undefined => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
};

export const many = (value: unknown): string[] | undefined => {
  const list = (Array.isArray(value) ? value : [value]).filter(
    (item): item is string => typeof item === 'string' && item !== '',
  );
  return list.length > 0 ? list : undefined;
};
