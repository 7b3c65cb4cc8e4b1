import { describe, expect, it } from '@jest/globals';
import { jsonSchema } from './json-schema.js';

function reasons(schema: unknown, event: unknown, references: Record<string, object> = {}) {
  const read = jsonSchema.read({
    type: 'JSON',
    text: JSON.stringify(schema),
    references: Object.entries(references).map(([name, json]) => ({
      name,
      text: JSON.stringify(json),
    })),
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return jsonSchema
    .compile(read.value)
    .explain(event)
    .map(({ pointer, schemaPointer }) => `${pointer} by ${schemaPointer}`);
}
const opened = { properties: { kind: { const: 'opened' }, id: { type: 'integer' } } };
const closed = { properties: { kind: { const: 'closed' }, why: { type: 'string' } } };

describe('alternatives of which one stands in another document', () => {
  const schema = { oneOf: [opened, { $ref: 'closed.json' }] };

  it('are told apart by what the schema itself says', () => {
    const event = { kind: 'closed', id: 'x', why: 1 };
    expect(reasons(schema, event, { 'closed.json': closed })).toEqual([
      '/why by closed.json#/properties/why/type',
    ]);
  });

  it('are all told where the other document alone would tell them apart', () => {
    const event = { kind: 'opened', id: 'x', why: 'done' };
    expect(reasons(schema, event, { 'closed.json': closed })).toEqual([
      '/id by /oneOf/0/properties/id/type',
      '/kind by closed.json#/properties/kind/const',
      ' by /oneOf',
    ]);
  });
});
