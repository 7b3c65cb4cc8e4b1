import type { Contract } from '#contract';

/** What became of a document of another standard: contracts to look through and publish. */
export interface Imported {
  /** Documents as `POST /v1/contracts` takes them, the schema inside. */
  readonly contracts: readonly object[];
  /** What the document did not say, and what was written instead. */
  readonly notes: readonly string[];
}

export type Members = Readonly<Record<string, unknown>>;

export const members = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};

export const textAt = (value: unknown, name: string): string | undefined => {
  const found = members(value)[name];
  return typeof found === 'string' && found.trim() !== '' ? found : undefined;
};

/** A contract’s id has few letters to choose from. */
export const idFrom = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|-+$/g, '')
    .slice(0, 255) || 'imported';

/** Kafka’s rules for names of topics. */
export const topicFrom = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9._-]+/g, '.')
    .replace(/^\.+|\.+$/g, '')
    .slice(0, 249) || 'imported';

const FORMATS = { JSON: 'json-schema', AVRO: 'avro', PROTOBUF: 'protobuf' } as const;

/** A contract that left as something else comes back word for word, with its schema inside. */
export function sameContract(kept: unknown, definition: unknown): object | undefined {
  const contract = members(kept);
  const { type, ...schema } = members(contract['schema']) as Partial<Contract['schema']>;
  if (type === undefined || !Object.hasOwn(FORMATS, type) || textAt(contract, 'id') === undefined)
    return undefined;
  return {
    apiVersion: 'concordat/v1',
    kind: 'EventContract',
    ...contract,
    schema: { ...schema, format: FORMATS[type], definition },
  };
}
