/** What the app tells the catalog; the catalog reads no environment. */
export interface CatalogSettings {
  /** Where the gateway's HTTP door listens, for the commands the pages show; 0 means any port. */
  readonly gatewayPort: number;
  /** Whether the event log holds every accepted event; with Kafka it holds guarded ones. */
  readonly logHasAll: boolean;
  /** Where this process reaches a gateway, once there is one. */
  readonly gatewayUrl: () => string | undefined;
}

export const CATALOG_SETTINGS = Symbol('CatalogSettings');
