import type { Finding } from '#kernel';
import type { Direction } from './modes.js';
import type { Comparison, CompatibilityReport } from './report.js';
import { windowInWords } from './version-window.js';

/** What only the caller knows about a report. */
export interface ReportContext {
  /** Subject, contract or file name; left out where there is none. */
  readonly subject?: string;
  /** How the new schema is called, e.g. a version number. */
  readonly newVersion?: string;
  /** Turns a JSON Pointer into a place a person can open, e.g. `orders.json:12:15`. */
  readonly locate?: (side: 'old' | 'new', pointer: string) => string | undefined;
}

const WIDTH = 78;

const VERDICTS = {
  compatible: 'compatible: no event can break anybody the mode protects',
  incompatible: 'incompatible: an event breaks',
  undecided: 'undecided: it could neither be proved nor refuted',
} as const;

const WHO: Readonly<Record<Direction, string>> = {
  backward: 'A reader of the new schema would refuse events written under the old one.',
  forward: 'A reader still on the old schema would refuse events written under the new one.',
};

/** Bytes are seldom refused: mostly they are taken for something else. Neither is a number of another unit. */
export const isMisread = ({ ruleId, witness }: Pick<Finding, 'ruleId' | 'witness'>): boolean =>
  witness?.bytes !== undefined || ruleId === 'AVRO_LOGICAL_TYPE_CHANGED';

const MISREADS: Readonly<Record<Direction, string>> = {
  backward: 'A reader of the new schema would refuse or misread events written under the old one.',
  forward:
    'A reader still on the old schema would refuse or misread events written under the new one.',
};

/**
 * A report as text: the same sentences on the command line, in the API and in the catalog.
 * Breaking changes in full, the others one line each.
 */
export function renderReport(report: CompatibilityReport, context: ReportContext = {}): string {
  const { window, mode } = report;
  const terms = [mode, ...takenForGranted(report), ...(window ? [windowInWords(window)] : [])];
  const head = `${VERDICTS[report.verdict]}  (${terms.join(', ')})`;
  const comparisons = report.comparisons.map((comparison) => renderComparison(comparison, context));
  return `${[head, ...comparisons.filter((text) => text !== '')].join('\n\n')}\n`;
}

/** The assumption about writers, and how keywords were read where that is not strictly. */
export const takenForGranted = ({
  assumption,
  reading,
}: Pick<CompatibilityReport, 'assumption' | 'reading'>): readonly string[] => [
  assumption,
  ...(reading?.formats === 'annotate' ? ['formats annotate'] : []),
  ...(reading?.enums === 'open' ? ['enums open'] : []),
];

function renderComparison(comparison: Comparison, context: ReportContext): string {
  const { findings, undecidedBecause, oldVersion, direction } = comparison;
  const versions = `${oldVersion} → ${context.newVersion ?? 'new'}`;
  const parts = findings
    .filter(({ severity }) => severity === 'breaking')
    .map((finding) => renderFinding(finding, { ...context, oldVersion, direction }));
  if (undecidedBecause !== undefined) {
    parts.push(`undecided  ${versions}, ${direction}\n\n  ${undecidedBecause}`);
  }
  const others = findings.filter(({ severity }) => severity !== 'breaking');
  if (others.length > 0) {
    parts.push([`changes  ${versions}, ${direction}`, '', ...others.map(oneLine)].join('\n'));
  }
  return parts.join('\n\n');
}

const LABELS = { breaking: 'breaking', warning: 'look at', info: 'safe' } as const;

const oneLine = ({ severity, ruleId, message }: Finding): string =>
  `  ${LABELS[severity].padEnd(9)}${message}  [${ruleId}]`;

/** One breaking change in full: what, where, the event, what to do, and where to read on. */
export function renderFinding(
  finding: Finding,
  context: ReportContext & { readonly oldVersion: number; readonly direction: Direction },
): string {
  const { ruleId, message, why, fix, witness, oldPath, newPath } = finding;
  const versions = `${context.oldVersion} → ${context.newVersion ?? 'new'}`;
  const what = context.subject === undefined ? versions : `${context.subject}  ${versions}`;
  const place = (side: 'old' | 'new', pointer: string) =>
    `    ${side}  ${context.locate?.(side, pointer) ?? (pointer || '(the whole schema)')}`;
  const lines = [
    `${ruleId.padEnd(Math.max(ruleId.length + 2, WIDTH - what.length))}${what}`,
    '',
    `  ${(isMisread(finding) ? MISREADS : WHO)[context.direction]}`,
    `  ${message}`,
    '',
    place('old', oldPath),
    place('new', newPath),
    '',
  ];
  if (witness) {
    lines.push(`  The smallest event that breaks:   ${witness.event}`, `  ${witness.reason}`, '');
  }
  lines.push(`  ${why}`, `  ${fix}`, `  Why this matters: rules/${ruleId}`);
  return lines.join('\n');
}
