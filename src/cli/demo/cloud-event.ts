import { randomUUID } from 'node:crypto';
import { eventTypeOf } from './contract-of-kind.js';

/** CloudEvents 1.0 in its structured JSON form. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, unknown>>;
}

/** One real event in an envelope of its own; the id is new each time, as a delivery's is. */
export function cloudEvent(kind: string, payload: CloudEvent['data']): CloudEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: sourceOf(payload),
    type: eventTypeOf(kind),
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data: payload,
  };
}

function sourceOf(payload: CloudEvent['data']): string {
  const repository = nameIn(payload['repository'], 'full_name');
  if (repository !== undefined) return `https://api.github.com/repos/${repository}`;
  const organization = nameIn(payload['organization'], 'login');
  if (organization !== undefined) return `https://api.github.com/orgs/${organization}`;
  return 'https://api.github.com';
}

function nameIn(value: unknown, key: string): string | undefined {
  const name = (value as Record<string, unknown> | null | undefined)?.[key];
  return typeof name === 'string' ? name : undefined;
}
