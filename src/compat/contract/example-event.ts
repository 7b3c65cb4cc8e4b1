import type { Contract } from '#contract';
import { parsePointer } from '#schema';

/** What an example has to show; the rest of an event does not matter here. */
export interface Shown {
  readonly version?: number;
  readonly state?: string;
  readonly operation?: string;
}

/** The smallest event that shows it, as JSON text: only the fields the contract speaks about. */
export function exampleEvent({ semantics }: Contract, shown: Shown): string {
  const { entity, transitions, operation } = semantics;
  const event = {};
  put(event, entity?.key, `${entity?.type}-1`);
  put(event, entity?.version, shown.version);
  put(event, transitions?.field, shown.state);
  put(event, operation?.from, shown.operation);
  return JSON.stringify(event);
}

/** An attribute of the envelope is shown under its name in the contract, e.g. `@subject`. */
function put(event: Record<string, unknown>, at: string | undefined, value: unknown): void {
  if (at === undefined || value === undefined) return;
  const tokens = parsePointer(at) ?? [at];
  const holder = tokens.slice(0, -1).reduce<Record<string, unknown>>((inside, token) => {
    const next = Object.hasOwn(inside, token) ? inside[token] : undefined;
    if (typeof next === 'object') return next as Record<string, unknown>;
    return define(inside, token, {}) as Record<string, unknown>;
  }, event);
  define(holder, String(tokens.at(-1)), value);
}

/** A field may be called `__proto__`. */
function define(holder: object, name: string, value: unknown): unknown {
  Object.defineProperty(holder, name, {
    ...{ value, enumerable: true, configurable: true, writable: true },
  });
  return value;
}
