import { Injectable } from '@nestjs/common';
import { Sandbox } from './sandbox.js';

/** Where a registration is rare: no process waits for the first one. */
@Injectable()
export class SandboxOnDemand extends Sandbox {
  override onApplicationBootstrap(): void {}
}
