import { AnswerAfterACrash1795800200000 } from './20261127-answer-after-a-crash.js';
import { AdmitMerges1795700050000 } from './20261126-admit-merges.js';
import { CreateAnsweredRequests1795700060000 } from './20261126-create-answered-requests.js';
import { ChainEventLog1795600001000 } from './20261126-chain-event-log.js';
import { CloseQuarantineCases1795400005000 } from './20261125-close-quarantine-cases.js';
import { CreateConsumptions1795700001000 } from './20261126-create-consumptions.js';
import { CountChanges1795700020000 } from './20261126-count-changes.js';
import { CreateAssociations1795700030000 } from './20261126-create-associations.js';
import { CreateConsumerGroups1795600005000 } from './20261126-create-consumer-groups.js';
import { CreateApiKeys1795400006000 } from './20261125-create-api-keys.js';
import { CreateEncryptionKeys1795600003000 } from './20261126-create-encryption-keys.js';
import { CreateSearch1795600006000 } from './20261126-create-search.js';
import { CreateAdmission1795400003000 } from './20261125-create-admission.js';
import { CreateRelays1795400004000 } from './20261125-create-relays.js';
import { CreateReplays1795600004000 } from './20261126-create-replays.js';
import { DeleteContexts1795500000000 } from './20261125-delete-contexts.js';
import { CreateEventLog1795400001000 } from './20261123-create-event-log.js';
import { CreateRegistry1795400000000 } from './20261123-create-registry.js';
import { IndexSchemasById1795500260000 } from './20261125-index-schemas-by-id.js';
import { CreateAudit1795800030000 } from './20261127-create-audit.js';
import { HoldTopics1795800010000 } from './20261127-hold-topics.js';
import { HoldEvents1795700320000 } from './20261126-hold-events.js';
import { StepBackEnforcement1795700310000 } from './20261126-step-back-enforcement.js';
import { TellWhatWasLetPass1795800020000 } from './20261127-tell-what-was-let-pass.js';
import { TellOfAcceptedVersions1795600002000 } from './20261126-tell-of-accepted-versions.js';
import { IndexSearchNames1795700021000 } from './20261126-index-search-names.js';
import { IndexPublications1795700510000 } from './20261126-index-publications.js';
import { TellOfKeyVersions1795700040000 } from './20261126-tell-of-key-versions.js';
import { ObserveFields1795800210000 } from './20261127-observe-fields.js';
import { KeepLatestStates1795800040000 } from './20261127-keep-latest-states.js';
import { IndexTalliesByMinute1795400002000 } from './20261123-index-tallies-by-minute.js';
import { MeasureLatency1795800310000 } from './20261127-measure-latency.js';
import { LinkEvents1795800110000 } from './20261127-link-events.js';
import { SayWhy1795800350000 } from './20261127-say-why.js';
import { TryCandidates1795800320000 } from './20261127-try-candidates.js';
import { ThinTallies1795800360000 } from './20261127-thin-tallies.js';
import { NameDeadLetterTopics1795831200000 } from './20261128-name-dead-letter-topics.js';
import { SealQuarantine1795831100000 } from './20261128-seal-quarantine.js';
import { TellChanges1795832000000 } from './20261128-tell-changes.js';
import { ListKindsOfChanges1795835000000 } from './20261128-list-kinds-of-changes.js';
import { MarkSentCases1795834000000 } from './20261128-mark-sent-cases.js';
import { NameLastWords1795840000000 } from './20261128-name-last-words.js';
import { FenceRequests1795850000000 } from './20261128-fence-requests.js';
import { NoteReads1795870000010 } from './20261128-note-reads.js';

/** In the order they run. Applied ones are never edited: a change is a new file. */
export const migrations = [
  CreateRegistry1795400000000,
  CreateEventLog1795400001000,
  IndexTalliesByMinute1795400002000,
  CreateAdmission1795400003000,
  CreateRelays1795400004000,
  CloseQuarantineCases1795400005000,
  CreateApiKeys1795400006000,
  DeleteContexts1795500000000,
  IndexSchemasById1795500260000,
  ChainEventLog1795600001000,
  TellOfAcceptedVersions1795600002000,
  CreateEncryptionKeys1795600003000,
  CreateReplays1795600004000,
  CreateConsumerGroups1795600005000,
  CreateSearch1795600006000,
  CreateConsumptions1795700001000,
  CountChanges1795700020000,
  IndexSearchNames1795700021000,
  CreateAssociations1795700030000,
  TellOfKeyVersions1795700040000,
  AdmitMerges1795700050000,
  CreateAnsweredRequests1795700060000,
  StepBackEnforcement1795700310000,
  HoldEvents1795700320000,
  IndexPublications1795700510000,
  HoldTopics1795800010000,
  TellWhatWasLetPass1795800020000,
  CreateAudit1795800030000,
  KeepLatestStates1795800040000,
  LinkEvents1795800110000,
  AnswerAfterACrash1795800200000,
  ObserveFields1795800210000,
  MeasureLatency1795800310000,
  TryCandidates1795800320000,
  SayWhy1795800350000,
  ThinTallies1795800360000,
  SealQuarantine1795831100000,
  NameDeadLetterTopics1795831200000,
  TellChanges1795832000000,
  MarkSentCases1795834000000,
  ListKindsOfChanges1795835000000,
  NameLastWords1795840000000,
  FenceRequests1795850000000,
  NoteReads1795870000010,
];
