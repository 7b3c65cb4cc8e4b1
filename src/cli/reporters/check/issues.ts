import type {
  CheckedContract,
  CheckFinding,
  CheckResult,
  CheckSeverity,
} from '../../check/check-result.js';
import { checkRules } from '../../check/contract-rules.js';

/** What a machine lists line by line: findings, doubts and expired waivers, all alike. */
export interface Issue {
  readonly level: 'error' | 'warning' | 'note';
  readonly ruleId: string;
  readonly contract: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fix: string;
  readonly witness?: string;
  /** Tells this issue from every other one of the report, and stays when lines move. */
  readonly identity: string;
  readonly fingerprint?: string;
  readonly waivedBecause?: string;
}

const LEVELS: Readonly<Record<CheckSeverity, Issue['level']>> = {
  breaking: 'error',
  refused: 'error',
  warning: 'warning',
  info: 'note',
};

export const issuesOf = (result: CheckResult): readonly Issue[] => [
  ...result.contracts.flatMap((contract) => issuesOfContract(contract, result)),
  ...expiredIn(result),
];

export const issuesOfContract = (
  contract: CheckedContract,
  result: CheckResult,
): readonly Issue[] => [
  ...contract.findings.map((finding) => ofFinding(finding, contract, result)),
  ...doubtsOf(contract, result),
];

export const expiredIn = (result: CheckResult): readonly Issue[] =>
  result.waivers.expired.map((message) => ({
    ...{ level: 'error' as const, ruleId: 'WAIVER_EXPIRED', contract: 'waivers', message },
    ...{ path: result.waivers.path, line: 1, column: 1, fix: '', identity: message },
  }));

function ofFinding(
  finding: CheckFinding,
  { name, schemaPath }: CheckedContract,
  { failOn }: CheckResult,
): Issue {
  const { ruleId, severity, message, fix, fingerprint, witness, waiver } = finding;
  const { direction = '', oldVersion = 0 } = finding;
  const { path, line, column } = finding.newPlace ?? { path: schemaPath, line: 1, column: 1 };
  return {
    level: severity === 'warning' && failOn === 'warning' ? 'error' : LEVELS[severity],
    ...{ ruleId, contract: name, path, line, column, message, fix },
    ...{ fingerprint, identity: [fingerprint, name, direction, oldVersion].join(' ') },
    ...(witness ? { witness: witness.event } : {}),
    ...(waiver ? { waivedBecause: `${waiver.reason} (${waiver.by}, until ${waiver.until})` } : {}),
  };
}

function doubtsOf({ name, schemaPath, doubts }: CheckedContract, { failOn }: CheckResult): Issue[] {
  return doubts.map(({ because, direction, oldVersion }) => ({
    ...{ level: failOn === 'breaking' ? 'warning' : 'error', ruleId: 'UNDECIDED' },
    ...{ contract: name, path: schemaPath, line: 1, column: 1 },
    message: `${direction}, against ${oldVersion}: ${because}`,
    fix: checkRules['UNDECIDED']?.fix ?? '',
    identity: ['UNDECIDED', name, direction, oldVersion].join(' '),
  }));
}

/** What somebody must look at. */
export const mattersIn = (result: CheckResult): readonly Issue[] =>
  issuesOf(result).filter(({ level, waivedBecause }) => level !== 'note' && !waivedBecause);
