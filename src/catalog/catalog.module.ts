import { type DynamicModule, Module } from '@nestjs/common';
import { EventLogModule } from '#event-log';
import { CATALOG_SETTINGS, type CatalogSettings } from './catalog-settings.js';
import { DescribeDiff } from './diff/describe-diff.js';
import { CatalogIndex } from './discover/catalog-index.js';
import { DiscoverEvents } from './discover/discover-events.js';
import { DescribeEvent } from './event/describe-event.js';
import { EventContracts } from './event/event-contracts.js';
import { ReadContracts } from './event/read-contracts.js';
import { ShowRefusal } from './event/show-refusal.js';
import { WatchEvent } from './event/watch-event.js';
import { CatalogController } from './http/catalog.controller.js';
import { AskGateway } from './gateway/ask-gateway.js';
import { DiffController } from './http/diff.controller.js';
import { ExportsController } from './http/exports.controller.js';
import { JudgeController } from './http/judge.controller.js';
import { CatalogQuarantineController } from './http/quarantine.controller.js';
import { ActOnCase } from './quarantine/act-on-case.js';
import { ListCauses } from './quarantine/list-causes.js';
import { ShowCase } from './quarantine/show-case.js';
import { QuarantineCauses } from './store/quarantine-causes.js';
import { PagesController } from './http/pages.controller.js';
import { Site } from './http/site.js';
import { Traffic } from './live/traffic.js';
import { ContractVersions } from './store/contract-versions.js';
import { EventTallies } from './store/event-tallies.js';
import { TrafficMinutes } from './store/traffic-minutes.js';

const stores = [ContractVersions, EventTallies, QuarantineCauses, TrafficMinutes];
const verbs = [DiscoverEvents, DescribeEvent, DescribeDiff, WatchEvent, ShowRefusal];
const desk = [AskGateway, ListCauses, ShowCase, ActOnCase];

@Module({})
export class CatalogModule {
  /** @param registry the module of this server: its sandbox compares for the pages too */
  static register(registry: DynamicModule, settings: CatalogSettings): DynamicModule {
    return {
      module: CatalogModule,
      imports: [registry, EventLogModule.storesOnly()],
      providers: [
        { provide: CATALOG_SETTINGS, useValue: settings },
        ...[CatalogIndex, EventContracts, ReadContracts, Site, Traffic],
        ...stores,
        ...verbs,
        ...desk,
      ],
      controllers: [
        CatalogController,
        DiffController,
        JudgeController,
        CatalogQuarantineController,
        ExportsController,
        PagesController,
      ],
    };
  }
}
