import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AsyncLocalStorage } from 'node:async_hooks';

/** The first view of an address as the pages' own code draws it, and the answers it drew from. */
export interface DrawnView {
  readonly html: string;
  /** JSON. */
  readonly answers: string;
}

/** It is known that nothing is there; the browser draws the page that says so. */
type SeenPage = DrawnView | 'missing';

/** What the pages' code asks of where it runs. */
interface Surroundings {
  readonly address: URL;
  readonly ask: (address: string) => Promise<Heard>;
  /** What each answer was read from. */
  readonly texts: Map<unknown, string>;
}

type Heard = Pick<Response, 'status' | 'ok' | 'text'>;

interface Pages {
  readonly lookAround: (find: () => Surroundings | undefined) => void;
  readonly render: (address: URL) => Promise<SeenPage | undefined>;
}

/** Where the build puts the pages' code for servers, as seen from the compiled server. */
const BUILT = new URL('../../../ui-server/render.js', import.meta.url);
/** Whoever waits longer is better off with an empty page that tells that it waits. */
const PATIENCE_MS = 800;

/**
 * Draws pages before a browser does, so that it has something to show while it reads their code.
 * The pages ask as they do in a browser: over this server's own HTTP API, as the one who looks.
 */
@Injectable()
export class DrawPage implements OnModuleInit {
  private readonly log = new Logger('catalog');
  private readonly surroundings = new AsyncLocalStorage<Surroundings>();
  private pages: Pages | undefined;

  async onModuleInit(): Promise<void> {
    this.pages = (await import(BUILT.href).catch(
      (error: unknown) =>
        void this.log.warn(
          { err: error },
          'pages are drawn by browsers alone: their code was not found',
        ),
    )) as Pages | undefined;
    // Many pages are drawn at once, each for somebody else.
    this.pages?.lookAround(() => this.surroundings.getStore());
  }

  /** Nothing where it cannot be drawn, or not soon: the browser then draws it alone. */
  async of(request: FastifyRequest): Promise<SeenPage | undefined> {
    const { pages } = this;
    if (!pages) return undefined;
    // Put together as text: as a reference `//a/b` would name another host.
    const address = URL.parse(`${request.protocol}://${request.host || 'localhost'}${request.url}`);
    if (!address) return 'missing';
    const found = {
      address,
      ask: (path: string) => ask(request, path),
      texts: new Map<unknown, string>(),
    };
    const { promise: isLate, resolve } = Promise.withResolvers<undefined>();
    const patience = setTimeout(() => resolve(undefined), PATIENCE_MS).unref();
    const drawn = this.surroundings
      .run(found, () => pages.render(address))
      .catch((error: unknown) => void this.log.warn({ err: error }, 'a page was not drawn'))
      // The page would else be kept as long as it lasts.
      .finally(() => clearTimeout(patience));
    return Promise.race([drawn, isLate]);
  }
}

/** What a stranger may not read is not in the page a stranger gets: it is asked with their key. */
async function ask(request: FastifyRequest, address: string): Promise<Heard> {
  const { authorization } = request.headers;
  const answer = await request.server.inject({
    url: address,
    headers: { accept: 'application/json', ...(authorization && { authorization }) },
  });
  const { statusCode: status, payload } = answer;
  return { status, ok: status >= 200 && status < 300, text: () => Promise.resolve(payload) };
}
