import { type DynamicModule, Module } from '@nestjs/common';
import { ActiveContracts } from './active-contracts.js';
import { CompileSchema } from './compile-schema.js';
import { FindContracts } from './find-contracts.js';
import { ContractsController } from './http/contracts.controller.js';
import { JudgeChange } from './judge-change.js';
import { PublishContract } from './publish-contract.js';
import { RegisterSchema } from './register-schema.js';
import { REGISTRY_SETTINGS, type RegistrySettings } from './registry-settings.js';
import { Sandbox } from './sandbox/sandbox.js';
import { UnderstandSchema } from './understand-schema.js';

@Module({})
export class RegistryModule {
  /** The whole registry, HTTP included. */
  static register(settings: RegistrySettings): DynamicModule {
    return {
      module: RegistryModule,
      providers: [
        { provide: REGISTRY_SETTINGS, useValue: settings },
        ActiveContracts,
        CompileSchema,
        FindContracts,
        JudgeChange,
        PublishContract,
        RegisterSchema,
        Sandbox,
        UnderstandSchema,
      ],
      controllers: [ContractsController],
      exports: [ActiveContracts],
    };
  }

  /** Only what gateways and the catalog read; no HTTP. */
  static readOnly(): DynamicModule {
    return { module: RegistryModule, providers: [ActiveContracts], exports: [ActiveContracts] };
  }
}
