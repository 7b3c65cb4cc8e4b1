import { type DynamicModule, Module } from '@nestjs/common';
import { RecordReads } from '#audit';
import { AnsweredRequests } from './answered-requests.js';
import { EventLinks } from './causality/event-links.js';
import { EventHistory } from './event-history.js';
import { EventLog } from './event-log.js';
import { ConsumerGroups } from './groups/consumer-groups.js';
import { GuardedLog } from './guarded-log.js';
import { ChainsController } from './http/chains.controller.js';
import { GroupsController } from './http/groups.controller.js';
import { HoldsController } from './http/holds.controller.js';
import { HistoryController } from './http/history.controller.js';
import { QuarantineController } from './http/quarantine.controller.js';
import { HeldEvents } from './held-events.js';
import { ObservedGroups } from './observed-groups.js';
import { Polls } from './http/polls.js';
import { Tails } from './http/tails.js';
import { ReplaysController } from './http/replays.controller.js';
import { LoggedTopicsController } from './http/topics.controller.js';
import { PolicyComparisons } from './policy-comparisons.js';
import { Quarantine } from './quarantine.js';
import { Relays } from './relays.js';
import { Replays } from './replay/replays.js';
import { SendAgain } from './replay/send-again.js';
import { Latencies } from './latency/latencies.js';
import { LegalHolds } from './retention/legal-holds.js';
import { Retention } from './retention/retention.js';
import { Tallies } from './tallies.js';
import { UndeclaredFields } from './undeclared-fields.js';

const stores = [
  EventHistory,
  EventLinks,
  EventLog,
  GuardedLog,
  Latencies,
  PolicyComparisons,
  Relays,
  Quarantine,
  Retention,
  Tallies,
  UndeclaredFields,
  ConsumerGroups,
  ObservedGroups,
  SendAgain,
];

@Module({})
export class EventLogModule {
  /** The stores and the HTTP routes that read the log; on the gateway's port. */
  static register(): DynamicModule {
    return {
      module: EventLogModule,
      providers: [
        ...stores,
        AnsweredRequests,
        HeldEvents,
        LegalHolds,
        Replays,
        Tails,
        Polls,
        RecordReads,
      ],
      controllers: [
        LoggedTopicsController,
        ChainsController,
        GroupsController,
        ReplaysController,
        QuarantineController,
        HistoryController,
        HoldsController,
      ],
      exports: [...stores, AnsweredRequests],
    };
  }

  /** The stores only; for the catalog. */
  static storesOnly(): DynamicModule {
    return { module: EventLogModule, providers: stores, exports: stores };
  }
}
