export {
  checkCompatibility,
  type CompatibilityQuestion,
  saidReading,
  type VersionedSchema,
} from './check.js';
export { brokenNeeds, type NeedsQuestion } from './consumers/broken-needs.js';
export { leftReaders, type LeavingQuestion } from './consumers/left-readers.js';
export { consumerRules } from './consumers/consumer-rules.js';
export { GROUP_PROPERTY, groupPropertyOf } from './compatibility-group.js';
export { describeMeaning, PROMISES_NOTHING } from './contract/describe-meaning.js';
export { type Evidence, type MeaningFinding, type Side } from './contract/meaning-finding.js';
export { type MeaningRule, meaningRules } from './contract/meaning-rules.js';
export {
  evidenceLines,
  type LocateInContract,
  renderMeaning,
  renderMeaningFinding,
  sidesInWords,
} from './contract/render-meaning.js';
export { type DescribedChanges, describeChanges } from './describe-changes.js';
export { fingerprint, type FingerprintParts } from './fingerprint.js';
export { type Direction, type Mode, modes } from './modes.js';
export {
  renderFinding,
  isMisread,
  renderReport,
  type ReportContext,
  takenForGranted,
} from './render-report.js';
export {
  type Assumption,
  type Comparison,
  type CompatibilityReport,
  type Verdict,
  type WindowReport,
} from './report.js';
export { type Rule, rules } from './rules.js';
export {
  type DatedVersion,
  inWindow,
  type LookBack,
  lookBackOf,
  type LookBackTerms,
  type VersionWindow,
  windowInWords,
  windowReport,
} from './version-window.js';
