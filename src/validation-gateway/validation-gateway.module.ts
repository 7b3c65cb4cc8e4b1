import { type DynamicModule, Module } from '@nestjs/common';
import { EventLogModule } from '#event-log';
import { RegistryModule } from '#registry';
import { GatewayReadiness } from './gateway-readiness.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from './gateway-settings.js';

@Module({})
export class ValidationGatewayModule {
  static register(settings: GatewaySettings): DynamicModule {
    return {
      module: ValidationGatewayModule,
      imports: [RegistryModule.readOnly(), EventLogModule.register()],
      providers: [{ provide: GATEWAY_SETTINGS, useValue: settings }, GatewayReadiness],
      controllers: [],
      exports: [GatewayReadiness],
    };
  }
}
