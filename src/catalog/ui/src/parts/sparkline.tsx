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
 * by place too. Both share one scale, except that a single event always shows.
 */
export function Sparkline({ accepted, refused, label, className }: SparklineProps) {
  const most = Math.max(1, ...accepted, ...refused);
  const below = Math.max(0, ...refused) > 0 ? Math.max(0.16, Math.max(...refused) / most) : 0.16;
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
        d={`M0 ${line}H${accepted.length}`}
        className="stroke-line"
        strokeWidth="1"
        vectorEffect="non-scaling-stroke"
      />
      {accepted.map((count, i) => {
        const height = tall(count, line);
        return height > 0 ? (
          <rect
            key={i}
            x={i + GAP / 2}
            y={line - height}
            width={1 - GAP}
            height={height}
            className="fill-good-fill"
          />
        ) : null;
      })}
      {refused.map((count, i) => {
        const height = tall(count, 20 - line);
        return height > 0 ? (
          <rect
            key={i}
            x={i + GAP / 2}
            y={line + 0.4}
            width={1 - GAP}
            height={height}
            className="fill-bad-fill"
          />
        ) : null;
      })}
    </svg>
  );
}
