import type { EntityState, Instead } from '#event-log';
import type { Refusal } from '../verdict.js';

/** May this word about the entity follow what is known of it? */
export type EntityRuling =
  | { readonly fate: 'append'; readonly after: EntityState }
  /** Another event leaves in its place, which says what both wrote. */
  | { readonly fate: 'merge'; readonly after: EntityState; readonly instead: Instead }
  | { readonly fate: 'supersede'; readonly policy: string; readonly after: EntityState }
  /** The version before it is missing, and may still come. */
  | {
      readonly fate: 'hold';
      readonly waitMs: number;
      readonly refusal: Refusal;
      readonly after: EntityState;
    }
  | { readonly fate: 'refuse'; readonly refusal: Refusal; readonly after: EntityState };
