import type { SubjectName } from '../subject-name.js';

/** STRONG: the subject is the resource's own, and may go with it. WEAK: others may use it too. */
export const LIFECYCLES = ['STRONG', 'WEAK'] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];
export const ASSOCIATION_TYPES = ['key', 'value'] as const;
export type AssociationType = (typeof ASSOCIATION_TYPES)[number];
/** The only type of a resource the dialect knows. */
export const TOPIC = 'topic';
/** In a look-up by name it stands for every namespace. */
export const ANY_NAMESPACE = '-';

export interface Resource {
  /** Whoever keeps the resource gives it: a topic made anew has another. */
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly namespace: string;
}

/** A subject and the resource whose keys or values it describes. */
export interface Association {
  readonly guid: string;
  readonly resource: Resource;
  readonly type: AssociationType;
  readonly subject: SubjectName;
  readonly lifecycle: Lifecycle;
  /** It stays as it is until its resource goes. */
  readonly isFrozen: boolean;
}
