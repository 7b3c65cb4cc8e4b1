import { useSyncExternalStore } from 'react';

const STEP_MS = 5_000;
const UNITS: readonly (readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit])[] = [
  [31_536_000, 'year'],
  [2_592_000, 'month'],
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
];
const relative = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'medium' });

export function agoText(then: Date, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - then.getTime()) / 1000);
  const [size, unit] = UNITS.find(([size]) => seconds >= size) ?? [1, 'second'];
  return unit === 'second' ? 'just now' : relative.format(-Math.floor(seconds / size), unit);
}

const subscribe = (tick: () => void) => {
  const timer = setInterval(tick, STEP_MS);
  return () => clearInterval(timer);
};
/** Changes only with the step, so that a render sees one moment. */
const now = () => Math.floor(Date.now() / STEP_MS) * STEP_MS + STEP_MS;

/** "3 minutes ago", and the exact moment for who asks. */
export function Ago({ at }: { readonly at: string }) {
  const nowMs = useSyncExternalStore(subscribe, now, now);
  const then = new Date(at);
  return (
    <time dateTime={at} title={exact.format(then)} className="whitespace-nowrap">
      {agoText(then, nowMs)}
    </time>
  );
}
