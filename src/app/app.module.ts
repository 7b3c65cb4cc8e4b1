import { type DynamicModule, Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { CatalogModule } from '#catalog';
import { RegistryModule } from '#registry';
import { ValidationGatewayModule } from '#validation-gateway';
import type { Config } from './config.js';
import { HealthController } from './health/health.controller.js';
import { version } from './version.js';

/**
 * The pool is opened before Nest starts and outlives both servers, so it is handed over under the
 * token `@InjectDataSource()` asks for, instead of `TypeOrmModule.forRoot`, which would close it.
 */
const database = (dataSource: DataSource): DynamicModule => ({
  module: Database,
  global: true,
  providers: [{ provide: getDataSourceToken(), useValue: dataSource }],
  exports: [getDataSourceToken()],
});

@Module({})
class Database {}

/** The table of contents: registry and catalog on one port. */
@Module({})
export class RegistryServer {
  static of(config: Config, dataSource: DataSource): DynamicModule {
    return {
      module: RegistryServer,
      controllers: [HealthController],
      imports: [
        database(dataSource),
        RegistryModule.register({
          conflictCode: config.CONCORDAT_CONFLICT_CODE,
          compatibilityMode: 'BACKWARD',
          version,
        }),
        CatalogModule.register({ gatewayPort: config.CONCORDAT_GATEWAY_PORT }),
      ],
    };
  }
}

/** The table of contents: the gateway’s HTTP door and the event log on the other. */
@Module({})
export class GatewayServer {
  static of(config: Config, dataSource: DataSource): DynamicModule {
    const brokers = config.KAFKA_BROKERS;
    return {
      module: GatewayServer,
      controllers: [HealthController],
      imports: [
        database(dataSource),
        ValidationGatewayModule.register({
          broker: brokers ? { kind: 'kafka', brokers } : { kind: 'event-log' },
          quarantineDays: config.CONCORDAT_QUARANTINE_DAYS,
        }),
      ],
    };
  }
}
