import { Inject, Injectable } from '@nestjs/common';
import { problem, type RequestHeaders } from '#kernel';
import { CATALOG_SETTINGS, type CatalogSettings } from '../catalog-settings.js';
import { catalogProblems } from '../problems.js';

export interface GatewayQuestion {
  /** As the gateway's own HTTP API names it. */
  readonly path: string;
  readonly body: Buffer;
  readonly type: string;
  /** Who asks: the gateway decides for itself whether it believes it. */
  readonly headers: RequestHeaders;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

const PATIENCE_MS = 15_000;

/**
 * What only a gateway may do, asked of one on behalf of a person at a page: the page may speak to
 * its own server alone, and the verdict must come from the code that judges the real events.
 */
@Injectable()
export class AskGateway {
  constructor(@Inject(CATALOG_SETTINGS) private readonly settings: CatalogSettings) {}

  /** @throws GATEWAY_AWAY */
  post({ path, body, type, headers }: GatewayQuestion): Promise<GatewayAnswer> {
    return this.ask(path, headers, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: new Uint8Array(body),
    });
  }

  /** @throws GATEWAY_AWAY */
  get(path: string, headers: RequestHeaders): Promise<GatewayAnswer> {
    return this.ask(path, headers, { method: 'GET', headers: {} });
  }

  private async ask(
    path: string,
    { authorization }: RequestHeaders,
    request: RequestInit & { readonly headers: Record<string, string> },
  ): Promise<GatewayAnswer> {
    const url = this.settings.gatewayUrl();
    if (url === undefined) throw away('no gateway runs in this process, and none is named');
    const answer = await fetch(new URL(path, url), {
      ...request,
      headers: {
        ...request.headers,
        ...(typeof authorization === 'string' && { Authorization: authorization }),
      },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => {
      throw away('it does not answer');
    });
    return {
      status: answer.status,
      type: answer.headers.get('content-type') ?? 'application/json',
      body: Buffer.from(await answer.arrayBuffer()),
    };
  }
}

const away = (why: string) =>
  problem(catalogProblems.GATEWAY_AWAY, { why }, { retryAfterSeconds: 2 });
