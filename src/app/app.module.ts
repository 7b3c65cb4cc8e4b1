import { type DynamicModule, Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AuditModule, auditOperations } from '#audit';
import { CatalogModule, catalogOperations } from '#catalog';
import { eventLogOperations, QuarantineKeys } from '#event-log';
import { type AuthenticateSettings, governanceOperations, GovernanceModule } from '#governance';
import { RegistryModule, registryOperations, type RegistrySettings } from '#registry';
import { gatewayOperations, ValidationGatewayModule } from '#validation-gateway';
import type { Config } from './config.js';
import { API_DOCUMENT, ApiDocument } from './openapi/api-document.js';
import { appOperations } from './openapi/app.operations.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { HealthController } from './health/health.controller.js';
import { TrafficModule } from './traffic.module.js';
import { version } from './version.js';

/**
 * The pool is opened before Nest starts and outlives both servers, so it is handed over under the
 * token `@InjectDataSource()` asks for, instead of `TypeOrmModule.forRoot`, which would close it. With it
 * go the keys under which refused events lie in it.
 */
const database = (config: Config, dataSource: DataSource): DynamicModule => ({
  module: Database,
  global: true,
  providers: [
    { provide: getDataSourceToken(), useValue: dataSource },
    {
      provide: QuarantineKeys,
      useValue: new QuarantineKeys(config.CONCORDAT_QUARANTINE_KEY ?? []),
    },
  ],
  exports: [getDataSourceToken(), QuarantineKeys],
});

@Module({})
class Database {}

const accessOf = (config: Config): AuthenticateSettings => ({
  mode: config.CONCORDAT_AUTH,
  adminKey: config.CONCORDAT_ADMIN_KEY,
});

const registryOf = (config: Config): RegistrySettings => ({
  conflictCode: config.CONCORDAT_CONFLICT_CODE,
  compatibilityMode: 'BACKWARD',
  version,
  masterSecrets: config.CONCORDAT_MASTER_KEY ?? [],
  isGuarded: config.CONCORDAT_AUTH !== 'none',
});

const documented = (document: ApiDocument) => ({
  controllers: [HealthController, OpenApiController],
  providers: [{ provide: API_DOCUMENT, useValue: document }],
});

/** What the registry's server learns from the process around it. */
interface RegistryPlace {
  readonly document: ApiDocument;
  /** Where a gateway answers; known only once it listens. */
  readonly gatewayUrl: () => string | undefined;
}

/** The table of contents: registry and catalog on one port. */
@Module({})
export class RegistryServer {
  static readonly document = () =>
    new ApiDocument(
      [
        ...registryOperations,
        ...catalogOperations,
        ...governanceOperations,
        ...auditOperations,
        ...appOperations,
      ],
      {
        title: 'Concordat: registry and catalog',
        description:
          'Schemas and contracts, proved compatible before they are kept. Every address of the Confluent dialect also stands below `/contexts/{context}`.',
        version,
      },
    );

  static of(
    config: Config,
    dataSource: DataSource,
    { document, gatewayUrl }: RegistryPlace,
  ): DynamicModule {
    const registry = RegistryModule.register(registryOf(config));
    return {
      module: RegistryServer,
      ...documented(document),
      imports: [
        database(config, dataSource),
        GovernanceModule.register(accessOf(config)),
        AuditModule,
        TrafficModule.register(),
        registry,
        CatalogModule.register(registry, {
          gatewayPort: config.CONCORDAT_GATEWAY_PORT,
          gatewayUrl,
          logHasAll: config.KAFKA_BROKERS === undefined,
        }),
      ],
    };
  }
}

/** The table of contents: the gateway’s HTTP door and the event log on the other. */
@Module({})
export class GatewayServer {
  static readonly document = () =>
    new ApiDocument([...gatewayOperations, ...eventLogOperations, ...appOperations], {
      title: 'Concordat: validation gateway and event log',
      description: 'Events, judged against their contract before they reach the broker.',
      version,
    });

  static of(config: Config, dataSource: DataSource, document: ApiDocument): DynamicModule {
    const brokers = config.KAFKA_BROKERS;
    return {
      module: GatewayServer,
      ...documented(document),
      imports: [
        database(config, dataSource),
        GovernanceModule.gateOnly(accessOf(config)),
        ValidationGatewayModule.register({
          broker: brokers ? { kind: 'kafka', brokers } : { kind: 'event-log' },
          contractsFile: config.CONCORDAT_CONTRACTS_FILE,
          quarantineDays: config.CONCORDAT_QUARANTINE_DAYS,
          registry: registryOf(config),
        }),
      ],
    };
  }
}
