import { isArray, isObject, type Json, type JsonObject } from './json.js';

/** Under these a missing field can make the schema hold, so nothing is rewritten there. */
const CONDITIONS = new Set(['not', 'if', 'enum', 'const', 'default', 'examples']);

/**
 * The assumption `defaults-applied`: readers fill in defaults before they look. So a reader does
 * not require a field for which the same schema gives a default.
 */
export function defaultsApplied(schema: Json): Json {
  if (isArray(schema)) return schema.map(defaultsApplied);
  if (!isObject(schema)) return schema;
  const rewritten = new Map<string, Json>();
  for (const [keyword, value] of schema) {
    if (keyword === 'required') rewritten.set(keyword, withoutDefaulted(schema, value));
    else rewritten.set(keyword, CONDITIONS.has(keyword) ? value : defaultsApplied(value));
  }
  return rewritten;
}

function withoutDefaulted(schema: JsonObject, required: Json): Json {
  const properties = schema.get('properties');
  if (!isArray(required) || !isObject(properties)) return required;
  return required.filter((name) => {
    const property = typeof name === 'string' ? properties.get(name) : undefined;
    return !(isObject(property) && property.has('default'));
  });
}
