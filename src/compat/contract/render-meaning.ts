import type { Evidence, MeaningFinding, Side } from './meaning-finding.js';

/** How a place in one of the two contract documents is shown. */
export type LocateInContract = (side: 'old' | 'new', pointer: string) => string | undefined;

const WIDTH = 78;
const LABELS = { breaking: 'breaking', warning: 'look at', info: 'safe' } as const;

/** Changes of meaning as text: breaking ones in full, the others one line each. */
export function renderMeaning(
  findings: readonly MeaningFinding[],
  locate?: LocateInContract,
): string {
  const breaking = findings.filter(({ severity }) => severity === 'breaking');
  const others = findings.filter(({ severity }) => severity !== 'breaking');
  const lines = others.map(
    ({ severity, message, ruleId }) => `  ${LABELS[severity].padEnd(9)}${message}  [${ruleId}]`,
  );
  const parts = breaking.map((each) => renderMeaningFinding(each, locate));
  if (lines.length > 0) parts.push(['meaning', '', ...lines].join('\n'));
  return parts.join('\n\n');
}

/** One change in full: what, where, the events, whom it hurts and what to do. */
export function renderMeaningFinding(finding: MeaningFinding, locate?: LocateInContract): string {
  const { ruleId, hurts, message, evidence, why, fix, oldPath, newPath } = finding;
  const whom = `hurts ${sidesInWords(hurts)}`;
  const place = (side: 'old' | 'new', pointer: string): string =>
    `    ${side}  ${locate?.(side, pointer) ?? pointer}`;
  return [
    `${ruleId.padEnd(Math.max(ruleId.length + 2, WIDTH - whom.length))}${whom}`,
    ...['', `  ${message}`, '', place('old', oldPath), place('new', newPath), ''],
    ...(evidence ? [...evidenceLines(evidence).map((line) => `  ${line}`), ''] : []),
    ...[`  ${why}`, `  ${fix}`, `  Why this matters: rules/${ruleId}`],
  ].join('\n');
}

/** The events, and what becomes of them. */
export function evidenceLines({ events, before, now }: Evidence): readonly string[] {
  const head = events.length > 1 ? 'One after the other:   ' : 'This event:   ';
  const [first, ...rest] = events;
  return [
    `${head}${first}`,
    ...rest.map((event) => `${' '.repeat(head.length)}${event}`),
    `Until now ${before}.`,
    `From now on ${now}.`,
  ];
}

export const sidesInWords = (sides: readonly Side[]): string => sides.join(' and ') || 'nobody';
