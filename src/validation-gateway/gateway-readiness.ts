import { Injectable } from '@nestjs/common';

/** One line of `/readyz`. */
export interface ReadinessCheck {
  readonly name: string;
  readonly isReady: boolean;
  readonly detail: string;
}

/** Whether this gateway may take events: contract snapshot loaded, broker reachable. */
@Injectable()
export class GatewayReadiness {
  checks(): Promise<readonly ReadinessCheck[]> {
    return Promise.resolve([]);
  }
}
