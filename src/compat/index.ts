export { checkCompatibility, type CompatibilityQuestion, type VersionedSchema } from './check.js';
export { type Direction, type Mode, modes } from './modes.js';
export {
  type Assumption,
  type Comparison,
  type CompatibilityReport,
  type Verdict,
} from './report.js';
export { type Rule, rules } from './rules.js';
