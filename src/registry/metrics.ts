import { Counter } from 'prom-client';

/** Public names: dashboards rely on them. */
export const registrations = new Counter({
  name: 'concordat_registry_registrations_total',
  help: 'Schema registrations answered, by whether they made a new version or found an old one.',
  labelNames: ['outcome'],
});

export const publications = new Counter({
  name: 'concordat_registry_publications_total',
  help: 'Contract publications answered, by whether they made a new version or found an old one.',
  labelNames: ['outcome'],
});

export const refusals = new Counter({
  name: 'concordat_registry_refusals_total',
  help: 'Requests the registry refused, by problem code.',
  labelNames: ['code'],
});
