import type { Position } from '../logged-event.js';

/** An event, and what it says of where it comes from (CloudEvents, Correlation extension). */
export interface EventLink {
  readonly id: string;
  readonly source: string;
  /** What all events that came of one beginning have in common. */
  readonly correlationId?: string | undefined;
  /** The id of the event that caused it. */
  readonly causationId?: string | undefined;
  readonly contract: { readonly id: string; readonly version: number };
  /** The verdict over it. */
  readonly fate: string;
  readonly position?: Position | undefined;
  /** As its producer dates it. */
  readonly happenedAt?: Date | undefined;
  /** When a gateway answered for it: one kind of clock for all. */
  readonly judgedAt: Date;
}

/** Who stands around one event. */
export interface LinkedEvents {
  /** Several where producers give the same id. */
  readonly events: readonly EventLink[];
  readonly causes: readonly EventLink[];
  readonly effects: readonly EventLink[];
  /** Of the same correlation, whether or not they cause each other; oldest first. */
  readonly correlated: readonly EventLink[];
  /** There are more than were asked for. */
  readonly isCut: boolean;
}
