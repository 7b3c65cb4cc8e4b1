import { type DynamicModule, Module } from '@nestjs/common';
import { EventLogModule } from '#event-log';
import { RegistryModule } from '#registry';

@Module({})
export class CatalogModule {
  static register(): DynamicModule {
    return {
      module: CatalogModule,
      imports: [RegistryModule.readOnly(), EventLogModule.storesOnly()],
    };
  }
}
