/**
 * What a page opens with. A browser does not wait for it: the page shows its own waiting while its
 * code and the answers travel side by side. The server does, for it draws the page once.
 */
export const opening = (...asked: readonly Promise<void>[]): Promise<unknown> | undefined =>
  import.meta.env.SSR ? Promise.all(asked) : undefined;
