import { isJsonObject, type Json, type JsonObject, valueAtPointer } from '#schema';

const LOCAL = '#/';

/**
 * A schema that stands somewhere in a document, as one that stands alone: what it refers to in the
 * document moves below its own `$defs`, once each, so that a schema may still refer to itself.
 */
export function inlineReferences(schema: Json, document: Json): Json {
  const moved = new Map<string, string>();
  const pending: (readonly [name: string, reference: string])[] = [];
  const definitions: Record<string, Json> = {};
  const rewrite = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === '$ref' && typeof inner === 'string' && inner.startsWith(LOCAL)
          ? `#/$defs/${nameFor(inner)}`
          : rewrite(inner),
      ]),
    );
  };
  const nameFor = (reference: string): string => {
    const known = moved.get(reference);
    if (known !== undefined) return known;
    const last = reference.slice(reference.lastIndexOf('/') + 1).replace(/[^\w.-]/g, '_');
    const isTaken = [...moved.values()].includes(last);
    const name = isTaken ? `${last}_${moved.size}` : last;
    moved.set(reference, name);
    pending.push([name, reference]);
    return name;
  };
  const whole = rewrite(schema);
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [name, reference] = next;
    definitions[name] = rewrite((valueAtPointer(document, reference.slice(1)) ?? true) as Json);
  }
  if (!isJsonObject(whole) || moved.size === 0) return whole;
  return { ...whole, $defs: { ...((whole['$defs'] ?? {}) as JsonObject), ...definitions } };
}

/** Where a member is a reference into the document, what it refers to; references may follow each other. */
export function resolved(value: Json | undefined, document: Json): Json | undefined {
  let found = value;
  for (let steps = 0; steps < 20; steps++) {
    const reference = isJsonObject(found) ? found['$ref'] : undefined;
    if (typeof reference !== 'string' || !reference.startsWith(LOCAL)) return found;
    found = valueAtPointer(document, reference.slice(1)) as Json | undefined;
  }
  return undefined;
}
