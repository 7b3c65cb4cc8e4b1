import type { LintRule } from './lint-rule.js';
import { contractRules } from './rules-of-contracts.js';
import { schemaRules } from './rules-of-schemas.js';

/** Every lint rule; a new one is a row in one of the two tables. */
export const lintRules: readonly LintRule[] = [...contractRules, ...schemaRules];
