import { type DynamicModule, Module } from '@nestjs/common';
import { Authenticate } from './access/authenticate.js';
import { KeysController } from './access/http/keys.controller.js';
import { IssueKey } from './access/issue-key.js';
import { RevokeKey } from './access/revoke-key.js';
import { AUTHENTICATE_SETTINGS, type AuthenticateSettings } from './access/settings.js';

/** People and process. Today: who may ask at all. */
@Module({})
export class GovernanceModule {
  /** With the addresses that manage keys; on the registry's port. */
  static register(settings: AuthenticateSettings): DynamicModule {
    const gate = GovernanceModule.gateOnly(settings);
    const providers = [...(gate.providers ?? []), IssueKey, RevokeKey];
    return { ...gate, providers, controllers: [KeysController] };
  }

  /** The gate alone; on the gateway's port. */
  static gateOnly(settings: AuthenticateSettings): DynamicModule {
    return {
      module: GovernanceModule,
      providers: [{ provide: AUTHENTICATE_SETTINGS, useValue: settings }, Authenticate],
      exports: [Authenticate],
    };
  }
}
