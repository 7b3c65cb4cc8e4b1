const PATHS = {
  check: 'M3.5 8.5l3 3 6-7',
  cross: 'M4.5 4.5l7 7m0-7l-7 7',
  pause: 'M6 4.5v7m4-7v7',
  repeat:
    'M3.5 7a4.5 4.5 0 0 1 8-2l1 1.2M12.5 3v3.2H9.3M12.5 9a4.5 4.5 0 0 1-8 2l-1-1.2M3.5 13V9.8h3.2',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zm3.3-1.2l3.2 3.2',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1.3m0 10.4v1.3M1.5 8h1.3m10.4 0h1.3M3.4 3.4l.9.9m7.4 7.4l.9.9m0-9.2l-.9.9m-7.4 7.4l-.9.9',
  moon: 'M13.3 9.6A5.8 5.8 0 0 1 6.4 2.7a5.8 5.8 0 1 0 6.9 6.9z',
  screen: 'M2.5 3.5h11v7.5h-11zm3 10h5M8 11v2.5',
  copy: 'M5.5 5.5v-2h7v7h-2m-7-5h7v7h-7z',
  link: 'M6.8 9.2a2.5 2.5 0 0 0 3.5 0l2-2a2.5 2.5 0 0 0-3.5-3.5l-.8.8m1.2 2.3a2.5 2.5 0 0 0-3.5 0l-2 2a2.5 2.5 0 0 0 3.5 3.5l.8-.8',
  caret: 'M6 4.5L9.5 8 6 11.5',
  left: 'M9.5 4L5.5 8l4 4',
  lock: 'M4 7.5h8v5.5H4zm1.8 0V5.3a2.2 2.2 0 0 1 4.4 0v2.2',
  sunset: 'M2 11.5h12M4.3 9a3.7 3.7 0 0 1 7.4 0M8 2v3M5 14h6',
  team: 'M6 7.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM2.5 13v-.8A2.7 2.7 0 0 1 5.2 9.5h1.6a2.7 2.7 0 0 1 2.7 2.7v.8m.5-5.7a1.8 1.8 0 1 0 0-3.6m1 5.3a2.5 2.5 0 0 1 2.5 2.5v1',
  warn: 'M8 2.5l6 10.5H2zm0 4v3m0 1.8v.1',
  help: 'M5.9 6a2.1 2.1 0 1 1 3.1 1.9c-.7.4-1 .8-1 1.6m0 2.2v.1',
  event: 'M2.5 5.5h11v7h-11zM2.5 5.5l2-2.5h7l2 2.5M6 8.5h4',
  page: 'M4 2.5h5.5L12.5 5.5v8H4zM9.5 2.5v3h3',
  swap: 'M3 5.5h9.5m-2.5-3l2.5 3-2.5 3M13 10.5H3.5m2.5-3l-2.5 3 2.5 3',
  close: 'M4 4l8 8m0-8l-8 8',
  pencil: 'M3 13l.6-2.6 7-7 2 2-7 7zM9.2 4.8l2 2',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration: the word beside it says the same. How all are drawn is said once, in the style sheet. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" width={size} height={size} className="icon">
      <path d={PATHS[name]} />
    </svg>
  );
}
