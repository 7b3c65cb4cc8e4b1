export {
  type CompatibilityMode,
  type Contract,
  type ContractStatus,
  type EnforcementMode,
  type FieldOverlay,
  type Semantics,
  type Undeclared,
} from './contract.js';
