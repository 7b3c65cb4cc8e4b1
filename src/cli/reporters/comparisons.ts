import type { Verdict } from '#compat';
import type { Compared, FailOn } from '../compare.js';
import type { Io } from '../io.js';
import { say } from '../io.js';
import type { Format } from '../options.js';
import { type Paint, paint } from '../paint.js';
import { reportInPlaces } from './report-in-places.js';

interface Comparisons {
  /** What was compared with, in words. */
  readonly baseline: string;
  readonly compared: readonly Compared[];
  readonly failOn: FailOn;
}

export function showComparisons(
  io: Io,
  format: Format,
  { baseline, compared, failOn }: Comparisons,
): void {
  if (format === 'json')
    return say(io, JSON.stringify({ baseline, results: compared.map(asJson) }, undefined, 2));
  for (const each of compared) showComparison(io, each);
  say(io, `\n${summaryOf(compared)} against ${baseline}.`);
  const undecided = compared.filter(({ report }) => report?.verdict === 'undecided').length;
  if (undecided > 0 && failOn === 'breaking')
    say(
      io,
      `Undecided is let pass because of --fail-on breaking: nothing was proved for ${undecided} of them.`,
    );
}

const MARKS: Readonly<Record<Verdict | 'new', readonly [mark: string, style: Paint]>> = {
  compatible: ['✓', 'green'],
  incompatible: ['✗', 'red'],
  undecided: ['?', 'yellow'],
  new: ['+', 'cyan'],
};

/** A line, and below it what must be read: findings and remarks. */
export function showComparison(io: Io, compared: Compared): void {
  const { name, old, report, notes } = compared;
  const verdict = report?.verdict ?? 'new';
  const [mark, style] = MARKS[verdict];
  const terms = report
    ? `${report.mode} · ${report.assumption} · against ${old.at(-1)?.where}`
    : 'nothing older there';
  say(
    io,
    `${paint(io, style, `${mark} ${verdict}`)}  ${paint(io, 'bold', name)}  ${paint(io, 'dim', terms)}`,
  );
  for (const note of notes) say(io, `  ${note}`);
  if (report && report.verdict !== 'compatible') say(io, reportInPlaces(compared));
}

function summaryOf(compared: readonly Compared[]): string {
  const counts = (['compatible', 'incompatible', 'undecided', 'new'] as const)
    .map(
      (verdict) =>
        [
          compared.filter(({ report }) => (report?.verdict ?? 'new') === verdict).length,
          verdict,
        ] as const,
    )
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`);
  return `${compared.length} checked: ${counts.join(', ')},`.replace(/,$/, '');
}

const asJson = ({ name, path, old, report, notes }: Compared): object => ({
  name,
  path,
  verdict: report?.verdict ?? 'new',
  against: old.map(({ version, where }) => ({ version, where })),
  notes,
  ...(report ? { report } : {}),
});
