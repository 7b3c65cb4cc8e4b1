interface SparklineProps {
  readonly accepted: readonly number[];
  readonly refused: readonly number[];
  /** For those who do not see it. */
  readonly label: string;
  readonly className?: string;
}

const GAP = 0.28;

/**
 * One bar a minute: accepted stands on the line, refused hangs below it, so red is told from green
 * by place too. Both share one scale, except that a single event always shows. All bars of a side
 * are one path: a list has a hundred of these.
 */
export function Sparkline({ accepted, refused, label, className }: SparklineProps) {
  const most = Math.max(1, ...accepted, ...refused);
  const below = Math.max(0.16, Math.max(0, ...refused) / most);
  const scale = 20 / (1 + below);
  const line = scale;
  const tall = (count: number, room: number) =>
    count === 0 ? 0 : Math.max(1.2, Math.min(room, (count / most) * scale));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${accepted.length} 20`}
      preserveAspectRatio="none"
      className={className}
    >
      <path
        d={`M0 ${short(line)}H${accepted.length}`}
        className="stroke-line"
        strokeWidth="1"
        vectorEffect="non-scaling-stroke"
      />
      <path d={bars(accepted, line, (count) => -tall(count, line))} className="fill-good-fill" />
      <path
        d={bars(refused, line + 0.4, (count) => tall(count, 20 - line))}
        className="fill-bad-fill"
      />
    </svg>
  );
}

const short = (length: number) => Math.round(length * 100) / 100;

/** @param tall down from the line, so that what stands on it is less than nothing */
const bars = (counts: readonly number[], line: number, tall: (count: number) => number): string =>
  counts
    .flatMap((count, i) =>
      count === 0
        ? []
        : [`M${i + GAP / 2} ${short(line)}h${1 - GAP}v${short(tall(count))}h${GAP - 1}z`],
    )
    .join('');
