/** One kind of change the engine can name; see `rules.ts`. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  /** Whom such a change hurts when it breaks, and how. */
  readonly why: string;
  /** What to do instead. */
  readonly fix: string;
  /** What the Confluent registry calls a break of this kind, where it notices it. */
  readonly confluent?: string;
  /** The smallest pair that shows it, and the direction in which it breaks. */
  readonly example: {
    readonly old: string;
    readonly new: string;
    readonly breaks: 'backward' | 'forward' | 'neither';
  };
}

export const rule = (id: string, row: Omit<Rule, 'id'>): Rule => ({ id, ...row });

export const breaks = (
  direction: Rule['example']['breaks'],
  old: string,
  changed: string,
): Rule['example'] => ({
  old,
  new: changed,
  breaks: direction,
});
