/** What the first process and those it started say to each other. */
export type Word =
  | { readonly ready: true; readonly registryUrl?: string; readonly gatewayUrl?: string }
  | { readonly stop: true }
  | { readonly metrics: 'wanted'; readonly ask: number }
  | { readonly metrics: 'told'; readonly ask: number; readonly text: string | undefined };

/** Whoever is gone needs no answer. */
export const tell = (to: { send?: (word: Word, done: () => void) => unknown }, word: Word): void =>
  void to.send?.(word, () => undefined);
