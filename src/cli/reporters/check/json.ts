import type { CheckResult } from '../../check/check-result.js';
import { countsOf } from './counts.js';

/** The shape is published: docs/schemas/check-report.schema.json. */
export function checkAsJson(result: CheckResult): string {
  const { baseline, changedSince, failOn, exitCode, waivers, contracts } = result;
  const report = {
    formatVersion: 1,
    ...{ baseline, changedSince, failOn, exitCode },
    counts: countsOf(result),
    ...{ waivers, contracts },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
