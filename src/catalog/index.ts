export { CatalogModule } from './catalog.module.js';
export { type CatalogSettings } from './catalog-settings.js';
export { catalogProblems } from './problems.js';
export { catalogOperations } from './http/catalog.operations.js';
