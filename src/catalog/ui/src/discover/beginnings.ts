/** Where the commands look when nothing is said. */
const BY_DEFAULT = new Set(['http://127.0.0.1:8081', 'http://localhost:8081']);

/** What a newcomer may type to have something to look at, here and not at another server. */
export function beginnings(origin: string): { readonly demo: string; readonly publish: string } {
  const here = BY_DEFAULT.has(origin) ? '' : ` --registry ${origin}`;
  const gateway = here && ' --gateway http://<your gateway>';
  return {
    demo: `npx concordat demo${here}${gateway}`,
    publish: `npx concordat publish examples/orders${here}`,
  };
}
