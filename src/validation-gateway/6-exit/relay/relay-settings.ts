/** Who holds a topic loses it this long after its last sign of life. */
export const LEASE_MS = 10_000;
export const RENEW_MS = 1_000;
/** Between two looks at a log where nothing rang. */
export const LOOK_MS = 250;
/** After something failed; doubled at each further failure, up to the second. */
export const PAUSE_MS = { first: 200, most: 5_000 } as const;
/** Events of one partition in one transaction. */
export const BATCH_EVENTS = 500;
/** The group under whose name Kafka keeps how far the relay came. */
export const GROUP = 'concordat-relay';
