export { type Rate, readRate, sizeBytes } from './agreed-limits.js';
export { canonicalContract } from './canonical-contract.js';
export { type ContractBlock, contractBlocks, blocksNotEnforced } from './contract-blocks.js';
export { type Consumption, type Need, readConsumption } from './consumption.js';
export {
  type Accepts,
  type CompatibilityMode,
  type Contract,
  type ContractStatus,
  type EnforcementMode,
  type FieldOverlay,
  type Retry,
  type Rollout,
  type Semantics,
  type Stickiness,
  type Undeclared,
  type ValueRule,
} from './contract.js';
export { candidateOf, policyName, stickinessOf } from './rollout/candidate-of.js';
export { contractAsDocument } from './contract-as-document.js';
export { contractDocument } from './contract-document.js';
export { compareClocks } from './entity/compare-clocks.js';
export { compareKeys } from './entity/compare-keys.js';
export { contentHash, CopyDigest } from './entity/copy-digest.js';
export { keyText } from './entity/key-text.js';
export { operationMeant } from './entity/operation-meant.js';
export { type EntityWord, standsAfter } from './entity/stands-after.js';
export { joinVectorClocks, readVectorClock } from './entity/vector-clock.js';
export { versionOf } from './entity/version-of.js';
export { type ContractFault } from './contract-fault.js';
export { contractInWords, type Promised, promisesOf } from './contract-in-words.js';
export { type ContractText, readContractText } from './contract-text.js';
export { isDate } from './document-words.js';
export { durationMs } from './duration-ms.js';
export { contradictionsWithSchema } from './contradictions.js';
export { keywordReadingOf } from './keyword-reading-of.js';
export { gapWait } from './gap-wait.js';
export { retryWaitMs } from './retry-wait.js';
export { guardsEntity, isByClock, isDeduplicated, isGuarded } from './guarding.js';
export { hidesAnything, maskEvent } from './mask-event.js';
export { mayFollow, statesIn } from './may-follow.js';
export { momentOf } from './moment-of.js';
export { compareHybridClocks, readHybridClock } from './merge/hybrid-clock.js';
export { messageFaults, withMessages } from './event-messages.js';
export { exampleFaults } from './example-faults.js';
export { algebraFaults } from './merge/algebra-faults.js';
export {
  ALL_OTHERS,
  DEFAULT_OPERATOR,
  mergeOperators,
  type Stamp,
} from './merge/merge-operators.js';
export { type MergePlan, mergePlan, mergesByClock, NotMergeable } from './merge/merge-plan.js';
export {
  joined,
  type MergedState,
  stateFromText,
  stateOf,
  stateText,
  valueOf,
  withVersion,
} from './merge/merged-state.js';
export { compileRule, type CompiledRule, type RuleOutcome } from './rules/compile-rule.js';
export { fieldsRead } from './rules/fields-read.js';
export { StepMeter } from './rules/step-meter.js';
export { schemaFormats } from './schema-formats.js';
export { readContract } from './read-contract.js';
export { readStrictDocument } from './strict-document.js';
export { type ExportedContract } from './standards/exported-contract.js';
export {
  importContracts,
  type ImportedStandard,
  importedStandards,
} from './standards/import-contracts.js';
export { type Imported } from './standards/imported.js';
export { losslessFrom, losslessText } from './standards/lossless-text.js';
export { toAsyncApi } from './standards/to-asyncapi.js';
export { toOdcs } from './standards/to-odcs.js';
export { unqualifiedSubject } from './unqualified-subject.js';
