import { type DynamicModule, Module } from '@nestjs/common';
import { EventLog, EventLogModule } from '#event-log';
import { RegistryModule } from '#registry';
import { AnswerOnce } from './1-door/answer-once.js';
import { DryRunController } from './1-door/dry-run.controller.js';
import { EventRoutes } from './1-door/event-routes.js';
import { StandInLine } from './1-door/line/stand-in-line.js';
import { QuarantineActionsController } from './1-door/quarantine-actions.controller.js';
import { RecordsController } from './1-door/records.controller.js';
import { TopicRoutes } from './1-door/topic-routes.js';
import { VerdictsController } from './1-door/verdicts.controller.js';
import { ComparePolicies } from './policies/compare-policies.js';
import { ContractSnapshots } from './3-contract/contract-snapshots.js';
import { KeptContracts } from './3-contract/kept-contracts.js';
import { RegisterTexts } from './3-contract/register-texts.js';
import { DecideConflict } from './decide-conflict.js';
import { Custody } from './peers/custody.js';
import { Departures } from './6-exit/departures.js';
import { Exit } from './6-exit/exit.js';
import { KafkaPlace } from './6-exit/kafka-place.js';
import { LeaveGuarded } from './6-exit/leave-guarded.js';
import { openExit } from './6-exit/open-exit.js';
import { RelayBacklog } from './6-exit/relay/relay-backlog.js';
import { Relay } from './6-exit/relay/relay.js';
import { ExpireQuarantine } from './rounds/expire-quarantine.js';
import { ExplainVerdicts } from './explain/explain-verdicts.js';
import { ForgetOldRows } from './rounds/forget-old-rows.js';
import { GatewayReadiness } from './gateway-readiness.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from './gateway-settings.js';
import { KeepRetention } from './rounds/keep-retention.js';
import { ObserveGroups } from './rounds/observe-groups.js';
import { LatencyCounts } from './counts/latency-counts.js';
import { NoteLinks } from './counts/note-links.js';
import { NoteVerdicts } from './counts/note-verdicts.js';
import { Pipeline } from './pipeline.js';
import { topicConfigOf } from './6-exit/topic-config-of.js';
import { UndeclaredCounts } from './counts/undeclared-counts.js';
import { VerdictCounters } from './counts/verdict-counters.js';
import { WatchRefusals } from './rounds/watch-refusals.js';

/** Topics are made as the contracts in force at that moment say. */
const kafkaOf = ({ broker }: GatewaySettings, contracts: ContractSnapshots) =>
  broker.kind === 'kafka'
    ? new KafkaPlace(broker.brokers, (topic) =>
        topicConfigOf(topic, contracts.current()?.all ?? []),
      )
    : undefined;

@Module({})
export class ValidationGatewayModule {
  static register(settings: GatewaySettings): DynamicModule {
    return {
      module: ValidationGatewayModule,
      imports: [RegistryModule.registering(settings.registry), EventLogModule.register()],
      providers: [
        { provide: GATEWAY_SETTINGS, useValue: settings },
        {
          provide: Exit,
          useFactory: openExit,
          inject: [KafkaPlace, EventLog, Custody],
        },
        {
          provide: KafkaPlace,
          useFactory: (contracts: ContractSnapshots) => kafkaOf(settings, contracts),
          inject: [ContractSnapshots],
        },
        { provide: KeptContracts, useValue: new KeptContracts(settings.contractsFile) },
        ContractSnapshots,
        RegisterTexts,
        Custody,
        LeaveGuarded,
        Departures,
        RelayBacklog,
        Relay,
        UndeclaredCounts,
        VerdictCounters,
        LatencyCounts,
        NoteLinks,
        ComparePolicies,
        NoteVerdicts,
        Pipeline,
        DecideConflict,
        StandInLine,
        AnswerOnce,
        EventRoutes,
        TopicRoutes,
        ExplainVerdicts,
        ExpireQuarantine,
        ForgetOldRows,
        KeepRetention,
        WatchRefusals,
        ObserveGroups,
        GatewayReadiness,
      ],
      controllers: [
        RecordsController,
        DryRunController,
        QuarantineActionsController,
        VerdictsController,
      ],
      exports: [GatewayReadiness],
    };
  }
}
