import { isLosslessNumber } from 'lossless-json';

/**
 * Takes the list for some of the values only: any text beside listed texts, any number beside listed
 * numbers. What else is listed (`null`, a boolean, an object) is still taken, and nothing like it.
 */
export function openEnum(schema: Record<string, unknown>): void {
  const values = schema['enum'];
  if (!Array.isArray(values)) return;
  const types = [...new Set(values.flatMap(openedType))];
  if (types.length === 0) return;
  // Every integer is a number, so both together say no more than one.
  const opened = types.includes('number') ? types.filter((type) => type !== 'integer') : types;
  const listed = (values as unknown[]).filter((value) => openedType(value).length === 0);
  delete schema['enum'];
  const isSaid = listed.length === 0 && opened.length === 1 && schema['type'] === opened[0];
  if (isSaid) return;
  const type = opened.length === 1 ? opened[0] : opened;
  const constraint = listed.length === 0 ? { type } : { anyOf: [{ type }, { enum: listed }] };
  const parts = Array.isArray(schema['allOf']) ? (schema['allOf'] as unknown[]) : [];
  schema['allOf'] = [...parts, constraint];
}

function openedType(value: unknown): readonly string[] {
  if (typeof value === 'string') return ['string'];
  if (!isLosslessNumber(value)) return [];
  return Number.isInteger(Number(value.value)) ? ['integer'] : ['number'];
}
