import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually.js';

const schema = JSON.parse(
  readFileSync(new URL('../../examples/orders/order-placed.schema.json', import.meta.url), 'utf8'),
) as { properties: Record<string, unknown> };

/** The example contract as HTTP takes it: the schema inside. */
export const orderPlaced = (change: Record<string, unknown> = {}) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: 'orders.order-placed',
  name: 'Order placed',
  status: 'active',
  domain: 'orders',
  owner: { team: 'orders', contact: '#orders', oncall: 'pagerduty:P123' },
  description: { purpose: 'Starts fulfilment and billing.', limitations: 'Not sent for tests.' },
  tags: ['checkout'],
  criticality: 'critical',
  schema: { format: 'json-schema', subject: 'orders.events-value', definition: schema },
  envelope: { spec: 'cloudevents', type: 'com.acme.orders.order-placed.v1' },
  channel: { topic: 'orders.events', key: '/orderId', partitions: 3, retention: 'P30D' },
  compatibility: { mode: 'BACKWARD_TRANSITIVE' },
  undeclared: 'refuse',
  semantics: { delivery: 'at-least-once', dedup: { window: 'P7D', onMismatch: 'reject' } },
  fields: {
    '/customer/email': { classification: 'pii.contact', mask: 'redact' },
    '/couponCode': { deprecatedOn: '2026-09-01', replacedBy: '/discounts' },
  },
  enforcement: { mode: 'enforce' },
  ...change,
});

/** The same contract, one optional field later. */
export const orderPlacedLater = () =>
  orderPlaced({
    schema: {
      format: 'json-schema',
      subject: 'orders.events-value',
      definition: {
        ...schema,
        properties: {
          ...schema.properties,
          giftNote: { type: 'string', maxLength: 200, description: 'Printed and put in the box.' },
        },
      },
    },
  });

/** A small contract to fill a list with. */
export const plainContract = (id: string, owner: string) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id,
  name: `Plain ${id}`,
  status: 'active',
  domain: id.split('.')[0],
  owner: { team: owner },
  description: { purpose: `Fills the list as ${id}.` },
  schema: {
    format: 'json-schema',
    subject: `${id}-value`,
    definition: {
      type: 'object',
      properties: { shelfMark: { type: 'string', description: 'Where the thing stands.' } },
    },
  },
  channel: { topic: id },
});

export async function publish(registryUrl: string, document: object, why = ''): Promise<void> {
  const asked = why && `?reason=${encodeURIComponent(why)}`;
  const answer = await fetch(`${registryUrl}/v1/contracts${asked}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(document),
  });
  if (!answer.ok) throw new Error(`Publishing: ${answer.status} ${await answer.text()}`);
}

/** Publishes a contract, and waits until the gateway judges by it. */
export async function publishInForce(
  { registryUrl, gatewayUrl }: { readonly registryUrl: string; readonly gatewayUrl: string },
  document: { readonly id: string; readonly [block: string]: unknown },
): Promise<void> {
  await publish(registryUrl, document);
  await eventually(async () => {
    const answer = await fetch(`${gatewayUrl}/v1/validate/${document.id}`);
    if (answer.status === 404) throw new Error(`The gateway does not know ${document.id} yet.`);
  });
}

export const anOrder = (orderId: string, change: Record<string, unknown> = {}) => ({
  orderId,
  placedAt: '2026-11-23T10:00:00Z',
  status: 'placed',
  customer: { id: 'c-1', email: 'ada.lovelace@example.com' },
  lines: [{ sku: 'A-1', quantity: 2, price: 10 }],
  total: 20,
  currency: 'EUR',
  ...change,
});

/** Sends one event by the CloudEvents door; the HTTP status. */
export async function sendOrder(gatewayUrl: string, event: object, id: string): Promise<number> {
  const answer = await fetch(`${gatewayUrl}/events`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': id,
      'ce-type': 'com.acme.orders.order-placed.v1',
      'ce-source': '/shop/eu',
    },
    body: JSON.stringify(event),
  });
  await answer.body?.cancel();
  return answer.status;
}

/** The gateway learns of a publication within moments; until then an event has no contract. */
export async function untilInForce(gatewayUrl: string): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if ((await sendOrder(gatewayUrl, anOrder('probe'), `probe-${tries}`)) === 200) return;
    await sleep(250);
  }
  throw new Error('The gateway did not take the contract within 15 s.');
}
