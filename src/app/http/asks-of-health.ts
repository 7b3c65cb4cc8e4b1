const OF_HEALTH = /^\/(healthz|readyz)(\?|$)/;

/** Whoever watches over the process has no key, and hears it also where there is no room for others. */
export const asksOfHealth = (url: string): boolean => OF_HEALTH.test(url);
