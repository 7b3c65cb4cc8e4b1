import { Inject, Injectable } from '@nestjs/common';
import { ContractSnapshots } from './3-contract/contract-snapshots.js';
import { Exit } from './6-exit/exit.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from './gateway-settings.js';

/** One line of `/readyz`. */
export interface ReadinessCheck {
  readonly name: string;
  readonly isReady: boolean;
  readonly detail: string;
}

/** Whether this gateway may take events: contract snapshot loaded, broker reachable. */
@Injectable()
export class GatewayReadiness {
  constructor(
    private readonly snapshots: ContractSnapshots,
    private readonly exit: Exit,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  /**
   * Whether nothing can be accepted while PostgreSQL is away. A gateway in front of Kafka goes on
   * with its stateless contracts, and must not be taken out of service for the others' sake.
   */
  isDatabaseNeeded(): boolean {
    const all = this.snapshots.current()?.all ?? [];
    return (
      this.settings.broker.kind !== 'kafka' || all.every(({ isTopicGuarded }) => isTopicGuarded)
    );
  }

  async checks(): Promise<readonly ReadinessCheck[]> {
    const isReachable = await this.exit.isReachable();
    return [
      this.contracts(),
      {
        name: 'broker',
        isReady: isReachable,
        detail: isReachable ? 'accepted events can leave' : 'the broker cannot be reached',
      },
      this.breaker(),
    ];
  }

  /** Told, never a reason to be unready: it closes by itself once the broker is back. */
  private breaker(): ReadinessCheck {
    const detail = this.exit.isRefusing()
      ? 'open: sends fail at once until the broker is back'
      : 'closed: every event is sent';
    return { name: 'breaker', isReady: true, detail };
  }

  private contracts(): ReadinessCheck {
    const held = this.snapshots.current();
    const keptAt = this.snapshots.keptAt();
    const since = keptAt === undefined ? '' : `, as kept on disk at ${keptAt}`;
    const detail = held
      ? `revision ${held.revision} in force${since}`
      : 'no contract snapshot read yet';
    return { name: 'contracts', isReady: held !== undefined, detail };
  }
}
