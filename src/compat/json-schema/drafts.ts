/** Drafts in the order they were published. */
export type Draft = 4 | 6 | 7 | 2019 | 2020;

const URIS: ReadonlyMap<string, Draft> = new Map([
  ['json-schema.org/draft-04/schema', 4],
  ['json-schema.org/draft-06/schema', 6],
  ['json-schema.org/draft-07/schema', 7],
  ['json-schema.org/draft/2019-09/schema', 2019],
  ['json-schema.org/draft/2020-12/schema', 2020],
]);

/** A schema that does not say is read as draft-07, as the Confluent serializers do. */
export const DRAFT_UNSAID: Draft = 7;

export const draftOfUri = (uri: string): Draft | undefined =>
  URIS.get(uri.replace(/^https?:\/\//, '').replace(/#$/, ''));

export const idKeyword = (draft: Draft): 'id' | '$id' => (draft === 4 ? 'id' : '$id');

/** Where each keyword keeps the schemas inside it; other keywords hold none. */
const HOLDERS: Readonly<
  Record<string, { holds: 'one' | 'list' | 'map' | 'one-or-list'; from: Draft; to: Draft }>
> = {
  not: { holds: 'one', from: 4, to: 2020 },
  if: { holds: 'one', from: 7, to: 2020 },
  then: { holds: 'one', from: 7, to: 2020 },
  else: { holds: 'one', from: 7, to: 2020 },
  contains: { holds: 'one', from: 6, to: 2020 },
  propertyNames: { holds: 'one', from: 6, to: 2020 },
  additionalProperties: { holds: 'one', from: 4, to: 2020 },
  additionalItems: { holds: 'one', from: 4, to: 2019 },
  unevaluatedProperties: { holds: 'one', from: 2019, to: 2020 },
  unevaluatedItems: { holds: 'one', from: 2019, to: 2020 },
  items: { holds: 'one-or-list', from: 4, to: 2020 },
  prefixItems: { holds: 'list', from: 2020, to: 2020 },
  allOf: { holds: 'list', from: 4, to: 2020 },
  anyOf: { holds: 'list', from: 4, to: 2020 },
  oneOf: { holds: 'list', from: 4, to: 2020 },
  properties: { holds: 'map', from: 4, to: 2020 },
  patternProperties: { holds: 'map', from: 4, to: 2020 },
  definitions: { holds: 'map', from: 4, to: 2020 },
  $defs: { holds: 'map', from: 4, to: 2020 },
  dependencies: { holds: 'map', from: 4, to: 2020 },
  dependentSchemas: { holds: 'map', from: 2019, to: 2020 },
};

/** How a keyword holds schemas in a draft; `undefined` when it holds none there. */
export function schemasHeldBy(
  keyword: string,
  draft: Draft,
): 'one' | 'list' | 'map' | 'one-or-list' | undefined {
  const holder = Object.hasOwn(HOLDERS, keyword) ? HOLDERS[keyword] : undefined;
  return holder && holder.from <= draft && draft <= holder.to ? holder.holds : undefined;
}
