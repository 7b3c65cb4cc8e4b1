import { isJsonObject, type Json, type JsonObject } from '../json.js';
import { type Draft, type DraftNumber } from './drafts.js';

/** Where a keyword keeps the schemas inside it. */
type Holds = 'nothing' | 'schema' | 'list' | 'map' | 'schema-or-list';

export interface Keyword {
  readonly name: string;
  readonly holds: Holds;
  /** Drafts that know it, both ends included. */
  readonly since: DraftNumber;
  readonly until: DraftNumber;
  /** Decides about events; the others only describe or only hold definitions. */
  readonly isAssertion: boolean;
}

const assertion = (
  name: string,
  holds: Holds = 'nothing',
  since: DraftNumber = 4,
  until: DraftNumber = 2020,
): Keyword => ({
  name,
  holds,
  since,
  until,
  isAssertion: true,
});
const shelf = (name: string, holds: Holds, since: DraftNumber = 4): Keyword => ({
  name,
  holds,
  since,
  until: 2020,
  isAssertion: false,
});

/**
 * Every keyword that holds schemas or decides about events. A keyword a draft does not know is
 * an annotation there (e.g. `const` in draft-04), so nothing in it is a schema.
 */
export const keywords: readonly Keyword[] = [
  assertion('type'),
  assertion('enum'),
  assertion('const', 'nothing', 6),
  assertion('multipleOf'),
  assertion('maximum'),
  assertion('exclusiveMaximum'),
  assertion('minimum'),
  assertion('exclusiveMinimum'),
  assertion('maxLength'),
  assertion('minLength'),
  assertion('pattern'),
  assertion('format'),
  assertion('prefixItems', 'list', 2020),
  assertion('items', 'schema-or-list'),
  assertion('additionalItems', 'schema', 4, 2019),
  assertion('maxItems'),
  assertion('minItems'),
  assertion('uniqueItems'),
  assertion('contains', 'schema', 6),
  assertion('maxContains', 'nothing', 2019),
  assertion('minContains', 'nothing', 2019),
  assertion('maxProperties'),
  assertion('minProperties'),
  assertion('required'),
  assertion('properties', 'map'),
  assertion('patternProperties', 'map'),
  assertion('additionalProperties', 'schema'),
  assertion('propertyNames', 'schema', 6),
  assertion('dependencies', 'map'),
  assertion('dependentRequired', 'nothing', 2019),
  assertion('dependentSchemas', 'map', 2019),
  assertion('allOf', 'list'),
  assertion('anyOf', 'list'),
  assertion('oneOf', 'list'),
  assertion('not', 'schema'),
  assertion('if', 'schema', 7),
  assertion('then', 'schema', 7),
  assertion('else', 'schema', 7),
  assertion('unevaluatedItems', 'schema', 2019),
  assertion('unevaluatedProperties', 'schema', 2019),
  shelf('definitions', 'map'),
  shelf('$defs', 'map'),
  shelf('contentSchema', 'schema', 2019),
];

const byName = new Map(keywords.map((keyword) => [keyword.name, keyword]));

export function keywordOf(name: string, draft: Draft): Keyword | undefined {
  const keyword = byName.get(name);
  return keyword && keyword.since <= draft.number && draft.number <= keyword.until
    ? keyword
    : undefined;
}

/** Until draft-07 `$defs` is no keyword, and people write it all the same; so nobody checks it. */
export const isVouchedFor = ({ name }: Keyword, draft: Draft): boolean =>
  name !== '$defs' || draft.number >= 2019;

export interface Subschema {
  readonly keyword: Keyword;
  /** Steps from the schema to this one: the keyword, then a key or an index where there is one. */
  readonly steps: readonly (string | number)[];
  readonly schema: Json;
}

const isSchema = (value: Json | undefined): value is JsonObject | boolean =>
  typeof value === 'boolean' || isJsonObject(value);

/** The schemas directly inside a schema, in the order of the text. */
export function subschemasOf(schema: JsonObject, draft: Draft): readonly Subschema[] {
  const found: Subschema[] = [];
  for (const name of Object.keys(schema)) {
    const keyword = keywordOf(name, draft);
    if (!keyword || keyword.holds === 'nothing') continue;
    const held = schema[name] as Json;
    const isOne =
      keyword.holds === 'schema' || (keyword.holds === 'schema-or-list' && !Array.isArray(held));
    if (isOne) {
      if (isSchema(held)) found.push({ keyword, steps: [name], schema: held });
    } else if (isJsonObject(held) || Array.isArray(held)) {
      for (const step of Object.keys(held)) {
        const inner = (held as JsonObject)[step];
        // `dependencies` also holds lists of names.
        if (isSchema(inner)) found.push({ keyword, steps: [name, step], schema: inner });
      }
    }
  }
  return found;
}
