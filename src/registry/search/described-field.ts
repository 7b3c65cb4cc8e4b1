/** A field as search knows it. */
export interface DescribedField {
  readonly path: string;
  readonly doc?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** A schema is a tree; a very wide one is searched as far as a person would read. */
export const FIELDS_MAX = 2_000;

/** What a schema says of itself. */
export interface DescribedSchema {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly fields: readonly DescribedField[];
}

export type Node = Readonly<Record<string, unknown>>;
export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const textIn = (node: Node, ...names: readonly string[]): string | undefined =>
  names.map((name) => node[name]).find((value) => typeof value === 'string' && value !== '') as
    string | undefined;
export const tagsIn = (node: Node): readonly string[] | undefined => {
  const tags = node['confluent:tags'];
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : undefined;
};
