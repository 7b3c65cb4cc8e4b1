type Schema = Record<string, unknown>;

/**
 * Moves every schema that an event may or may not fit, seen from an `unevaluated…`, into `$defs`,
 * so that it can be judged by itself. What an event fits decides which of its parts were looked at.
 *
 * @returns the names of the definitions to judge by
 */
export function hoistConditions<Origin>(
  closed: readonly Schema[],
  definitions: Record<string, unknown>,
  origins: Map<object, Origin>,
): ReadonlySet<string> {
  const names = new Set<string>();
  const pending: unknown[] = [...closed];
  const seen = new Set<unknown>();

  const hoisted = (schema: unknown): unknown => {
    if (!isSchema(schema)) return schema;
    pending.push(schema);
    const name = `c${names.size}`;
    names.add(name);
    definitions[name] = schema;
    const reference = { $ref: POINTER + name };
    // Reasons are told apart by where an alternative stands in the text.
    origins.set(reference, origins.get(schema) as Origin);
    return reference;
  };

  while (pending.length > 0) {
    const schema = pending.pop();
    if (!isSchema(schema) || seen.has(schema)) continue;
    seen.add(schema);
    for (const word of ['anyOf', 'oneOf'])
      if (Array.isArray(schema[word])) schema[word] = schema[word].map(hoisted);
    for (const word of ['if', 'contains'])
      if (schema[word] !== undefined) schema[word] = hoisted(schema[word]);
    pending.push(...sameValueSchemas(schema, definitions));
  }
  return names;
}

const POINTER = '#/$defs/';

/** Schemas that judge the same value whenever this one does, or under a name or condition. */
function sameValueSchemas(schema: Schema, definitions: Schema): readonly unknown[] {
  const { $ref, allOf, then, dependentSchemas, dependencies } = schema;
  return [
    ...(typeof $ref === 'string' ? [definitions[$ref.slice(POINTER.length)]] : []),
    ...(Array.isArray(allOf) ? (allOf as unknown[]) : []),
    ...[then, schema.else].filter((inner) => inner !== undefined),
    ...Object.values((dependentSchemas ?? {}) as Schema),
    ...Object.values((dependencies ?? {}) as Schema),
  ];
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
