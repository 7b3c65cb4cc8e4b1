import { type DynamicModule, Module } from '@nestjs/common';
import { RecordReads } from '#audit';
import { ActiveContracts } from './active-contracts.js';
import { AdmitSchema } from './admit-schema.js';
import { DescribeEnforcement } from './describe-enforcement.js';
import { DissolveAssociations } from './associations/dissolve-associations.js';
import { FindAssociations } from './associations/find-associations.js';
import { AssociationBatchesController } from './associations/http/association-batches.controller.js';
import { AssociationsController } from './associations/http/associations.controller.js';
import { KeepAssociations } from './associations/keep-associations.js';
import { CheckCompatibility } from './check-compatibility.js';
import { CheckPromotion } from './check-promotion.js';
import { CheckSet } from './check-set.js';
import { CompleteDraft } from './complete-draft.js';
import { Configure } from './configure.js';
import { Consumptions } from './consumptions/consumptions.js';
import { ConsumptionsController } from './consumptions/http/consumptions.controller.js';
import { DeclareConsumption } from './consumptions/declare-consumption.js';
import { DeleteContext } from './delete-context.js';
import { DeleteVersions } from './delete-versions.js';
import { DescribeChange } from './describe-change.js';
import { TryChange } from './try-change.js';
import { FindContexts } from './find-contexts.js';
import { FindContracts } from './find-contracts.js';
import { FindSchemas } from './find-schemas.js';
import { ChecksController } from './http/checks.controller.js';
import { AnswerFromMemory } from './http/confluent/answer-from-memory.js';
import { AnswerKnown } from './http/confluent/answer-known.js';
import { CompatibilityController } from './http/confluent/compatibility.controller.js';
import { ConfigController } from './http/confluent/config.controller.js';
import { ContextsController } from './http/confluent/contexts.controller.js';
import { ModeController } from './http/confluent/mode.controller.js';
import { SchemasController } from './http/confluent/schemas.controller.js';
import { ServerController } from './http/confluent/server.controller.js';
import { SubjectsController } from './http/confluent/subjects.controller.js';
import { SubjectDeletionController } from './http/confluent/subject-deletion.controller.js';
import { TagsController } from './http/confluent/tags.controller.js';
import { TellSchemas } from './http/confluent/tell-schemas.js';
import { VersionsController } from './http/confluent/versions.controller.js';
import { ContractsController } from './http/contracts.controller.js';
import { SubjectHistoryController } from './http/subject-history.controller.js';
import { ImportSchema } from './import-schema.js';
import { DeksController, DekVersionsController } from './keys/http/deks.controller.js';
import { KeksController } from './keys/http/keks.controller.js';
import { KeepDeks } from './keys/keep-deks.js';
import { KeepKeks } from './keys/keep-keks.js';
import { OpenKeys } from './keys/open-keys.js';
import { FormatSchema } from './format-schema.js';
import { JudgeChange } from './judge-change.js';
import { KnownSchemas } from './known-schemas.js';
import { LookUpSchema } from './look-up-schema.js';
import { PublishContract } from './publish-contract.js';
import { RefusedChanges } from './refused-changes.js';
import { RegisterSchema } from './register-schema.js';
import { REGISTRY_SETTINGS, type RegistrySettings } from './registry-settings.js';
import { RetagVersion } from './retag-version.js';
import { RolloutsController } from './rollout/http/rollouts.controller.js';
import { PromoteCandidate } from './rollout/promote-candidate.js';
import { StopRollout } from './rollout/stop-rollout.js';
import { SearchController } from './search/http/search.controller.js';
import { IndexSearch } from './search/index-search.js';
import { SearchRegistry } from './search/search-registry.js';
import { SandboxOnDemand } from './sandbox/sandbox-on-demand.js';
import { Sandbox } from './sandbox/sandbox.js';
import { StepBack } from './step-back.js';
import { StoreTogether } from './store-together.js';
import { UnderstandSchema } from './understand-schema.js';
import { VetSchema } from './vet-schema.js';

const verbs = [
  AdmitSchema,
  AnswerFromMemory,
  AnswerKnown,
  CheckCompatibility,
  CheckPromotion,
  CheckSet,
  CompleteDraft,
  Configure,
  Consumptions,
  DeclareConsumption,
  DeleteContext,
  DeleteVersions,
  DescribeChange,
  TryChange,
  DescribeEnforcement,
  DissolveAssociations,
  FindAssociations,
  FindContexts,
  FindContracts,
  FindSchemas,
  FormatSchema,
  ImportSchema,
  IndexSearch,
  JudgeChange,
  KeepAssociations,
  KeepDeks,
  RecordReads,
  KeepKeks,
  KnownSchemas,
  LookUpSchema,
  OpenKeys,
  PromoteCandidate,
  PublishContract,
  RefusedChanges,
  RegisterSchema,
  RetagVersion,
  Sandbox,
  SearchRegistry,
  StopRollout,
  StoreTogether,
  TellSchemas,
  UnderstandSchema,
  VetSchema,
];

/** What a registration needs, beside a sandbox. */
const registeringVerbs = [
  AdmitSchema,
  CompleteDraft,
  DescribeEnforcement,
  FindContracts,
  ImportSchema,
  IndexSearch,
  JudgeChange,
  RegisterSchema,
  StepBack,
  StopRollout,
  StoreTogether,
  UnderstandSchema,
  VetSchema,
];

const controllers = [
  AssociationBatchesController,
  AssociationsController,
  ChecksController,
  CompatibilityController,
  ConfigController,
  ConsumptionsController,
  ContextsController,
  ContractsController,
  DeksController,
  DekVersionsController,
  KeksController,
  ModeController,
  RolloutsController,
  SchemasController,
  SearchController,
  ServerController,
  SubjectDeletionController,
  SubjectHistoryController,
  SubjectsController,
  TagsController,
  VersionsController,
];

@Module({})
export class RegistryModule {
  /** The whole registry, HTTP included; the catalog beside it shares its verbs. */
  static register(settings: RegistrySettings): DynamicModule {
    return {
      module: RegistryModule,
      providers: [{ provide: REGISTRY_SETTINGS, useValue: settings }, ActiveContracts, ...verbs],
      controllers,
      exports: [ActiveContracts, Consumptions, DescribeChange, RefusedChanges, TryChange],
    };
  }

  /** What gateways read, and the one way to register what a request brings along; no HTTP. */
  static registering(settings: RegistrySettings): DynamicModule {
    return {
      module: RegistryModule,
      providers: [
        { provide: REGISTRY_SETTINGS, useValue: settings },
        { provide: Sandbox, useClass: SandboxOnDemand },
        ActiveContracts,
        ...registeringVerbs,
      ],
      exports: [
        ActiveContracts,
        DescribeEnforcement,
        FindContracts,
        RegisterSchema,
        StepBack,
        StopRollout,
      ],
    };
  }
}
