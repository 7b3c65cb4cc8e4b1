import { type DynamicModule, Module } from '@nestjs/common';
import { EventLog, EventLogModule } from '#event-log';
import { isOutage } from '#kernel';
import { RegistryModule } from '#registry';
import { DryRunController } from './1-door/dry-run.controller.js';
import { EventsController } from './1-door/events.controller.js';
import { TopicsController } from './1-door/topics.controller.js';
import { ContractSnapshots } from './3-contract/contract-snapshots.js';
import { Departures } from './6-exit/departures.js';
import { Exit, type ReadyEvent, type Sent } from './6-exit/exit.js';
import { GatewayReadiness } from './gateway-readiness.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from './gateway-settings.js';
import { Pipeline } from './pipeline.js';
import { VerdictCounters } from './verdict-counters.js';

@Module({})
export class ValidationGatewayModule {
  static register(settings: GatewaySettings): DynamicModule {
    return {
      module: ValidationGatewayModule,
      imports: [RegistryModule.readOnly(), EventLogModule.register()],
      providers: [
        { provide: GATEWAY_SETTINGS, useValue: settings },
        { provide: Exit, useFactory: (log: EventLog) => new StraightExit(log), inject: [EventLog] },
        ContractSnapshots,
        Departures,
        VerdictCounters,
        Pipeline,
        GatewayReadiness,
      ],
      controllers: [EventsController, TopicsController, DryRunController],
      exports: [GatewayReadiness],
    };
  }
}

/** Stands in until the drivers of `6-exit` are there. */
class StraightExit extends Exit {
  constructor(private readonly log: EventLog) {
    super();
  }

  async send(events: readonly ReadyEvent[]): Promise<readonly Sent[]> {
    try {
      const positions = await this.log.append(
        events.map((event) => ({ ...event, partition: event.partition ?? 0 })),
      );
      return positions.map((position) => ({ ok: true, position }));
    } catch (error) {
      if (!isOutage(error)) throw error;
      const message = 'The event log cannot be reached.';
      return events.map(() => ({ ok: false, reason: 'broker-away', message }));
    }
  }

  isReachable(): Promise<boolean> {
    return Promise.resolve(true);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
