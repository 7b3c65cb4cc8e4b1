import { breaks, rule } from '../rule.js';

const proto3 = (text: string): string => `syntax = "proto3";\n${text}`;
const proto2 = (text: string): string => `syntax = "proto2";\n${text}`;
const message = (fields: string): string => `message Order { ${fields} }`;
const order = (fields: string): string => proto3(message(fields));
const withStatus = (values: string): string =>
  proto3(`${message('Status status = 1;')}\nenum Status { ${values} }`);
const closedStatus = (values: string): string =>
  proto2(`${message('optional Status status = 1;')}\nenum Status { ${values} }`);

const fields = [
  rule('PROTO_FIELD_ADDED', {
    title: 'A field was added',
    why: 'A reader that does not know the field keeps its bytes unread, and one that knows it takes it as unset. Only a required field is missed: parsers refuse the message without it.',
    fix: 'Add fields without "required".',
    confluent: 'REQUIRED_FIELD_ADDED',
    example: breaks(
      'backward',
      proto2(message('optional string id = 1;')),
      proto2(message('optional string id = 1; required string sku = 2;')),
    ),
  }),
  rule('PROTO_FIELD_REMOVED', {
    title: 'A field was removed',
    why: 'Readers of the other schema find the field unset; where it is required there, they refuse the message. A number or a name that is free again may be taken for something else one day, and old events still carry it.',
    fix: 'Reserve both: "reserved 2; reserved "sku";". Never remove a required field while anybody reads it.',
    confluent: 'REQUIRED_FIELD_REMOVED',
    example: breaks(
      'forward',
      proto2(message('optional string id = 1; required string sku = 2;')),
      proto2(message('optional string id = 1;')),
    ),
  }),
  rule('PROTO_FIELD_RENAMED', {
    title: 'A field has another name',
    why: 'Bytes name fields by their numbers, so events are read as before. JSON, text format, field masks and generated code know the name, and nothing tells a new name from a new meaning.',
    fix: 'If the meaning is new, take a new number and reserve the old one. If only the name is, keep the old "json_name" for whoever reads JSON.',
    example: breaks('neither', order('string id = 1;'), order('string order_id = 1;')),
  }),
  rule('PROTO_FIELD_NUMBER_CHANGED', {
    title: 'A field has another number',
    why: 'The number is the field: what was sent under one number is not found under another, and is read as whatever has its number now.',
    fix: 'Keep the number. A field may be moved about in the file, its number may not change.',
    example: breaks(
      'backward',
      order('string first = 1; string last = 2;'),
      order('string first = 2; string last = 1;'),
    ),
  }),
  rule('PROTO_FIELD_TYPE_CHANGED', {
    title: 'A field has another type',
    why: 'Bytes do not say which type they were written with. A reader of another type cuts numbers off, turns signs round, refuses texts, or finds nothing at all.',
    fix: 'Add a field of the new type under a new number, and reserve the old one when nobody sends it any more.',
    confluent: 'FIELD_SCALAR_KIND_CHANGED',
    example: breaks('backward', order('int64 cents = 1;'), order('int32 cents = 1;')),
  }),
  rule('PROTO_FIELD_CARDINALITY_CHANGED', {
    title: 'A field has room for more or fewer values',
    why: 'Where there is room for one value, the last of several is taken, messages are merged, and numbers packed into one piece are not found. Of map entries with one key the last is left.',
    fix: 'Add a repeated field under a new number, and fill both until every reader has moved.',
    confluent: 'FIELD_NUMERIC_LABEL_CHANGED',
    example: breaks('backward', order('repeated string tags = 1;'), order('string tags = 1;')),
  }),
  rule('PROTO_FIELD_PRESENCE_CHANGED', {
    title: 'Whether a field is there means something else',
    why: 'A parser refuses a message without a required field. Without presence, zero is not sent, and a reader cannot tell it from a field nobody set.',
    fix: 'Never make a field required. Keep "optional" where readers ask whether the field was set.',
    example: breaks(
      'backward',
      proto2(message('optional string id = 1;')),
      proto2(message('required string id = 1;')),
    ),
  }),
  rule('PROTO_ONEOF_CHANGED', {
    title: 'A field moved into or out of a oneof',
    why: 'Of the fields of a oneof only the last one sent is left. Fields that were sent together lose all but one when they are read as alternatives.',
    fix: 'Make a new oneof of new fields. A single field may move into a oneof of its own.',
    confluent: 'MULTIPLE_FIELDS_MOVED_TO_ONEOF',
    example: breaks(
      'backward',
      order('string card = 1; string iban = 2;'),
      order('oneof payment { string card = 1; string iban = 2; }'),
    ),
  }),
  rule('PROTO_DEFAULT_CHANGED', {
    title: 'The default of a field changed',
    why: 'Defaults are not sent: each reader takes its own. Where the writer does not send zero, a reader with another default reads that instead.',
    fix: 'Keep the default, or let writers set the field always.',
    example: breaks(
      'neither',
      proto2(message('optional int32 qty = 1 [default = 1];')),
      proto2(message('optional int32 qty = 1 [default = 2];')),
    ),
  }),
  rule('PROTO_MESSAGE_ENCODING_CHANGED', {
    title: 'A message lies in the bytes in another form',
    why: 'A group stands between two tags, a message behind its length. A reader of one form finds nothing in the other.',
    fix: 'Keep the form; "features.message_encoding = DELIMITED" is what a group becomes in an edition.',
    example: breaks(
      'backward',
      proto2(message('optional group Line = 1 { optional int32 qty = 1; }')),
      proto2(message('optional Line line = 1; message Line { optional int32 qty = 1; }')),
    ),
  }),
  rule('PROTO_PACKED_CHANGED', {
    title: 'Numbers are packed otherwise',
    why: 'Parsers take repeated numbers in one piece and one by one, so only the size of events differs.',
    fix: 'Nothing to do.',
    example: breaks(
      'neither',
      order('repeated int32 sizes = 1;'),
      order('repeated int32 sizes = 1 [packed = false];'),
    ),
  }),
  rule('PROTO_TEXT_CHECK_CHANGED', {
    title: 'Texts are checked otherwise',
    why: 'A proto2 string may hold bytes that are no UTF-8, and a parser that checks them refuses the whole message.',
    fix: 'Judge under "declared-only" if every writer sends texts; else keep "features.utf8_validation = NONE", or use bytes.',
    example: breaks(
      'backward',
      proto2(message('optional string id = 1;')),
      order('optional string id = 1;'),
    ),
  }),
  rule('PROTO_JSON_NAME_CHANGED', {
    title: 'A field has another name in JSON',
    why: 'Bytes do not carry the name, but whoever reads the JSON form looks for it.',
    fix: 'Keep the "json_name".',
    example: breaks(
      'neither',
      order('string id = 1;'),
      order('string id = 1 [json_name = "orderId"];'),
    ),
  }),
  rule('PROTO_TYPE_NAME_CHANGED', {
    title: 'The type of a field has another name',
    why: 'Bytes do not carry the name of a type; what is inside was compared. Generated code and an Any know the name.',
    fix: 'Keep the name, unless nobody compiles against it.',
    confluent: 'FIELD_NAMED_TYPE_CHANGED',
    example: breaks(
      'neither',
      proto3(`${message('Line line = 1;')}\nmessage Line {}`),
      proto3(`${message('Item line = 1;')}\nmessage Item {}`),
    ),
  }),
];

const enums = [
  rule('PROTO_ENUM_VALUE_ADDED', {
    title: 'An enum gained a value',
    why: 'Readers without the value keep its number if their enum is open. A closed one (proto2) puts it among the unknown fields, and with it a whole entry of a map.',
    fix: 'Give every enum a first value that means "unknown", open enums (proto3, editions), and let readers learn the value first.',
    example: breaks('forward', closedStatus('NEW = 0;'), closedStatus('NEW = 0; PAID = 1;')),
  }),
  rule('PROTO_ENUM_VALUE_REMOVED', {
    title: 'A value left an enum',
    why: 'Old events still carry the number. An open enum keeps it without a name; a closed one (proto2) reads nothing. A number that is free again may be taken for something else one day.',
    fix: 'Keep the value and mark it deprecated, or reserve its number and its name.',
    example: breaks('backward', closedStatus('NEW = 0; PAID = 1;'), closedStatus('NEW = 0;')),
  }),
  rule('PROTO_ENUM_VALUE_RENAMED', {
    title: 'A value of an enum has another name',
    why: 'Bytes carry the number, so events are read as before. JSON and generated code know the name, and nothing tells a new name from a new meaning.',
    fix: 'If the meaning is new, take a new number. If only the name is, keep the old one beside it with "allow_alias".',
    example: breaks(
      'neither',
      withStatus('NEW = 0; PAID = 1;'),
      withStatus('NEW = 0; SETTLED = 1;'),
    ),
  }),
  rule('PROTO_ENUM_VALUE_NUMBER_CHANGED', {
    title: 'A value of an enum has another number',
    why: 'The number is what is sent, so events of one value are read as another.',
    fix: 'Keep the number.',
    example: breaks(
      'backward',
      withStatus('NEW = 0; PAID = 1; SENT = 2;'),
      withStatus('NEW = 0; PAID = 2; SENT = 1;'),
    ),
  }),
  rule('PROTO_ENUM_OPENNESS_CHANGED', {
    title: 'An enum was opened or closed',
    why: 'The type of an open enum allows numbers without a name. A closed one puts them among the unknown fields, and reads nothing.',
    fix: 'Leave open enums open. Judge under "declared-only" if every writer sends named values only.',
    example: breaks(
      'backward',
      'edition = "2023";\nmessage Order { Status status = 1; }\nenum Status { NEW = 0; }',
      'edition = "2023";\nmessage Order { Status status = 1; }\nenum Status { option features.enum_type = CLOSED; NEW = 0; }',
    ),
  }),
  rule('PROTO_ENUM_ADDED', {
    title: 'An enum was added',
    why: 'Nothing an event may carry changed by it alone.',
    fix: 'Nothing to do.',
    example: breaks('neither', order(''), proto3(`${message('')}\nenum Status { NEW = 0; }`)),
  }),
  rule('PROTO_ENUM_REMOVED', {
    title: 'An enum was removed',
    why: 'Code that is generated from the schema loses the type. What fields held it is told with the fields.',
    fix: 'Keep it until nobody compiles against it.',
    example: breaks('neither', proto3(`${message('')}\nenum Status { NEW = 0; }`), order('')),
  }),
];

const messages = [
  rule('PROTO_MESSAGE_ADDED', {
    title: 'A message was added',
    why: 'Readers of the old schema do not know events of this message.',
    fix: 'Let the readers learn it before it is sent as an event.',
    example: breaks('neither', order(''), proto3(`${message('')}\nmessage Refund {}`)),
  }),
  rule('PROTO_MESSAGE_REMOVED', {
    title: 'A message was removed',
    why: 'Events of this message find no type to be read with. If it was never an event by itself, only generated code misses it.',
    fix: 'Keep the message until no event of it is left.',
    confluent: 'MESSAGE_REMOVED',
    example: breaks('neither', proto3(`${message('')}\nmessage Refund {}`), order('')),
  }),
  rule('PROTO_MESSAGE_RENAMED', {
    title: 'A message has another name',
    why: 'Neither bytes nor the indexes in front of them carry the name; the two were compared as one. An Any and generated code know it.',
    fix: 'Keep the name, unless nobody compiles against it.',
    confluent: 'MESSAGE_REMOVED',
    example: breaks('neither', proto3('message Order {}'), proto3('message Purchase {}')),
  }),
  rule('PROTO_MESSAGE_ORDER_CHANGED', {
    title: 'Messages stand in another order',
    why: 'The indexes in front of an event name its message by position. They are right together with the id of the schema they were written for; a reader that holds them against its own schema takes another message, and the first one where it looks at no indexes.',
    fix: 'Append messages; leave the first one the first.',
    example: breaks(
      'neither',
      proto3('message Order {}\nmessage Refund {}'),
      proto3('message Refund {}\nmessage Order {}'),
    ),
  }),
  rule('PROTO_RESERVED_REMOVED', {
    title: 'Numbers or names are no longer reserved',
    why: 'They were kept free because events that are older still carry them.',
    fix: 'Keep what is reserved, for ever.',
    example: breaks('neither', order('reserved 2; reserved "sku";'), order('')),
  }),
];

const files = [
  rule('PROTO_PACKAGE_CHANGED', {
    title: 'The package changed',
    why: 'Bytes do not carry the package. Generated code, an Any and names of services do.',
    fix: 'Keep the package; a new one is for a new version of everything in it.',
    confluent: 'PACKAGE_CHANGED',
    example: breaks(
      'neither',
      proto3('package shop.v1;\nmessage Order {}'),
      proto3('package shop.v2;\nmessage Order {}'),
    ),
  }),
  rule('PROTO_SYNTAX_CHANGED', {
    title: 'The file is written in another syntax',
    why: 'What it means for each field and each enum is told with them.',
    fix: 'Look at what else is told.',
    example: breaks(
      'neither',
      order('int32 qty = 1;'),
      `edition = "2023";\n${message('int32 qty = 1;')}`,
    ),
  }),
  rule('PROTO_SERVICE_CHANGED', {
    title: 'A service changed',
    why: 'Events carry no methods, but clients and servers of the service call them.',
    fix: 'Add methods; keep the old ones until nobody calls them.',
    example: breaks(
      'neither',
      proto3(`${message('')}\nservice Orders { rpc Place (Order) returns (Order); }`),
      proto3(`${message('')}\nservice Orders { rpc Place (Order) returns (stream Order); }`),
    ),
  }),
  rule('PROTO_OPTIONS_CHANGED', {
    title: 'Options changed',
    why: 'Bytes carry no options; compilers and tools that read the schema see them.',
    fix: 'Tell whoever generates code from the schema.',
    example: breaks(
      'neither',
      proto3('option java_package = "shop";\nmessage Order {}'),
      proto3('option java_package = "store";\nmessage Order {}'),
    ),
  }),
  rule('PROTO_DOCUMENTATION_CHANGED', {
    title: 'A description changed',
    why: 'Nothing an event may carry changed.',
    fix: 'Nothing to do.',
    example: breaks('neither', order('string id = 1;'), order('// Unique.\n  string id = 1;')),
  }),
];

/** The kinds of change between two Protobuf schemas. */
export const protobufRules = [...fields, ...enums, ...messages, ...files];
