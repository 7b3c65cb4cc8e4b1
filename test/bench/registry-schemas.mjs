// Schemas of the size people register; `{n}` makes each another one.
const avro = {
  type: 'record',
  name: 'Order{n}',
  namespace: 'bench.orders',
  fields: [
    { name: 'orderId', type: 'string' },
    { name: 'customerId', type: 'string' },
    { name: 'totalCents', type: 'long' },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'placedAt', type: { type: 'long', logicalType: 'timestamp-millis' } },
  ],
};

const property = (i) =>
  [
    { type: 'string', maxLength: 40, description: `What field ${i} of the order says.` },
    { type: 'integer', minimum: 0, maximum: 1000 },
    { enum: ['placed', 'paid', 'shipped'] },
  ][i % 3];
const json = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Order {n}',
  type: 'object',
  required: ['field0'],
  properties: {
    ...Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`field${i}`, property(i)])),
    lines: {
      type: 'array',
      maxItems: 50,
      items: {
        type: 'object',
        required: ['sku'],
        properties: { sku: { type: 'string', pattern: '^[A-Z]{3}-[0-9]+$' } },
      },
    },
  },
};

export const avroRequest = { schema: JSON.stringify(avro), schemaType: 'AVRO' };
const protobuf = `syntax = "proto3";
package bench.orders;

// An order that was placed.
message Order{n} {
  string order_id = 1;
  string customer_id = 2;
  int64 total_cents = 3;
  optional string note = 4;
  repeated Line lines = 5;

  message Line {
    string sku = 1;
    int32 count = 2;
  }
}
`;

export const protobufRequest = { schema: protobuf, schemaType: 'PROTOBUF' };
export const jsonRequest = { schema: JSON.stringify(json), schemaType: 'JSON' };
