// A small shop in a running Concordat, so that the pictures of the catalog show every page with
// something on it: producers, consumers who declare and who do not, what goes, what was refused.
const DAY_MS = 86_400_000;
const day = (from) => new Date(Date.now() + from * DAY_MS).toISOString().slice(0, 10);
const text = (description, more = {}) => ({ type: 'string', description, ...more });
const amount = (description) => ({ type: 'number', minimum: 0, description });

const orderSchema = {
  type: 'object',
  required: ['orderId', 'placedAt', 'status', 'customer', 'total', 'currency'],
  properties: {
    orderId: text('Given once, never used again.', { minLength: 1, maxLength: 64 }),
    placedAt: text('When the customer confirmed.', { format: 'date-time' }),
    status: { enum: ['placed', 'paid', 'cancelled'], description: 'Where the order stands.' },
    customer: {
      type: 'object',
      required: ['id'],
      properties: {
        id: text('The account.', { maxLength: 64 }),
        email: text('Where the receipt goes.', { maxLength: 254 }),
      },
    },
    total: amount('What the customer pays, taxes included.'),
    currency: text('ISO 4217.', { pattern: '^[A-Z]{3}$' }),
    couponCode: text('Replaced by discounts.', { maxLength: 40 }),
    discounts: {
      type: 'array',
      maxItems: 20,
      description: 'What was taken off, and why.',
      items: {
        type: 'object',
        required: ['reason', 'amount'],
        properties: { reason: text('In words.', { maxLength: 80 }), amount: amount('Taken off.') },
      },
    },
  },
};
const small = (name) => ({
  type: 'object',
  required: [name, 'at'],
  properties: {
    [name]: text('Which one.', { maxLength: 64 }),
    at: text('When.', { format: 'date-time' }),
    amount: amount('How much.'),
    note: text('For people.', { maxLength: 400 }),
  },
});

const contract = (id, name, domain, change = {}) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id,
  name,
  domain,
  owner: { team: domain, contact: `#${domain}` },
  envelope: { spec: 'cloudevents', type: `com.acme.${id}` },
  compatibility: { mode: 'BACKWARD_TRANSITIVE' },
  undeclared: 'refuse',
  ...change,
});

const contracts = [
  contract('orders.order-placed', 'Order placed', 'orders', {
    description: {
      purpose: 'A customer has paid or promised to pay; starts fulfilment and billing.',
      limitations: 'Not sent for test tenants.',
    },
    owner: { team: 'orders', contact: '#orders', oncall: 'pagerduty:orders' },
    tags: ['checkout'],
    criticality: 'critical',
    schema: { format: 'json-schema', subject: 'orders.events-value', definition: orderSchema },
    channel: { topic: 'orders.events', key: '/orderId', partitions: 3, retention: 'P30D' },
    producers: [{ principal: 'shop', source: '/shop/eu' }],
    semantics: {
      entity: { type: 'order', key: '/orderId', canonical: true },
      transitions: {
        field: '/status',
        graph: { placed: ['paid', 'cancelled'], paid: ['cancelled'] },
      },
    },
    fields: {
      '/customer/email': { classification: 'pii.contact', mask: 'redact' },
      '/couponCode': { deprecatedOn: day(-60), sunsetOn: day(23), replacedBy: '/discounts' },
    },
  }),
  contract('payments.payment-captured', 'Payment captured', 'payments', {
    description: { purpose: 'The money is ours.' },
    tags: ['checkout', 'money'],
    criticality: 'critical',
    schema: { format: 'json-schema', definition: small('paymentId') },
    channel: { topic: 'payments.captured', key: '/paymentId', partitions: 3, retention: 'P90D' },
    producers: [{ principal: 'billing-service', source: '/billing' }],
  }),
  contract('billing.invoice-issued', 'Invoice issued', 'billing', {
    description: { purpose: 'An invoice exists and may be shown to the customer.' },
    schema: { format: 'json-schema', definition: small('invoiceId') },
    channel: { topic: 'billing.invoices', partitions: 1, retention: 'P365D' },
    producers: [{ principal: 'billing-service', source: '/billing' }],
  }),
  contract('shipping.parcel-sent', 'Parcel sent', 'shipping', {
    description: { purpose: 'A parcel left the warehouse.' },
    schema: { format: 'json-schema', definition: small('parcelId') },
    channel: { topic: 'shipping.parcels', partitions: 1, retention: 'P30D' },
    producers: [{ principal: 'warehouse', source: '/warehouse' }],
  }),
  contract('shipping.label-printed', 'Label printed', 'shipping', {
    status: 'deprecated',
    description: { purpose: 'Replaced by “Parcel sent”.' },
    schema: { format: 'json-schema', definition: small('labelId') },
    channel: { topic: 'shipping.labels', partitions: 1, retention: 'P7D' },
    producers: [{ principal: 'warehouse', source: '/warehouse' }],
    deprecation: { from: day(-30), sunset: day(9), migration: 'Read shipping.parcel-sent.' },
  }),
  contract('stock.level-changed', 'Stock level changed', 'warehouse', {
    description: { purpose: 'How many are left, after every movement.' },
    schema: { format: 'json-schema', definition: small('sku') },
    channel: { topic: 'stock.levels', key: '/sku', partitions: 3, cleanup: 'compact' },
    enforcement: { mode: 'observe' },
    semantics: { kind: 'state', entity: { type: 'article', key: '/sku', canonical: true } },
  }),
];

const consumption = (consumer, team, of, needs) => ({
  apiVersion: 'concordat/v1',
  kind: 'Consumption',
  consumer,
  owner: { team, contact: `#${team}` },
  of,
  needs: Object.fromEntries(needs.map((need) => (Array.isArray(need) ? need : [need, {}]))),
  environments: ['staging', 'production'],
  attestedUntil: day(120),
});
const consumptions = [
  consumption('billing-service', 'billing', 'orders.order-placed', [
    '/orderId',
    '/total',
    '/currency',
    ['/status', { values: ['placed', 'paid'], onUnknown: 'fail' }],
  ]),
  consumption('warehouse', 'warehouse', 'orders.order-placed', ['/orderId', '/customer/id']),
  consumption('loyalty', 'marketing', 'orders.order-placed', ['/customer/email', '/couponCode']),
  consumption('ledger', 'finance', 'payments.payment-captured', ['/paymentId', '/amount']),
  consumption('customer-mail', 'marketing', 'billing.invoice-issued', ['/invoiceId']),
  consumption('customer-mail', 'marketing', 'shipping.parcel-sent', ['/parcelId']),
];

async function send(url, body, headers = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json().catch(() => undefined) };
}

let sent = 0;
const eventsTo = (gateway) => (type, source, body) =>
  send(`${gateway}/events`, body, {
    'ce-specversion': '1.0',
    'ce-id': `picture-${Date.now()}-${sent++}`,
    'ce-type': `com.acme.${type}`,
    'ce-source': source,
  });

const at = () => new Date().toISOString();
const order = (i, change = {}) => ({
  orderId: `ORD-2026-${1000 + i}`,
  placedAt: at(),
  status: 'placed',
  customer: { id: `c-${i % 17}`, email: `customer${i}@example.com` },
  total: 19.9 + (i % 40),
  currency: i % 5 ? 'EUR' : 'CHF',
  ...(i % 3 === 0 && { couponCode: `SPRING${i % 9}` }),
  ...change,
});

/** A few more that no consumer waits for, for a gateway that just started and has judged none. */
export async function fewMore(gateway) {
  const event = eventsTo(gateway);
  for (let i = 0; i < 3; i++)
    await event('stock.level-changed', '/warehouse', {
      sku: `SKU-${100 + i}`,
      at: at(),
      amount: i,
    });
}

/** @param endRound awaited after every few events, for who gives them a past */
export async function fillForPictures(registry, gateway, endRound = async () => undefined) {
  const must = async (url, body) => {
    const { status, body: told } = await send(url, body);
    if (status >= 300) throw new Error(`${url}: ${status} ${JSON.stringify(told)}`);
    return told;
  };
  for (const each of contracts) await must(`${registry}/v1/contracts`, each);
  const [orders] = contracts;
  const { properties } = orderSchema;
  const wider = {
    ...properties,
    giftNote: text('Printed and put in the box.', { maxLength: 200 }),
  };
  const ofOrders = (definition) => ({ ...orders, schema: { ...orders.schema, definition } });
  await must(`${registry}/v1/contracts`, ofOrders({ ...orderSchema, properties: wider }));
  await send(
    `${registry}/v1/contracts`,
    ofOrders({ ...orderSchema, properties: { ...wider, total: { type: 'string' } } }),
  );
  await send(
    `${registry}/v1/contracts`,
    ofOrders({ ...orderSchema, properties: { ...wider, status: { enum: ['placed'] } } }),
  );
  const invoices = contracts.find(({ id }) => id === 'billing.invoice-issued');
  const { invoiceId, at: issuedAt } = small('invoiceId').properties;
  const broken = {
    type: 'object',
    required: ['invoiceId', 'at', 'amount', 'dueOn'],
    properties: {
      invoiceId,
      at: issuedAt,
      amount: { type: 'integer', minimum: 0, description: 'How much, in cents.' },
      dueOn: text('Until when it is to be paid.', { format: 'date' }),
    },
  };
  await must(`${registry}/v1/contracts?force=true`, {
    ...invoices,
    schema: { format: 'json-schema', definition: broken },
  });
  for (const each of consumptions) await must(`${registry}/v1/consumptions`, each);
  for (const subject of ['legacy.users-value', 'tracking.clicks-value', 'tracking.views-value'])
    await must(`${registry}/subjects/${subject}/versions`, {
      schemaType: 'JSON',
      schema: JSON.stringify(small('id')),
    });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const event = eventsTo(gateway);
  for (let i = 0; i < 160; i++) {
    const source = i % 4 ? '/shop/eu' : '/marketplace';
    await event('orders.order-placed', source, order(i, i % 19 === 7 ? { status: 'lost' } : {}));
    if (i % 23 === 5) await event('orders.order-placed', '/import-job', order(i));
    if (i % 2)
      await event('payments.payment-captured', '/billing', {
        paymentId: `P-${i}`,
        at: at(),
        amount: i,
      });
    if (i % 3 === 0)
      await event('billing.invoice-issued', '/billing', {
        invoiceId: `I-${i}`,
        at: at(),
        amount: 1900 + i,
        dueOn: day(14),
      });
    if (i % 4 === 0)
      await event('shipping.parcel-sent', '/warehouse', {
        parcelId: `S-${i}`,
        at: at(),
        ...(i % 16 === 0 && { weight: 3 }),
      });
    if (i % 8 === 0)
      await event('shipping.label-printed', '/warehouse', { labelId: `L-${i}`, at: at() });
    if (i % 5 === 0)
      await event('stock.level-changed', i % 15 ? '/warehouse' : '/shop-floor', {
        sku: `SKU-${100 + (i % 35)}`,
        at: at(),
        amount: 40 - (i % 23),
        ...(i % 10 === 0 && { shelf: { aisle: 4, place: `B${i % 7}` } }),
        ...(i % 15 === 0 && { scannedBy: 'handheld' }),
      });
    if ([0, 3, 4].includes(i % 9)) await endRound();
  }
  const poll = (group, topic) =>
    must(`${gateway}/v1/groups/${group}/topics/${topic}/poll`, { member: 'one', limit: 500 });
  const commitAll = async (group, topic) => {
    const { partitions } = await poll(group, topic);
    await must(`${gateway}/v1/groups/${group}/topics/${topic}/commits`, {
      member: 'one',
      partitions: partitions.map(({ partition, epoch, endOffset }) => ({
        partition,
        epoch,
        nextOffset: endOffset,
      })),
    });
  };
  await commitAll('billing-service', 'orders.events');
  await commitAll('warehouse', 'orders.events');
  await commitAll('ledger', 'payments.captured');
  await commitAll('customer-mail', 'billing.invoices');
  await commitAll('analytics-export', 'orders.events');
  await poll('fraud-watch', 'orders.events');
  await fetch(`${gateway}/v1/groups/fraud-watch/topics/orders.events/members/one`, {
    method: 'DELETE',
  });
  await new Promise((resolve) => setTimeout(resolve, 2_500));
}
