/** Where the pages are: in a browser, or in the server that draws the first view of one. */
export interface Surroundings {
  readonly ask: (address: string, init: RequestInit) => Promise<Heard>;
  readonly address: Pick<URL, 'href' | 'hostname' | 'origin'>;
  /** On a server: the text each answer was read from, which is sent along with the view. */
  readonly texts?: Map<unknown, string>;
}

const browser: Surroundings = {
  ask: (address, init) => fetch(address, init),
  get address() {
    return window.location;
  },
};

/** What is looked at of an answer. */
type Heard = Pick<Response, 'status' | 'ok' | 'text'>;

let find = (): Surroundings | undefined => browser;

export const surroundings = (): Surroundings => find() ?? browser;

/** On a server: many views are drawn at once, each for somebody else. */
export const lookAround = (finding: typeof find): void => {
  find = finding;
};
