/** How changes of a keyword are told apart, and the rule that names them. */
export type KeywordKind =
  /** One value, changed as a whole. */
  | { readonly kind: 'value'; readonly ruleId: string }
  /** One schema; both sides present are compared inside. */
  | { readonly kind: 'schema'; readonly ruleId: string }
  /** Schemas by name. */
  | {
      readonly kind: 'map';
      readonly added: string;
      readonly removed: string;
      readonly noun: string;
    }
  /** Schemas by position, where position means something. */
  | { readonly kind: 'tuple'; readonly ruleId: string }
  /** Schemas in no particular order. */
  | {
      readonly kind: 'branches';
      readonly added: string;
      readonly removed: string;
      readonly noun: string;
    }
  | { readonly kind: 'items' | 'required' | 'enum' | 'closing' }
  /** Holds schemas for references; adding or removing one alone judges nothing. */
  | { readonly kind: 'shelf' }
  | { readonly kind: 'documentation'; readonly ruleId: string };

const value = (ruleId: string): KeywordKind => ({ kind: 'value', ruleId });
const schema = (ruleId: string): KeywordKind => ({ kind: 'schema', ruleId });
const map = (ruleId: string, noun: string): KeywordKind => ({
  kind: 'map',
  added: ruleId,
  removed: ruleId,
  noun,
});

const KINDS: Readonly<Record<string, KeywordKind>> = {
  $schema: value('JSON_DIALECT_CHANGED'),
  $ref: value('JSON_REFERENCE_CHANGED'),
  $dynamicRef: value('JSON_REFERENCE_CHANGED'),
  $recursiveRef: value('JSON_REFERENCE_CHANGED'),
  $id: value('JSON_REFERENCE_CHANGED'),
  id: value('JSON_REFERENCE_CHANGED'),
  $anchor: value('JSON_REFERENCE_CHANGED'),
  $dynamicAnchor: value('JSON_REFERENCE_CHANGED'),
  $recursiveAnchor: value('JSON_REFERENCE_CHANGED'),
  type: value('JSON_TYPE_CHANGED'),
  const: value('JSON_CONST_CHANGED'),
  enum: { kind: 'enum' },
  minimum: value('JSON_RANGE_CHANGED'),
  maximum: value('JSON_RANGE_CHANGED'),
  exclusiveMinimum: value('JSON_RANGE_CHANGED'),
  exclusiveMaximum: value('JSON_RANGE_CHANGED'),
  multipleOf: value('JSON_RANGE_CHANGED'),
  minLength: value('JSON_LENGTH_CHANGED'),
  maxLength: value('JSON_LENGTH_CHANGED'),
  pattern: value('JSON_PATTERN_CHANGED'),
  format: value('JSON_FORMAT_CHANGED'),
  properties: {
    kind: 'map',
    added: 'JSON_PROPERTY_ADDED',
    removed: 'JSON_PROPERTY_REMOVED',
    noun: 'property',
  },
  patternProperties: map('JSON_PATTERN_PROPERTY_CHANGED', 'rule for properties like'),
  required: { kind: 'required' },
  additionalProperties: { kind: 'closing' },
  unevaluatedProperties: { kind: 'closing' },
  propertyNames: schema('JSON_PROPERTY_NAMES_CHANGED'),
  dependencies: map('JSON_DEPENDENCY_CHANGED', 'demand of the property'),
  dependentRequired: map('JSON_DEPENDENCY_CHANGED', 'demand of the property'),
  dependentSchemas: map('JSON_DEPENDENCY_CHANGED', 'demand of the property'),
  minProperties: value('JSON_SIZE_CHANGED'),
  maxProperties: value('JSON_SIZE_CHANGED'),
  minItems: value('JSON_SIZE_CHANGED'),
  maxItems: value('JSON_SIZE_CHANGED'),
  items: { kind: 'items' },
  prefixItems: { kind: 'tuple', ruleId: 'JSON_ITEMS_CHANGED' },
  additionalItems: schema('JSON_ITEMS_CHANGED'),
  unevaluatedItems: schema('JSON_ITEMS_CHANGED'),
  contains: schema('JSON_CONTAINS_CHANGED'),
  minContains: value('JSON_CONTAINS_CHANGED'),
  maxContains: value('JSON_CONTAINS_CHANGED'),
  uniqueItems: value('JSON_UNIQUE_ITEMS_CHANGED'),
  allOf: { kind: 'branches', added: 'JSON_PART_ADDED', removed: 'JSON_PART_REMOVED', noun: 'part' },
  anyOf: {
    kind: 'branches',
    added: 'JSON_ALTERNATIVE_ADDED',
    removed: 'JSON_ALTERNATIVE_REMOVED',
    noun: 'alternative',
  },
  oneOf: {
    kind: 'branches',
    added: 'JSON_ALTERNATIVE_ADDED',
    removed: 'JSON_ALTERNATIVE_REMOVED',
    noun: 'alternative',
  },
  not: schema('JSON_NOT_CHANGED'),
  if: schema('JSON_CONDITION_CHANGED'),
  then: schema('JSON_CONDITION_CHANGED'),
  else: schema('JSON_CONDITION_CHANGED'),
  definitions: { kind: 'shelf' },
  $defs: { kind: 'shelf' },
  default: { kind: 'documentation', ruleId: 'JSON_DEFAULT_CHANGED' },
};

const DOCUMENTATION: KeywordKind = { kind: 'documentation', ruleId: 'JSON_DOCUMENTATION_CHANGED' };

export const kindOf = (keyword: string): KeywordKind =>
  (Object.hasOwn(KINDS, keyword) ? KINDS[keyword] : undefined) ?? DOCUMENTATION;
