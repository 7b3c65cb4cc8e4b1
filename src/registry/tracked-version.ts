import type { Metadata, SchemaContent } from './schema-identity.js';

/** A property the registry keeps equal to the version's number, wherever it is present. */
const TRACKED = 'confluent:version';

export const isTracked = ({ metadata }: Pick<SchemaContent, 'metadata'>): boolean =>
  metadata?.properties?.[TRACKED] !== undefined;

/** The version a caller's metadata claims to be: compared before it is set. */
export function claimedVersion(metadata: Metadata | undefined): number | undefined {
  const text = metadata?.properties?.[TRACKED] ?? '';
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}

export const trackVersion = (content: SchemaContent, version: number): SchemaContent => ({
  ...content,
  metadata: {
    ...content.metadata,
    properties: { ...content.metadata?.properties, [TRACKED]: String(version) },
  },
});

/** As if nobody had ever tracked it; metadata left empty by that are none. */
export function untracked<T extends Pick<SchemaContent, 'metadata'>>(content: T): T {
  if (!isTracked(content)) return content;
  const { properties, ...rest } = content.metadata ?? {};
  const { [TRACKED]: _tracked, ...kept } = properties ?? {};
  const metadata: Metadata = {
    ...rest,
    ...(Object.keys(kept).length > 0 && { properties: kept }),
  };
  return { ...content, metadata: Object.keys(metadata).length > 0 ? metadata : undefined };
}
