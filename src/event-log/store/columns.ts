/**
 * Columns of many rows as one parameter each, for `unnest`: a statement of fixed text and fixed
 * parameter count, however many rows. Bytes travel as one binary blob with places into it, which
 * costs no hexadecimal detour.
 */
export function numbers(values: readonly (number | null | undefined)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

export function texts(values: readonly (string | null | undefined)[]): string {
  // Events of one request say the same contract and headers again and again.
  let last: string | null | undefined;
  let lastQuoted = 'NULL';
  const columns = values.map((value) => {
    if (value !== last) {
      last = value;
      lastQuoted = quoted(value);
    }
    return lastQuoted;
  });
  return `{${columns.join(',')}}`;
}

const quoted = (value: string | null | undefined): string =>
  value === null || value === undefined ? 'NULL' : `"${value.replace(/["\\]/g, '\\$&')}"`;

/** PostgreSQL's text holds neither U+0000 nor half a surrogate pair; a user may send both. */
export function storable(text: string): string;
export function storable(text: string | undefined): string | undefined;
export function storable(text: string | undefined): string | undefined {
  return text?.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** Where one row's bytes lie in the blob: counted from 1, as SQL's `substring` does. */
export interface Blob {
  readonly bytes: Buffer;
  /** For each row the start of its key and of its value; null where it has none. */
  readonly places: readonly Place[];
}

interface Place {
  readonly keyAt: number | null;
  readonly keyBytes: number | null;
  readonly valueAt: number | null;
  readonly valueBytes: number | null;
}

export function blobOf(
  rows: readonly { readonly key: Buffer | null; readonly value: Buffer | null }[],
): Blob {
  const pieces: Buffer[] = [];
  let at = 1;
  const put = (piece: Buffer | null): number | null => {
    if (piece === null) return null;
    const start = at;
    pieces.push(piece);
    at += piece.length;
    return start;
  };
  const places = rows.map(({ key, value }) => ({
    keyAt: put(key),
    keyBytes: key?.length ?? null,
    valueAt: put(value),
    valueBytes: value?.length ?? null,
  }));
  return { bytes: Buffer.concat(pieces), places };
}

/** The four parameters that say where keys and values lie, in the order of `PLACES`. */
export function placeColumns({ places }: Blob): readonly string[] {
  return [
    numbers(places.map(({ keyAt }) => keyAt)),
    numbers(places.map(({ keyBytes }) => keyBytes)),
    numbers(places.map(({ valueAt }) => valueAt)),
    numbers(places.map(({ valueBytes }) => valueBytes)),
  ];
}
