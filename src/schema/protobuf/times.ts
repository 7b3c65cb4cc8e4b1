const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const DURATION = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/;
/** 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z. */
const SECONDS = [-62_135_596_800, 253_402_300_799] as const;
const DURATION_MAX = 315_576_000_000;

export interface SecondsAndNanos {
  readonly seconds: bigint;
  readonly nanos: number;
}

const nanosOf = (digits: string | undefined): number => Number((digits ?? '').padEnd(9, '0'));

type SixNumbers = [number, number, number, number, number, number];

/** RFC 3339, to the nanosecond. */
export function timestampOf(text: string): SecondsAndNanos | undefined {
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as SixNumbers;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (
    date.getUTCMonth() !== month - 1 ||
    date.getUTCDate() !== day ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  )
    return undefined;
  const [, , , , , , , digits, sign, hours, minutes] = match;
  if (Number(hours ?? 0) > 23 || Number(minutes ?? 0) > 59) return undefined;
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -60 : 60);
  const seconds = date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
  return seconds < SECONDS[0] || seconds > SECONDS[1]
    ? undefined
    : { seconds: BigInt(seconds), nanos: nanosOf(digits) };
}

/** `undefined` where it is outside of what can be written. */
export function timestampText({ seconds, nanos }: SecondsAndNanos): string | undefined {
  const whole = Number(seconds);
  if (whole < SECONDS[0] || whole > SECONDS[1] || nanos < 0 || nanos > 999_999_999)
    return undefined;
  return `${new Date(whole * 1000).toISOString().slice(0, 19)}${fraction(nanos)}Z`;
}

export function durationOf(text: string): SecondsAndNanos | undefined {
  const match = DURATION.exec(text);
  if (!match) return undefined;
  const [, minus, digits, fractionDigits] = match;
  const seconds = Number(digits);
  if (seconds > DURATION_MAX) return undefined;
  const [signedSeconds, nanos] =
    minus === '-' ? [-seconds, -nanosOf(fractionDigits)] : [seconds, nanosOf(fractionDigits)];
  return { seconds: BigInt(signedSeconds), nanos: nanos === 0 ? 0 : nanos };
}

export function durationText({ seconds, nanos }: SecondsAndNanos): string | undefined {
  const whole = Number(seconds);
  if (Math.abs(whole) > DURATION_MAX || Math.abs(nanos) > 999_999_999) return undefined;
  if ((whole > 0 && nanos < 0) || (whole < 0 && nanos > 0)) return undefined;
  return `${whole < 0 || nanos < 0 ? '-' : ''}${Math.abs(whole)}${fraction(Math.abs(nanos))}s`;
}

/** None, or three, six or nine digits. */
function fraction(nanos: number): string {
  if (nanos === 0) return '';
  const digits = String(nanos).padStart(9, '0');
  const kept = digits.endsWith('000000') ? 3 : digits.endsWith('000') ? 6 : 9;
  return `.${digits.slice(0, kept)}`;
}
