/** What somebody looked for who came to an address that is not there: its last word. */
export function soughtName(pathname: string): string {
  const last = pathname.split('/').findLast((step) => step !== '') ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last; // A percent sign that escapes nothing is one.
  }
}
