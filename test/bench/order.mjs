// The event of every benchmark: an order of about 540 bytes, some 30 fields, and its contract.
const text = (maxLength) => ({ type: 'string', minLength: 1, maxLength });
export const orderSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['orderId', 'placedAt', 'status', 'customer', 'lines', 'total', 'currency'],
  properties: {
    orderId: text(64),
    placedAt: { type: 'string', format: 'date-time' },
    status: { enum: ['placed', 'paid'] },
    customer: {
      type: 'object',
      required: ['id'],
      properties: {
        id: text(64),
        email: text(254),
        name: text(200),
        address: {
          type: 'object',
          required: ['street', 'city', 'country'],
          properties: { street: text(200), city: text(100), zip: text(20), country: text(2) },
        },
      },
    },
    lines: {
      type: 'array',
      minItems: 1,
      maxItems: 500,
      items: {
        type: 'object',
        required: ['sku', 'quantity', 'price'],
        properties: {
          sku: text(64),
          quantity: { type: 'integer', minimum: 1 },
          price: { type: 'number', minimum: 0 },
        },
      },
    },
    total: { type: 'number', minimum: 0 },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    note: text(500),
  },
};

export const order = (n) => ({
  orderId: `o-${100_000 + n}`,
  placedAt: '2026-11-23T09:30:00Z',
  status: 'paid',
  customer: {
    id: `c-${n}`,
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    address: { street: '12 Long Street', city: 'London', zip: 'N1 9GU', country: 'GB' },
  },
  lines: [
    { sku: 'TEA-EARL-GREY', quantity: 2, price: 4.5 },
    { sku: 'MUG-BLUE', quantity: 1, price: 9 },
    { sku: 'SPOON-SILVER-LONG', quantity: 4, price: 2.25 },
  ],
  total: 27,
  currency: 'EUR',
  note: 'Please leave the parcel with the neighbour on the left side of the house.',
});

export const contract = (id, more = {}) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id,
  name: id,
  status: 'active',
  owner: { team: 'bench' },
  schema: { format: 'json-schema', definition: orderSchema, subject: `${id}-value` },
  channel: { topic: id, partitions: 4 },
  ...more,
});
