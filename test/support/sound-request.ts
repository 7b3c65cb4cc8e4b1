import type { ApiOperation } from './api-promises.js';

type Shape = Readonly<Record<string, unknown>>;

/** A request of an operation with everything the document describes, to be spoilt in one place. */
export interface SoundRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly string[];
  /** The part of the query nothing can be asked without. */
  readonly needed: string;
  readonly type: string | undefined;
  readonly body: unknown;
}

const DEPTH_MAX = 6;
const FORMATS = new Map([
  ['date', '2026-11-27'],
  ['date-time', '2026-11-27T00:00:00Z'],
]);

/** @param known what stands for `{name}`, or for `before/{name}`, so that something is found */
export function soundRequest(
  { path, parameters, requestBody }: ApiOperation,
  components: Readonly<Record<string, Shape>>,
  known: Readonly<Record<string, string>>,
): SoundRequest {
  const sample = sampling(components);
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const valueOf = ({ name, schema }: { readonly name: string; readonly schema: object }) => {
    const [before = ''] = new RegExp(`\\w+/\\{${name}\\}`).exec(path) ?? [];
    return [name, known[before] ?? known[name] ?? String(sample(schema as Shape))] as const;
  };
  const inPath = parameters.filter((each) => each.in === 'path');
  const inQuery = parameters.filter((each) => each.in === 'query');
  return {
    path: Object.fromEntries(inPath.map(valueOf)),
    query: inQuery.map(({ name }) => name),
    needed: new URLSearchParams(
      inQuery.filter(({ required }) => required).map(valueOf) as [string, string][],
    ).toString(),
    type,
    body: content && sample(content.schema as Shape),
  };
}

function sampling(components: Readonly<Record<string, Shape>>) {
  const sample = (shape: Shape, depth = 0): unknown => {
    const { $ref, anyOf, oneOf, enum: words, const: only, examples, type } = shape;
    if (typeof $ref === 'string')
      return sample(components[$ref.split('/').at(-1) ?? ''] ?? {}, depth + 1);
    if (only !== undefined) return only;
    for (const some of [examples, words])
      if (Array.isArray(some) && some.length > 0) return some[0];
    for (const some of [anyOf, oneOf])
      if (Array.isArray(some)) return sample(some[0] as Shape, depth + 1);
    return plain(shape, Array.isArray(type) ? type[0] : type, depth);
  };
  const plain = (shape: Shape, type: unknown, depth: number): unknown => {
    switch (type) {
      case 'boolean':
        return true;
      case 'integer':
      case 'number':
        return Math.max(1, Number(shape['minimum'] ?? 1));
      case 'array':
        return depth > DEPTH_MAX ? [] : [sample((shape['items'] ?? {}) as Shape, depth + 1)];
      case 'object':
        return depth > DEPTH_MAX
          ? {}
          : Object.fromEntries(
              Object.entries((shape['properties'] ?? {}) as Record<string, Shape>).map(
                ([name, each]) => [name, sample(each, depth + 1)],
              ),
            );
      default:
        return FORMATS.get(String(shape['format'])) ?? 'a';
    }
  };
  return sample;
}
