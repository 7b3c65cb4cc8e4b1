const UNITS = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;
const PARTS =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** An ISO 8601 duration as people say it: `P7D` is `7 days`. */
export function durationInWords(duration: string): string {
  const amounts = PARTS.exec(duration)?.slice(1) ?? [];
  const words = UNITS.flatMap((unit, i) => {
    const amount = amounts[i];
    return amount === undefined ? [] : [`${amount} ${unit}${amount === '1' ? '' : 's'}`];
  });
  return words.join(' ');
}
