import { mayFollow } from '#contract';
import type { EntityState } from '#event-log';
import type { AskedOfEntity } from './asked-of-entity.js';
import { type Refusal, refuse } from '../verdict.js';

/**
 * States change along the edges of the graph. To stay is no change; a state nobody knew before may
 * be any of the graph, because entities are older than gateways.
 */
export function transitionIsAllowed(
  { state, semantics: { transitions, entity } }: AskedOfEntity,
  known: EntityState | undefined,
): Refusal | undefined {
  const from = known?.state;
  if (!transitions || state === undefined || from === undefined) return undefined;
  if (mayFollow(transitions.graph, from, state)) return undefined;
  const next = (Object.hasOwn(transitions.graph, from) && transitions.graph[from]) || [];
  const allowed = next.map((each) => `"${each}"`).join(' or ');
  return refuse('TRANSITION_NOT_ALLOWED', {
    pointer: transitions.field,
    message: `The ${entity?.type ?? 'entity'} is "${from}", from where ${allowed === '' ? 'nothing' : `only ${allowed}`} may follow, and this event says "${state}".`,
  });
}
