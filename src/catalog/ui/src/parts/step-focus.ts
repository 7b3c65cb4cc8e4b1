/** Focus is the cursor: `j` and `k` move it through a list, and Enter is what Enter always is. */
export function stepFocus(selector: string, by: number): void {
  const stops = [...document.querySelectorAll<HTMLElement>(selector)];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const next = stops[Math.max(0, Math.min(stops.length - 1, at + by))];
  next?.focus();
  next?.closest('li')?.scrollIntoView({ block: 'nearest' });
}
