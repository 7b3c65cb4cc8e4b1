import type { CompatibilityMode } from '#contract';

/** backward: the new schema reads what was written under the old; forward: the reverse. */
export type Direction = 'backward' | 'forward';

export interface Mode {
  readonly directions: readonly Direction[];
  /** Compare with every older version, or with the newest only. */
  readonly isTransitive: boolean;
}

/** The seven levels of the Confluent dialect, as data. */
export const modes: Readonly<Record<CompatibilityMode, Mode>> = {
  NONE: { directions: [], isTransitive: false },
  BACKWARD: { directions: ['backward'], isTransitive: false },
  BACKWARD_TRANSITIVE: { directions: ['backward'], isTransitive: true },
  FORWARD: { directions: ['forward'], isTransitive: false },
  FORWARD_TRANSITIVE: { directions: ['forward'], isTransitive: true },
  FULL: { directions: ['backward', 'forward'], isTransitive: false },
  FULL_TRANSITIVE: { directions: ['backward', 'forward'], isTransitive: true },
};
