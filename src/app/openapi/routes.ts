export interface Route {
  readonly method: string;
  /** As OpenAPI writes it: `/subjects/{subject}`. */
  readonly path: string;
}

/** Answered by themselves wherever there is a GET. */
const IMPLIED = new Set(['HEAD', 'OPTIONS']);

/** What the router really has, told by the router itself while it is filled. */
export class Routes {
  private readonly byAddress = new Map<string, Route>();

  /** What catches the rest is no address: whoever ends there asked for nothing there is. */
  add({ method, url }: { readonly method: string | string[]; readonly url: string }): void {
    if (url.endsWith('*')) return;
    // The router writes a colon that is no parameter twice.
    const path = url
      .replace(/::|:(\w+)/g, (_all, name?: string) => (name === undefined ? ':' : `{${name}}`))
      .replace(/(?<=.)\/$/, '');
    for (const each of [method].flat().filter((name) => !IMPLIED.has(name)))
      this.byAddress.set(`${each} ${path}`, { method: each, path });
  }

  /** The methods a request to this URL could have. */
  methodsAt(url: string): readonly string[] {
    const steps = stepsOf(url.split('?')[0] ?? '');
    return this.all()
      .filter(({ path }) => suits(stepsOf(path), steps))
      .map(({ method }) => method)
      .sort();
  }

  all(): readonly Route[] {
    return [...this.byAddress.values()];
  }
}

const stepsOf = (path: string): readonly string[] => path.replace(/(?<=.)\/$/, '').split('/');

const suits = (route: readonly string[], steps: readonly string[]): boolean =>
  route.length === steps.length &&
  route.every((step, index) => step.startsWith('{') || step === steps[index]);
