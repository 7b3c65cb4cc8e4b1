/** What the app tells the catalog; the catalog reads no environment. */
export interface CatalogSettings {
  /** Where the gateway's HTTP door listens, for the commands the pages show. */
  readonly gatewayPort: number;
}

export const CATALOG_SETTINGS = Symbol('CatalogSettings');
