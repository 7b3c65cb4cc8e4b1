export { ActiveContracts, CONTRACTS_CHANNEL } from './active-contracts.js';
export { type ChangeKind, changeKinds } from './change-kinds.js';
export { Consumptions, type DeclaredConsumption } from './consumptions/consumptions.js';
export { DescribeChange, type DescribedChange } from './describe-change.js';
export { TryChange, type TriedChange } from './try-change.js';
export { DescribeEnforcement } from './describe-enforcement.js';
export { FindContracts } from './find-contracts.js';
export { isDialectAddress } from './http/confluent/is-dialect-address.js';
export {
  type AcceptedSchema,
  type ContractSnapshot,
  type EnforcedContract,
  type EnforcedSnapshot,
  type PublishedContract,
  type SteppedBack,
  type StoppedRollout,
} from './published-contract.js';
export { StopRollout } from './rollout/stop-rollout.js';
export { StepBack } from './step-back.js';
export { type Evidence, TrafficEvidence } from './traffic-evidence.js';
export type { DescribedField } from './search/described-field.js';
export { askedWords, queryOf } from './search/words.js';
export { registryOperations } from './http/registry-operations.js';
export { type RefusedChange, RefusedChanges } from './refused-changes.js';
export { RegistryModule } from './registry.module.js';
export { RegisterSchema } from './register-schema.js';
export { registrationRefusals } from './registration-refusals.js';
export { type RegistrySettings } from './registry-settings.js';
