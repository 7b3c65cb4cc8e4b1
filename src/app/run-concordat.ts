import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { collectDefaultMetrics } from 'prom-client';
import type { DataSource } from 'typeorm';
import { limits } from '#kernel';
import { GatewayReadiness } from '#validation-gateway';
import { GatewayServer, RegistryServer } from './app.module.js';
import type { Config } from './config.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { connectionsAllowed } from './http/connections-allowed.js';
import { openServer } from './http/open-server.js';
import { reachDatabase } from './reach-database.js';

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
    const postgres = await startDatabase(config, progress);
    const { url } = postgres;
    stops.push(() => postgres.stop());
    const database = await reachDatabase(url, config, progress);
    const { dataSource } = database;
    stops.push(() => database.close());
    collectDefaultMetrics();
    const urls: Partial<Record<ServerName, string>> = {};
    const gatewayUrl = () => config.CONCORDAT_GATEWAY_URL ?? urls.gateway;
    const open = async (wanted: ServerName) => {
      if (config.CONCORDAT_ROLE !== 'all' && config.CONCORDAT_ROLE !== wanted) return;
      const server = await openServer(...serverOf(wanted, { config, dataSource, gatewayUrl }));
      stops.push(() => drained(server, config.CONCORDAT_DRAIN_MS));
      urls[wanted] = (await server.getUrl()).replace('[::1]', 'localhost');
      if (wanted === 'gateway') void tellOfBroker(server, config, progress);
    };
    await open('registry');
    await open('gateway');
    return { registryUrl: urls.registry, gatewayUrl: urls.gateway, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The PostgreSQL of `DATABASE_URL`, or the embedded one. */
export async function startDatabase(
  config: Config,
  progress: (step: string) => void,
): Promise<EmbeddedPostgres> {
  const url = config.DATABASE_URL;
  if (url !== undefined) return { url, stop: () => Promise.resolve() };
  return startEmbeddedPostgres(config.CONCORDAT_DATA_DIR, progress);
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
    connectionsMax: connectionsAllowed(
      config.CONCORDAT_CONNECTIONS,
      config.CONCORDAT_ROLE === 'all' ? 2 : 1,
    ),
  };
  return wanted === 'registry'
    ? [
        RegistryServer.of(config, dataSource, { document, gatewayUrl }),
        {
          ...place,
          port: config.CONCORDAT_REGISTRY_PORT,
          variable: 'CONCORDAT_REGISTRY_PORT',
          bodyBytesMax: limits.registryBodyBytes.value,
        },
      ]
    : [
        GatewayServer.of(config, dataSource, document),
        {
          ...place,
          port: config.CONCORDAT_GATEWAY_PORT,
          variable: 'CONCORDAT_GATEWAY_PORT',
          bodyBytesMax: limits.gatewayBodyBytes.value,
        },
      ];
}

/** Kafka may come later: the gateway starts without it, and whoever looks at the terminal is told. */
async function tellOfBroker(
  server: NestFastifyApplication,
  { KAFKA_BROKERS: brokers }: Config,
  progress: (step: string) => void,
): Promise<void> {
  if (brokers === undefined) return;
  const checks = await server.get(GatewayReadiness, { strict: false }).checks();
  if (checks.every(({ name, isReady }) => name !== 'broker' || isReady)) return;
  progress(
    `Kafka at ${brokers.join(', ')} cannot be reached: until it can, events are refused with 503. Check KAFKA_BROKERS, or unset it to use the event log`,
  );
}

/** A client that never finishes its request must not keep the process for ever. */
async function drained(server: NestFastifyApplication, withinMs: number): Promise<void> {
  const late = new Promise((done) => setTimeout(done, withinMs).unref());
  await Promise.race([server.close(), late]);
}
