import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { collectDefaultMetrics } from 'prom-client';
import type { DataSource } from 'typeorm';
import { limits } from '#kernel';
import { GatewayServer, RegistryServer } from './app.module.js';
import type { Config } from './config.js';
import { migrate, openDataSource } from './data-source.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { openServer } from './http/open-server.js';

export interface RunningConcordat {
  readonly registryUrl: string | undefined;
  readonly gatewayUrl: string | undefined;
  /** Takes no new request, finishes those that began, then lets go of the database. */
  stop(): Promise<void>;
}

/** @param progress is told, in words, about steps that take longer than a blink */
export async function runConcordat(
  config: Config,
  progress: (step: string) => void,
): Promise<RunningConcordat> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    const url = config.DATABASE_URL ?? (await embedded(config, progress, stops));
    const dataSource = openDataSource(url, config.CONCORDAT_DATABASE_POOL);
    await reach(dataSource, url);
    stops.push(() => dataSource.destroy());
    if ((await migrate(dataSource)) > 0) progress('the database has the newest tables');
    collectDefaultMetrics();
    const urls: Partial<Record<ServerName, string>> = {};
    const gatewayUrl = () => config.CONCORDAT_GATEWAY_URL ?? urls.gateway;
    const open = async (wanted: ServerName) => {
      if (config.CONCORDAT_ROLE !== 'all' && config.CONCORDAT_ROLE !== wanted) return;
      const server = await openServer(...serverOf(wanted, { config, dataSource, gatewayUrl }));
      stops.push(() => drained(server, config.CONCORDAT_DRAIN_MS));
      urls[wanted] = (await server.getUrl()).replace('[::1]', 'localhost');
    };
    await open('registry');
    await open('gateway');
    return { registryUrl: urls.registry, gatewayUrl: urls.gateway, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function embedded(
  config: Config,
  progress: (step: string) => void,
  stops: (() => Promise<unknown>)[],
): Promise<string> {
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres(
    config.CONCORDAT_DATA_DIR,
    progress,
  );
  stops.push(() => postgres.stop());
  return postgres.url;
}

type ServerName = 'registry' | 'gateway';

interface Surroundings {
  readonly config: Config;
  readonly dataSource: DataSource;
  readonly gatewayUrl: () => string | undefined;
}

function serverOf(
  wanted: ServerName,
  { config, dataSource, gatewayUrl }: Surroundings,
): Parameters<typeof openServer> {
  const server = wanted === 'registry' ? RegistryServer : GatewayServer;
  const document = server.document();
  const place = {
    host: config.CONCORDAT_HOST,
    logLevel: config.CONCORDAT_LOG_LEVEL,
    routes: document.routes,
  };
  return wanted === 'registry'
    ? [
        RegistryServer.of(config, dataSource, { document, gatewayUrl }),
        {
          ...place,
          port: config.CONCORDAT_REGISTRY_PORT,
          bodyBytesMax: limits.registryBodyBytes.value,
        },
      ]
    : [
        GatewayServer.of(config, dataSource, document),
        {
          ...place,
          port: config.CONCORDAT_GATEWAY_PORT,
          bodyBytesMax: limits.gatewayBodyBytes.value,
        },
      ];
}

async function reach(dataSource: DataSource, url: string): Promise<void> {
  try {
    await dataSource.initialize();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `PostgreSQL at ${new URL(url).host} cannot be reached (${why}). Check DATABASE_URL, or unset it to use the embedded one.`,
      { cause },
    );
  }
}

/** A client that never finishes its request must not keep the process for ever. */
async function drained(server: NestFastifyApplication, withinMs: number): Promise<void> {
  const late = new Promise((done) => setTimeout(done, withinMs).unref());
  await Promise.race([server.close(), late]);
}
