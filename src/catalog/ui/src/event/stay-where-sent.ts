const MOVES = ['wheel', 'touchstart', 'keydown', 'pointerdown'] as const;
let hasBeenSent = false;

/** Going back and asking again restore the place one was at by themselves. */
const isSent = () => {
  const [opening] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return location.hash !== '' && (opening === undefined || opening.type === 'navigate');
};

/**
 * Who came by an address with a section in it is there, and stays there while what stands above
 * still grows, until they move. For the element that holds the sections, as its `ref`.
 */
export function stayWhereSent(area: HTMLElement | null): (() => void) | undefined {
  const isFirst = !hasBeenSent;
  hasBeenSent = true;
  const place = isFirst && isSent() ? document.getElementById(location.hash.slice(1)) : null;
  if (!area || !place) return undefined;
  const held = new ResizeObserver(() => place.scrollIntoView());
  held.observe(area);
  const leave = () => {
    held.disconnect();
    for (const move of MOVES) window.removeEventListener(move, leave);
  };
  for (const move of MOVES) window.addEventListener(move, leave, { passive: true });
  return leave;
}
