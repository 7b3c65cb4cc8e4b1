import { type DynamicModule, Module } from '@nestjs/common';
import { EventLogModule } from '#event-log';
import { CATALOG_SETTINGS, type CatalogSettings } from './catalog-settings.js';
import { ClassifyVersions } from './changes/classify-versions.js';
import { ListChanges } from './changes/list-changes.js';
import { FollowEvent } from './causality/follow-event.js';
import { CompareCopy } from './copies/compare-copy.js';
import { KnownEntities } from './copies/known-entities.js';
import { RepairCopy } from './copies/repair-copy.js';
import { DescribeDiff } from './diff/describe-diff.js';
import { CatalogIndex } from './discover/catalog-index.js';
import { SearchFields } from './discover/search-fields.js';
import { DeclaredConsumers } from './discover/declared-consumers.js';
import { DiscoverEvents } from './discover/discover-events.js';
import { NearestEvents } from './discover/nearest-events.js';
import { DescribeEvent } from './event/describe-event.js';
import { EventContracts } from './event/event-contracts.js';
import { ReadContracts } from './event/read-contracts.js';
import { ShowExamples } from './event/show-examples.js';
import { ShowRefusal } from './event/show-refusal.js';
import { WatchEvent } from './event/watch-event.js';
import { CatalogController } from './http/catalog.controller.js';
import { AskGateway } from './gateway/ask-gateway.js';
import { DescribeField } from './field/describe-field.js';
import { SampleEvents } from './field/sample-events.js';
import { TryField } from './field/try-field.js';
import { CheckHealth } from './health/check-health.js';
import { GatewayPulse } from './health/gateway-pulse.js';
import { ReadTallies } from './health/read-tallies.js';
import { ReadWaiting } from './health/read-waiting.js';
import { CollectNews } from './home/collect-news.js';
import { Welcome } from './home/welcome.js';
import { DrawPage } from './http/draw-page.js';
import { ChangesController } from './http/changes.controller.js';
import { CopiesController } from './http/copies.controller.js';
import { CausalityController } from './http/causality.controller.js';
import { DeskController } from './http/desk.controller.js';
import { EntitiesController } from './http/entities.controller.js';
import { ReportDrift } from './drift/report-drift.js';
import { DriftController } from './http/drift.controller.js';
import { DiffController } from './http/diff.controller.js';
import { ExamplesController } from './http/examples.controller.js';
import { ExportsController } from './http/exports.controller.js';
import { ImportsController } from './http/imports.controller.js';
import { JudgeController } from './http/judge.controller.js';
import { NearestController } from './http/nearest.controller.js';
import { FieldController } from './http/field.controller.js';
import { NeighboursController } from './http/neighbours.controller.js';
import { CatalogQuarantineController } from './http/quarantine.controller.js';
import { LastAnswers } from './kept/last-answers.js';
import { DrawLineage } from './lineage/draw-lineage.js';
import { LiveStream } from './live/live-stream.js';
import { ReadPulse } from './live/read-pulse.js';
import { PartyBook } from './parties/party-book.js';
import { ReadGroups } from './parties/read-groups.js';
import { ShowParties } from './parties/show-parties.js';
import { ActOnCase } from './quarantine/act-on-case.js';
import { ListCauses } from './quarantine/list-causes.js';
import { ShowCase } from './quarantine/show-case.js';
import { ShowStanding } from './quarantine/show-standing.js';
import { WriteReview } from './review/write-review.js';
import { ReportRollout } from './rollout/report-rollout.js';
import { AwaitPosition } from './state/await-position.js';
import { FindStates } from './state/find-states.js';
import { KeepStates } from './state/keep-states.js';
import { PastState } from './state/past-state.js';
import { RebuildStates } from './state/rebuild-states.js';
import { ShowStates } from './state/show-states.js';
import { StateStep } from './state/state-step.js';
import { WantedStates } from './state/wanted-states.js';
import { WordsOfEvents } from './state/words-of-events.js';
import { ConflictTallies } from './store/conflict-tallies.js';
import { QuarantineCauses } from './store/quarantine-causes.js';
import { PagesController } from './http/pages.controller.js';
import { ReviewController } from './http/review.controller.js';
import { RolloutController } from './http/rollout.controller.js';
import { Site } from './http/site.js';
import { Traffic } from './live/traffic.js';
import { DescribedFields } from './store/described-fields.js';
import { LatestContracts } from './store/latest-contracts.js';
import { ChangeRows } from './store/change-rows.js';
import { ContractVersions } from './store/contract-versions.js';
import { LatestStates } from './store/latest-states.js';
import { StateBuilds } from './store/state-builds.js';
import { EventTallies } from './store/event-tallies.js';
import { RecentVersions } from './store/recent-versions.js';
import { TallyRows } from './store/tally-rows.js';
import { TrafficMinutes } from './store/traffic-minutes.js';
import { UndescribedSubjects } from './store/undescribed-subjects.js';
import { ListUndescribed } from './subjects/list-undescribed.js';
import { ListSunsets } from './sunset/list-sunsets.js';
import { TallyBook } from './tallies/tally-book.js';

const stores = [
  ChangeRows,
  ContractVersions,
  DescribedFields,
  EventTallies,
  LatestContracts,
  LatestStates,
  QuarantineCauses,
  RecentVersions,
  StateBuilds,
  TallyRows,
  TrafficMinutes,
  UndescribedSubjects,
  ConflictTallies,
];
const verbs = [
  SearchFields,
  DeclaredConsumers,
  DiscoverEvents,
  NearestEvents,
  DescribeEvent,
  DescribeDiff,
  WatchEvent,
  ShowRefusal,
  ShowExamples,
];
const desk = [AskGateway, ListCauses, ShowCase, ShowStanding, ActOnCase];
const neighbours = [
  ReadGroups,
  PartyBook,
  ShowParties,
  DrawLineage,
  SampleEvents,
  DescribeField,
  TryField,
  ListUndescribed,
  FollowEvent,
];
const states = [
  WantedStates,
  WordsOfEvents,
  StateStep,
  KeepStates,
  AwaitPosition,
  ShowStates,
  FindStates,
  PastState,
  RebuildStates,
  KnownEntities,
  CompareCopy,
  RepairCopy,
  ReportDrift,
  ReportRollout,
];
const overview = [
  TallyBook,
  ReadWaiting,
  ReadTallies,
  GatewayPulse,
  CheckHealth,
  ListSunsets,
  CollectNews,
  Welcome,
  WriteReview,
  ClassifyVersions,
  ListChanges,
  ReadPulse,
  LiveStream,
];

@Module({})
export class CatalogModule {
  /** @param registry the module of this server: its sandbox compares for the pages too */
  static register(registry: DynamicModule, settings: CatalogSettings): DynamicModule {
    return {
      module: CatalogModule,
      imports: [registry, EventLogModule.storesOnly()],
      providers: [
        { provide: CATALOG_SETTINGS, useValue: settings },
        ...[CatalogIndex, EventContracts, ReadContracts, LastAnswers, Site, DrawPage, Traffic],
        ...stores,
        ...verbs,
        ...desk,
        ...neighbours,
        ...overview,
        ...states,
      ],
      controllers: [
        CatalogController,
        ExamplesController,
        DeskController,
        ChangesController,
        NearestController,
        NeighboursController,
        FieldController,
        CausalityController,
        ImportsController,
        DiffController,
        DriftController,
        ReviewController,
        RolloutController,
        EntitiesController,
        CopiesController,
        JudgeController,
        CatalogQuarantineController,
        ExportsController,
        PagesController,
      ],
    };
  }
}
