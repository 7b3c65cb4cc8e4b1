import { type DynamicModule, Module } from '@nestjs/common';
import { ActiveContracts } from './active-contracts.js';
import { REGISTRY_SETTINGS, type RegistrySettings } from './registry-settings.js';

@Module({})
export class RegistryModule {
  /** The whole registry, HTTP included. */
  static register(settings: RegistrySettings): DynamicModule {
    return {
      module: RegistryModule,
      providers: [{ provide: REGISTRY_SETTINGS, useValue: settings }, ActiveContracts],
      controllers: [],
      exports: [ActiveContracts],
    };
  }

  /** Only what gateways and the catalog read; no HTTP. */
  static readOnly(): DynamicModule {
    return { module: RegistryModule, providers: [ActiveContracts], exports: [ActiveContracts] };
  }
}
