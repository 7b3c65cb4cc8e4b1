/** Where events are sent, as the server names its routes. */
export const eventAddresses = {
  events: '/events',
  topic: '/topics/:topic',
  partition: '/topics/:topic/partitions/:partition',
  batch: '/v3/clusters/:cluster/topics/:topic/records::batch',
  /** Read no faster than it is answered. */
  stream: '/v3/clusters/:cluster/topics/:topic/records',
} as const;
