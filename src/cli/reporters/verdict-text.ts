import type { ToldVerdict } from '../explained-verdicts.js';
import { paint, type Pen } from '../paint.js';

const MARKS: Readonly<Record<string, string>> = {
  ...{ passed: '✓', refused: '✗', 'let pass': '!', 'not told': '·', 'not declared': '–' },
};

/** A verdict for a person at the terminal: what, where, and each check in the order of the road. */
export function verdictAsText(verdict: ToldVerdict, pen: Pen): string {
  const { contract = 'no contract', checks = [], reasons = [] } = verdict;
  const declared = checks.filter(({ outcome }) => outcome !== 'not declared');
  const rest = checks.filter(({ outcome }) => outcome === 'not declared');
  const width = Math.max(0, ...declared.map(({ check }) => check.length));
  return [
    `${paint(pen, 'bold', verdict.verdict)}  by ${contract}${placeOf(verdict)}`,
    `  at ${verdict.at}${verdict.source ? `, from ${verdict.source}` : ''}`,
    ...(verdict.inputHash ? [`  of the bytes sha256:${verdict.inputHash}`] : []),
    ...(checks.length === 0 ? reasons.map((each) => `  ${inWords(each)}`) : []),
    '',
    ...declared.map(({ check, outcome, says, reason }) => {
      const said = reason ? inWords(reason) : outcome === 'passed' ? says : `${outcome}: ${says}`;
      return `  ${MARKS[outcome] ?? '?'} ${check.padEnd(width)}  ${said}`;
    }),
    ...(rest.length > 0 ? [`  – not declared: ${rest.map(({ check }) => check).join(', ')}`] : []),
  ].join('\n');
}

function placeOf({ position, quarantineId, heldUntil }: ToldVerdict): string {
  if (position) return `, at ${position.topic}/${position.partition}@${position.offset}`;
  if (quarantineId) return `, kept as ${quarantineId}`;
  return heldUntil ? `, until ${heldUntil}` : '';
}

const inWords = ({ code, pointer, message }: { code: string; pointer: string; message: string }) =>
  `${code}${pointer ? ` at ${pointer}` : ''}: ${message}`;
