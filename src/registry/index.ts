export { ActiveContracts, CONTRACTS_CHANNEL } from './active-contracts.js';
export { isDialectAddress } from './http/confluent/is-dialect-address.js';
export { type ContractSnapshot, type PublishedContract } from './published-contract.js';
export { RegistryModule } from './registry.module.js';
export { type RegistrySettings } from './registry-settings.js';
