import { avroRules } from './avro/avro-rules.js';
import { protobufRules } from './protobuf/protobuf-rules.js';
import { breaks, rule, type Rule } from './rule.js';

export { type Rule };

/** An event passes by two of three parts, so with any one of them changed it still does. */
const twoOfThree = (code: string): string => {
  const any = (a: string, b: string) =>
    `{"anyOf":[{"$ref":"#/$defs/${a}"},{"$ref":"#/$defs/${b}"}]}`;
  const part = (name: string) => `"${name}":{"const":"${code}"}`;
  return `{"$defs":{${['a', 'b', 'c'].map(part).join(',')}},"allOf":[${any('a', 'b')},${any('a', 'c')},${any('b', 'c')}]}`;
};

const shapes = [
  rule('JSON_TYPE_CHANGED', {
    title: 'The type of a value changed',
    why: 'A reader that expects one type cannot use a value of another.',
    fix: 'Keep the old type and add a new field for the new one, or accept both types.',
    example: breaks('backward', '{"type":["string","null"]}', '{"type":"string"}'),
  }),
  rule('JSON_CONST_CHANGED', {
    title: 'A fixed value changed',
    why: 'Events carry the old value, and a reader of the new schema refuses it.',
    fix: 'Accept the old and the new value with an enum, or publish a new event type.',
    example: breaks('backward', '{"const":1}', '{"const":"1"}'),
  }),
  rule('JSON_ENUM_VALUE_REMOVED', {
    title: 'A value left an enum',
    why: 'Events that carry the removed value are refused by whoever reads with the new schema.',
    fix: 'Keep the value and mark it deprecated until no event carries it.',
    example: breaks('backward', '{"enum":["paid","refunded"]}', '{"enum":["paid"]}'),
  }),
  rule('JSON_ENUM_VALUE_ADDED', {
    title: 'An enum gained a value',
    why: 'Readers that still use the old schema refuse events that carry the new value.',
    fix: 'Let the readers learn the value first, or publish it in a new field.',
    example: breaks('forward', '{"enum":["paid"]}', '{"enum":["paid","refunded"]}'),
  }),
  rule('JSON_ENUM_ADDED', {
    title: 'A value became an enum',
    why: 'Values outside the list were fine and are refused now.',
    fix: 'List every value that is in use, or leave the field open.',
    example: breaks('backward', '{"type":"string"}', '{"enum":["a","b"]}'),
  }),
  rule('JSON_ENUM_REMOVED', {
    title: 'A value is no enum any more',
    why: 'Readers that still use the old schema refuse values outside its list.',
    fix: 'Upgrade the readers before any writer sends another value.',
    example: breaks('forward', '{"enum":["a","b"]}', '{"type":"string"}'),
  }),
  rule('JSON_RANGE_CHANGED', {
    title: 'The range of a number changed',
    why: 'Numbers that one side sends lie outside what the other side accepts.',
    fix: 'Only widen the range of what is read, and only narrow what is written.',
    example: breaks('backward', '{"maximum":10}', '{"maximum":5}'),
  }),
  rule('JSON_LENGTH_CHANGED', {
    title: 'The length of a text changed',
    why: 'Texts that one side sends are too long or too short for the other.',
    fix: 'Keep the wider limit, or cut texts before they are sent.',
    example: breaks(
      'backward',
      '{"type":"string","maxLength":10}',
      '{"type":"string","maxLength":5}',
    ),
  }),
  rule('JSON_PATTERN_CHANGED', {
    title: 'The pattern of a text changed',
    why: 'Texts that match one pattern and not the other are refused.',
    fix: 'Widen the pattern so that it still matches every old text.',
    example: breaks('backward', '{"type":"string"}', '{"type":"string","pattern":"^[a-z]+$"}'),
  }),
  rule('JSON_FORMAT_CHANGED', {
    title: 'The format of a text changed',
    why: 'The gateway checks formats, so texts without the new format are refused.',
    fix: 'Add a new field with the format, or keep the format as a description.',
    example: breaks('backward', '{"type":"string"}', '{"type":"string","format":"ipv4"}'),
  }),
];

const objects = [
  rule('JSON_PROPERTY_ADDED', {
    title: 'A property was added',
    why: 'An open object may already carry a field of that name with another content, and a closed one refuses new fields.',
    fix: 'Choose a name no producer uses, close the old schema, or judge under "declared-only".',
    example: breaks(
      'backward',
      '{"type":"object"}',
      '{"type":"object","properties":{"a":{"type":"string"}}}',
    ),
  }),
  rule('JSON_PROPERTY_REMOVED', {
    title: 'A property was removed',
    why: 'A closed object refuses the field that was removed; an open one no longer checks it.',
    fix: 'Keep the property, make it optional and mark it deprecated.',
    example: breaks(
      'backward',
      '{"properties":{"a":{}},"additionalProperties":false}',
      '{"properties":{},"additionalProperties":false}',
    ),
  }),
  rule('JSON_REQUIRED_ADDED', {
    title: 'A property became required',
    why: 'Events without the property were fine and are refused now. A default does not help: validators do not fill it in.',
    fix: 'Keep it optional, or publish the stricter event under a new subject.',
    example: breaks('backward', '{"type":"object"}', '{"type":"object","required":["id"]}'),
  }),
  rule('JSON_REQUIRED_REMOVED', {
    title: 'A property is no longer required',
    why: 'Readers that still use the old schema refuse events without it.',
    fix: 'Upgrade the readers before any writer leaves the property out.',
    example: breaks('forward', '{"type":"object","required":["id"]}', '{"type":"object"}'),
  }),
  rule('JSON_OBJECT_CLOSED', {
    title: 'An object was closed',
    why: 'Fields that the schema does not declare were fine and are refused now.',
    fix: 'Leave it open, or let the gateway refuse undeclared fields first ("undeclared: refuse").',
    example: breaks(
      'backward',
      '{"type":"object"}',
      '{"type":"object","additionalProperties":false}',
    ),
  }),
  rule('JSON_OBJECT_OPENED', {
    title: 'An object was opened',
    why: 'Readers that still use the old schema refuse fields it does not declare.',
    fix: 'Upgrade the readers before any writer sends an undeclared field.',
    example: breaks(
      'forward',
      '{"type":"object","additionalProperties":false}',
      '{"type":"object"}',
    ),
  }),
  rule('JSON_UNDECLARED_CHANGED', {
    title: 'The rule for undeclared properties changed',
    why: 'Undeclared fields that one side sends are refused by the other.',
    fix: 'Declare the fields that are in use, then change the rule.',
    example: breaks(
      'forward',
      '{"additionalProperties":false}',
      '{"additionalProperties":{"type":"integer"}}',
    ),
  }),
  rule('JSON_PATTERN_PROPERTY_CHANGED', {
    title: 'A rule for properties by pattern changed',
    why: 'Fields whose name matches the pattern are judged by another rule.',
    fix: 'Keep the old rule beside the new one until no event needs it.',
    example: breaks(
      'backward',
      '{"type":"object"}',
      '{"type":"object","patternProperties":{"^S_":{"type":"integer"}}}',
    ),
  }),
  rule('JSON_PROPERTY_NAMES_CHANGED', {
    title: 'The rule for property names changed',
    why: 'Fields whose name breaks the new rule are refused.',
    fix: 'Only allow more names, never fewer.',
    example: breaks(
      'backward',
      '{"type":"object"}',
      '{"type":"object","propertyNames":{"maxLength":3}}',
    ),
  }),
  rule('JSON_DEPENDENCY_CHANGED', {
    title: 'What a property demands of others changed',
    why: 'Events that carry the property without what it now demands are refused.',
    fix: 'Keep the demand as it was, or make it a rule that warns first.',
    example: breaks(
      'backward',
      '{"type":"object"}',
      '{"type":"object","dependencies":{"a":["b"]}}',
    ),
  }),
  rule('JSON_SIZE_CHANGED', {
    title: 'How many items or properties there may be changed',
    why: 'Values that one side sends have too many or too few members for the other.',
    fix: 'Only widen the limits of what is read.',
    example: breaks('backward', '{"type":"array"}', '{"type":"array","maxItems":3}'),
  }),
];

const arrays = [
  rule('JSON_ITEMS_CHANGED', {
    title: 'The rule for items changed',
    why: 'Arrays that one side sends hold items the other refuses.',
    fix: 'Accept the old items too, or add a new field for the new ones.',
    example: breaks('backward', '{"type":"array"}', '{"type":"array","items":{"type":"string"}}'),
  }),
  rule('JSON_CONTAINS_CHANGED', {
    title: 'What an array must contain changed',
    why: 'Arrays without the demanded item were fine and are refused now.',
    fix: 'Leave arrays as they are, and check the demand where the event is made.',
    example: breaks('backward', '{"type":"array"}', '{"type":"array","contains":{"const":1}}'),
  }),
  rule('JSON_UNIQUE_ITEMS_CHANGED', {
    title: 'Whether items may repeat changed',
    why: 'Arrays with equal items were fine and are refused now.',
    fix: 'Let readers drop repeated items instead.',
    example: breaks('backward', '{"type":"array"}', '{"type":"array","uniqueItems":true}'),
  }),
];

const combinations = [
  rule('JSON_ALTERNATIVE_ADDED', {
    title: 'An alternative was added',
    why: 'Readers of the old schema do not know it. In a "oneOf" it may also overlap with another one, and then events that match both are refused.',
    fix: 'Make the alternatives exclude each other, e.g. by a constant field.',
    example: breaks(
      'backward',
      '{"oneOf":[{"type":"integer"}]}',
      '{"oneOf":[{"type":"integer"},{"type":"number"}]}',
    ),
  }),
  rule('JSON_ALTERNATIVE_REMOVED', {
    title: 'An alternative was removed',
    why: 'Events made by the removed alternative are refused.',
    fix: 'Keep it until no event uses it.',
    example: breaks(
      'backward',
      '{"anyOf":[{"type":"string"},{"type":"null"}]}',
      '{"anyOf":[{"type":"string"}]}',
    ),
  }),
  rule('JSON_PART_ADDED', {
    title: 'A part was added to an "allOf"',
    why: 'Every event must now satisfy one schema more.',
    fix: 'Make the part one that every old event satisfies.',
    example: breaks(
      'backward',
      '{"allOf":[{"type":"object"}]}',
      '{"allOf":[{"type":"object"},{"required":["a"]}]}',
    ),
  }),
  rule('JSON_PART_REMOVED', {
    title: 'A part was removed from an "allOf"',
    why: 'Readers of the old schema still demand it.',
    fix: 'Upgrade the readers first.',
    example: breaks(
      'forward',
      '{"allOf":[{"type":"object"},{"required":["a"]}]}',
      '{"allOf":[{"type":"object"}]}',
    ),
  }),
  rule('JSON_NOT_CHANGED', {
    title: 'What is forbidden changed',
    why: 'Values that were fine are forbidden now.',
    fix: 'Forbid less, never more.',
    example: breaks('backward', '{}', '{"not":{"type":"string"}}'),
  }),
  rule('JSON_CONDITION_CHANGED', {
    title: 'A condition changed',
    why: 'Events for which the condition holds are judged by another rule.',
    fix: 'Keep the old consequence possible beside the new one.',
    example: breaks(
      'backward',
      '{"if":{"type":"integer"}}',
      '{"if":{"type":"integer"},"then":{"minimum":10}}',
    ),
  }),
  rule('JSON_REFERENCE_CHANGED', {
    title: 'A reference leads elsewhere',
    why: 'The value is judged by another schema.',
    fix: 'Let the old reference stand, or make the new target accept everything the old one did.',
    example: breaks(
      'backward',
      '{"$ref":"#/definitions/a","definitions":{"a":{}}}',
      '{"type":"string"}',
    ),
  }),
  rule('JSON_SCHEMA_CHANGED', {
    title: 'A schema was replaced as a whole',
    why: 'The value is judged by another rule.',
    fix: 'Make the new schema accept everything the old one did.',
    example: breaks('backward', '{"properties":{"a":true}}', '{"properties":{"a":false}}'),
  }),
  rule('JSON_DIALECT_CHANGED', {
    title: 'The schema is written in another draft',
    why: 'The same word can mean something else in another draft.',
    fix: 'Keep the draft, or rewrite the words whose meaning changed.',
    example: breaks(
      'neither',
      '{"$schema":"http://json-schema.org/draft-06/schema#"}',
      '{"$schema":"http://json-schema.org/draft-07/schema#"}',
    ),
  }),
  rule('JSON_COMBINED_CHANGE', {
    title: 'Several changes together refuse an event',
    why: 'No single change refuses this event, but all of them together do.',
    fix: 'Publish the changes one by one; the one that breaks shows itself then.',
    example: breaks('backward', twoOfThree('EUR'), twoOfThree('USD')),
  }),
];

const descriptions = [
  rule('JSON_DEFAULT_CHANGED', {
    title: 'A default changed',
    why: 'Validators ignore defaults, but a program that fills them in behaves differently.',
    fix: 'Tell the readers that fill in defaults.',
    example: breaks('neither', '{"default":1}', '{"default":2}'),
  }),
  rule('JSON_DOCUMENTATION_CHANGED', {
    title: 'A description changed',
    why: 'Nothing an event may carry changed.',
    fix: 'Nothing to do.',
    example: breaks('neither', '{"title":"a"}', '{"title":"b"}'),
  }),
];

const languages = [
  rule('SCHEMA_TYPE_CHANGED', {
    title: 'The schema is written in another language',
    why: 'An event encoded for one schema language cannot be decoded with another. No event is shown, for none survives the change.',
    fix: 'Publish the new language under a new subject.',
    example: breaks('backward', 'JSON', 'AVRO'),
  }),
];

const all = [
  ...shapes,
  ...objects,
  ...arrays,
  ...combinations,
  ...descriptions,
  ...avroRules,
  ...protobufRules,
  ...languages,
];

/**
 * Every kind of change the engine can name. A row says what the change is and why people care; it
 * does not say that the change breaks anybody. That is decided event by event, for each change.
 * `docs/rules/` is generated from this table; ids are public and permanent.
 */
export const rules: Readonly<Record<string, Rule>> = Object.fromEntries(
  all.map((row) => [row.id, row]),
);
