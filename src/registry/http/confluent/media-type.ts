/** The media types of the dialect, its own first. */
export const OFFERED = [
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
] as const;

/** The first offered type the client names; anything else gets the dialect's own. */
export const mediaTypeFor = (accept: string | undefined): string =>
  OFFERED.find((type) => accept?.includes(type)) ?? OFFERED[0];
