import { breaks, rule } from '../rule.js';

const record = (fields: string, more = ''): string =>
  `{"type":"record","name":"R"${more},"fields":[${fields}]}`;
const ID = '{"name":"id","type":"long"}';
const enumOf = (symbols: string, more = ''): string =>
  `{"type":"enum","name":"E","symbols":[${symbols}]${more}}`;

/** The kinds of change between two Avro schemas. */
export const avroRules = [
  rule('AVRO_TYPE_CHANGED', {
    title: 'The type of a value changed',
    why: 'A reader can take a value of another type only where Avro promotes it: int to long, float or double, long to float or double, float to double, string and bytes to each other.',
    fix: 'Keep the old type and add a field for the new one, or make the type a union of both.',
    confluent: 'TYPE_MISMATCH',
    example: breaks('backward', '"long"', '"string"'),
  }),
  rule('AVRO_NAME_CHANGED', {
    title: 'A named type has another name',
    why: 'Records, enums and fixed types are matched by name, so a reader refuses the renamed one.',
    fix: 'Add the old full name to the "aliases" of the renamed type.',
    confluent: 'NAME_MISMATCH',
    example: breaks('backward', record(ID), record(ID).replace('"R"', '"S"')),
  }),
  rule('AVRO_NAMESPACE_CHANGED', {
    title: 'A named type moved to another namespace',
    why: 'The specification compares names without their namespace, but some libraries compare full names and refuse the value.',
    fix: 'Add the old full name to the "aliases" of the type, which satisfies every library.',
    example: breaks('neither', record(ID), record(ID, ',"namespace":"shop"')),
  }),
  rule('AVRO_FIXED_SIZE_CHANGED', {
    title: 'The size of a fixed type changed',
    why: 'A reader takes exactly as many bytes as its schema says.',
    fix: 'Define a fixed type of another name for the new size, or use bytes.',
    confluent: 'FIXED_SIZE_MISMATCH',
    example: breaks(
      'backward',
      '{"type":"fixed","name":"F","size":4}',
      '{"type":"fixed","name":"F","size":8}',
    ),
  }),
  rule('AVRO_ENUM_SYMBOL_REMOVED', {
    title: 'A symbol left an enum',
    why: 'Events that carry the removed symbol are refused by whoever reads with the new schema.',
    fix: 'Keep the symbol, or give the new enum a "default", which stands in for unknown symbols.',
    confluent: 'MISSING_ENUM_SYMBOLS',
    example: breaks('backward', enumOf('"A","B"'), enumOf('"A"')),
  }),
  rule('AVRO_ENUM_SYMBOL_ADDED', {
    title: 'An enum gained a symbol',
    why: 'Readers that still use the old schema refuse events that carry the new symbol, unless the old enum has a default.',
    fix: 'Give the enum a "default" first, upgrade the readers, and add the symbol then.',
    confluent: 'MISSING_ENUM_SYMBOLS',
    example: breaks('forward', enumOf('"A"'), enumOf('"A","B"')),
  }),
  rule('AVRO_ENUM_DEFAULT_CHANGED', {
    title: 'The default of an enum changed',
    why: 'Readers take the default for symbols they do not know, so those read as something else.',
    fix: 'Tell the readers; nothing is refused.',
    example: breaks('neither', enumOf('"A"'), enumOf('"A"', ',"default":"A"')),
  }),
  rule('AVRO_FIELD_ADDED', {
    title: 'A field was added',
    why: 'Events written before do not carry the field, and without a default a reader of the new schema has nothing to put in its place.',
    fix: 'Give the new field a "default".',
    confluent: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    example: breaks('backward', record(''), record(ID)),
  }),
  rule('AVRO_FIELD_REMOVED', {
    title: 'A field was removed',
    why: 'Readers that still use the old schema expect the field, and have no default for it.',
    fix: 'Keep the field, or give it a "default" first and remove it when every reader has that version.',
    confluent: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    example: breaks('forward', record(ID), record('')),
  }),
  rule('AVRO_FIELD_RENAMED', {
    title: 'A field was renamed with an alias',
    why: 'A reader with the alias finds the old field; a reader without it does not.',
    fix: 'Keep the alias until no event of the old name is left.',
    example: breaks(
      'neither',
      record('{"name":"a","type":"int","default":0}'),
      record('{"name":"b","type":"int","default":0,"aliases":["a"]}'),
    ),
  }),
  rule('AVRO_ALIAS_AMBIGUOUS', {
    title: 'A field may be read from several fields',
    why: 'The name and the aliases of one field name several fields of the writer, and libraries refuse to choose.',
    fix: 'Remove the alias, or the field it names.',
    example: breaks(
      'backward',
      record('{"name":"a","type":"int"},{"name":"b","type":"int"}'),
      record('{"name":"b","type":"int","aliases":["a"]}'),
    ),
  }),
  rule('AVRO_UNION_BRANCH_REMOVED', {
    title: 'A branch left a union',
    why: 'Events that carry a value of the removed branch are refused by whoever reads with the new schema.',
    fix: 'Keep the branch until no event carries it.',
    confluent: 'MISSING_UNION_BRANCH',
    example: breaks('backward', '["null","string"]', '["string"]'),
  }),
  rule('AVRO_UNION_BRANCH_ADDED', {
    title: 'A union gained a branch',
    why: 'Readers that still use the old schema refuse values of the new branch.',
    fix: 'Upgrade the readers before any writer sends the new branch.',
    confluent: 'MISSING_UNION_BRANCH',
    example: breaks('forward', '["string"]', '["null","string"]'),
  }),
  rule('AVRO_LOGICAL_TYPE_CHANGED', {
    title: 'The meaning of a value changed',
    why: 'The bytes are read without an error and mean something else: another scale, another unit, another kind of time. No decoder notices it.',
    fix: 'Add a field with the new logical type and fill both until nobody reads the old one.',
    example: breaks(
      'backward',
      '{"type":"long","logicalType":"timestamp-millis"}',
      '{"type":"long","logicalType":"timestamp-micros"}',
    ),
  }),
  rule('AVRO_PROMOTION_LOSSY', {
    title: 'A promotion does not keep every value',
    why: 'The reader takes the value, but rounds what its type has no digits for: 9007199254740993 becomes 9007199254740992 as a double. Bytes that are no UTF-8 are garbled as a string.',
    fix: 'Read it as the type it is written in, or make sure that no value needs more digits.',
    example: breaks('neither', '"long"', '"double"'),
  }),
  rule('AVRO_DEFAULT_CHANGED', {
    title: 'The default of a field changed',
    why: 'Events without the field are read with another value; nothing is refused unless the default was removed.',
    fix: 'Tell the readers that meet events without the field.',
    example: breaks(
      'neither',
      record('{"name":"a","type":"int","default":0}'),
      record('{"name":"a","type":"int","default":1}'),
    ),
  }),
  rule('AVRO_ALIASES_CHANGED', {
    title: 'Aliases changed',
    why: 'Aliases let a reader find what was written under another name.',
    fix: 'Keep an alias until no event of that name is left.',
    example: breaks(
      'neither',
      record('{"name":"a","type":"int"}'),
      record('{"name":"a","type":"int","aliases":["z"]}'),
    ),
  }),
  rule('AVRO_FIELD_ORDER_CHANGED', {
    title: 'Fields stand in another order',
    why: 'Readers find fields by name, so nothing is refused; sorted order and bytes differ.',
    fix: 'Nothing to do, unless something compares encoded bytes.',
    example: breaks(
      'neither',
      record(`${ID},{"name":"a","type":"int"}`),
      record(`{"name":"a","type":"int"},${ID}`),
    ),
  }),
  rule('AVRO_DOCUMENTATION_CHANGED', {
    title: 'A description changed',
    why: 'Nothing an event may carry changed.',
    fix: 'Nothing to do.',
    example: breaks('neither', record(ID, ',"doc":"a"'), record(ID, ',"doc":"b"')),
  }),
];
