/** What the dialect answers in, and how gladly. */
const GLADLY = {
  'application/vnd.schemaregistry.v1+json': 1,
  'application/vnd.schemaregistry+json': 0.9,
  'application/json': 0.5,
} as const;

/** The media types of the dialect, its own first. */
export const OFFERED: readonly string[] = Object.keys(GLADLY);
const TAKEN = [...OFFERED, 'application/octet-stream'];

export const DIALECT_MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json';
const RANGES_MAX = 32;

/** The offered type that suits an Accept header best; `undefined` when none does. */
export function mediaTypeFor(accept: string | undefined): string | undefined {
  if (accept === undefined || accept.trim() === '') return DIALECT_MEDIA_TYPE;
  const ranges = accept.split(',').slice(0, RANGES_MAX).map(readRange);
  const suits = Object.entries(GLADLY)
    .map(([type, gladly]) => ({ type, quality: gladly * wishFor(type, ranges) }))
    .filter(({ quality }) => quality > 0);
  return suits.sort((a, b) => b.quality - a.quality)[0]?.type;
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const given = parameters.find((each) => each.startsWith('q='))?.slice(2);
  const quality = given === undefined ? 1 : Number(given);
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 1 };
}

/** RFC 9110 §12.5.1: the most specific range decides. */
function wishFor(type: string, ranges: readonly Range[]): number {
  for (const candidate of [type, 'application/*', '*/*']) {
    const range = ranges.find((each) => each.type === candidate);
    if (range) return range.quality;
  }
  return 0;
}

/** A body without a type is taken as it comes, as JSON under any other name ending in +json. */
export function isTaken(contentType: string | undefined): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === '' || TAKEN.includes(type) || type.endsWith('+json');
}
