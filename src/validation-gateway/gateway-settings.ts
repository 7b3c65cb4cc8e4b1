import type { RegistrySettings } from '#registry';

/** Where accepted events go. */
export type BrokerSettings =
  { readonly kind: 'event-log' } | { readonly kind: 'kafka'; readonly brokers: readonly string[] };

/** What the app tells the gateway; the gateway reads no environment. */
export interface GatewaySettings {
  readonly broker: BrokerSettings;
  /** How long a refused event waits for a person. */
  readonly quarantineDays: number;
  /** Where the last contracts in force are kept for a start without PostgreSQL; nowhere by default. */
  readonly contractsFile: string | undefined;
  /** How schemas are registered that a request brings along. */
  readonly registry: RegistrySettings;
}

export const GATEWAY_SETTINGS = Symbol('GatewaySettings');
