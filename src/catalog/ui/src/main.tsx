import './styles.css';

/** A browser that tells of no paint gets the page all the same. */
const PATIENCE_MS = 500;

/**
 * What the server drew is on the screen before the code of the page runs: a slow processor needs
 * half a second for it. The first paint may have been of what had come by then, so one more frame is
 * waited for, in which everything is. A hidden tab paints nothing, so it does not wait.
 */
const painted = () =>
  new Promise<void>((resolve) => {
    if (document.hidden) return resolve();
    const afterFrame = () => requestAnimationFrame(() => setTimeout(resolve));
    const told = new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) afterFrame();
    });
    told.observe({ type: 'paint', buffered: true });
    setTimeout(resolve, PATIENCE_MS);
  });

/** Which file that is, the build writes into the page. */
const start = () => document.querySelector<HTMLLinkElement>('#start')?.href ?? '/src/start.tsx';

void painted().then(() => import(/* @vite-ignore */ start()));
