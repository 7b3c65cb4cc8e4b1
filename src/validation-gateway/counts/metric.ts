import { register } from 'prom-client';

/** One metric of a name in a process, however often whoever counts is made. */
export const metric = <T>(name: string, make: () => T): T =>
  (register.getSingleMetric(name) as T | undefined) ?? make();
