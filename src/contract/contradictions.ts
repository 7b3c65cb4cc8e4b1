import { appendPointer, languageOf, nodesAt, type ReadSchema, type SchemaNode } from '#schema';
import { type Contract } from './contract.js';
import { type ContractFault } from './contract-fault.js';
import { durationMs } from './duration-ms.js';
import { messageFaults, withMessages } from './event-messages.js';
import { isByClock, isGuarded } from './guarding.js';
import { mergeFields, mergeFaults } from './merge/merge-faults.js';
import { fieldFaults, ruleFaults } from './rules/rule-faults.js';

/** What each part allows alone but the parts together do not mean. */
export function contradictionsIn(contract: Contract): readonly ContractFault[] {
  return [
    ...conflictPolicy(contract),
    ...periods(contract),
    ...operations(contract),
    ...transitions(contract),
    ...guards(contract),
    ...mergeFaults(contract),
    ...ruleFaults(contract),
    ...deadLetters(contract),
    ...retries(contract),
    ...schemaPlace(contract),
    ...againstSchema(contract),
  ];
}

function conflictPolicy({ producers, semantics }: Contract): readonly ContractFault[] {
  if (producers.length <= 1 || semantics.conflict) return [];
  return [
    {
      code: 'CONFLICT_POLICY_MISSING',
      pointer: '/semantics/conflict',
      message:
        `${producers.length} producers write these events, and nothing says what happens when they disagree. ` +
        'Name one producer, or declare semantics.conflict.policy.',
    },
  ];
}

const PERIOD = 'A sunset lies after the deprecation it ends. Swap the two dates or correct them.';

function* periods({ deprecation, fields }: Contract): Generator<ContractFault> {
  const isBackwards = (from?: string, until?: string): boolean =>
    from !== undefined && until !== undefined && until <= from;
  if (isBackwards(deprecation?.from, deprecation?.sunset))
    yield { code: 'SUNSET_NOT_AFTER_DEPRECATION', pointer: '/deprecation/sunset', message: PERIOD };
  for (const [field, { deprecatedOn, sunsetOn }] of Object.entries(fields))
    if (isBackwards(deprecatedOn, sunsetOn))
      yield {
        code: 'SUNSET_NOT_AFTER_DEPRECATION',
        pointer: appendPointer('/fields', field, 'sunsetOn'),
        message: PERIOD,
      };
}

function* operations({ semantics: { operation } }: Contract): Generator<ContractFault> {
  const both = operation?.delete.find((word) => operation.upsert.includes(word));
  if (both !== undefined)
    yield {
      code: 'OPERATION_AMBIGUOUS',
      pointer: '/semantics/operation/delete',
      message: `"${both}" means both upsert and delete. Keep it in one list.`,
    };
}

function* transitions({
  semantics: { transitions: declared },
}: Contract): Generator<ContractFault> {
  if (declared && Object.keys(declared.graph).length === 0)
    yield {
      code: 'TRANSITIONS_EMPTY',
      pointer: '/semantics/transitions/graph',
      message:
        'The graph has no state, so every event would be refused. Name the states or remove the block.',
    };
}

/** A guard that could never find what it compares would be a promise nobody keeps. */
function* guards({ semantics, producers }: Contract): Generator<ContractFault> {
  const { entity, transitions: declared, conflict } = semantics;
  if (declared && !entity)
    yield {
      code: 'ENTITY_MISSING',
      pointer: '/semantics/transitions',
      message:
        'States belong to an entity, and the contract names none. Declare semantics.entity with its key.',
    };
  if ((isByClock(conflict?.policy) || conflict?.policy === 'merge') && !entity)
    yield {
      code: 'ENTITY_MISSING',
      pointer: '/semantics/conflict/policy',
      message:
        'Writers disagree about an entity, and the contract names none. Declare semantics.entity with its key.',
    };
  if (entity?.gap !== undefined && entity.gap !== 'allow' && entity.version === undefined)
    yield {
      code: 'ENTITY_VERSION_MISSING',
      pointer: '/semantics/entity/gap',
      message:
        'A gap is a skipped version, and the contract names no version. Declare semantics.entity.version.',
    };
  if (entity?.gap !== undefined && entity.gap !== 'allow' && isByClock(conflict?.policy))
    yield {
      code: 'GAP_NOT_BY_VERSION',
      pointer: '/semantics/entity/gap',
      message: `Under the conflict policy ${conflict?.policy} events are not ordered by their versions, so a skipped one is neither waited for nor refused. Remove gap, or choose the policy reject or review.`,
    };
  if (semantics.delivery === 'at-most-once' && isGuarded({ semantics }))
    yield {
      code: 'DELIVERY_CONTRADICTED',
      pointer: '/semantics/delivery',
      message:
        'What was admitted before is asked about these events, so none of them may be lost, and at-most-once says that some may. Say effectively-once or at-least-once, or remove dedup, transitions, the conflict policy and the version of the entity.',
    };
  if (conflict?.policy === 'vector-clock' && producers.some(({ source }) => source === undefined))
    yield {
      code: 'PRODUCER_SOURCE_MISSING',
      pointer: '/producers',
      message:
        'A vector clock counts the writes of each source, and a producer names none. Give every producer its source.',
    };
}

function* deadLetters({ channel, enforcement }: Contract): Generator<ContractFault> {
  if (enforcement.deadLetterTopic === channel.topic)
    yield {
      code: 'DEAD_LETTERS_TO_ITSELF',
      pointer: '/enforcement/deadLetterTopic',
      message:
        'Copies of what is refused would stand among the events that keep the contract. Name another topic.',
    };
}

function* retries({ retry }: Contract): Generator<ContractFault> {
  if (retry && durationMs(retry.initialBackoff) > durationMs(retry.maxBackoff))
    yield {
      code: 'BACKOFF_BACKWARDS',
      pointer: '/retry/initialBackoff',
      message: `The first wait (${retry.initialBackoff}) is longer than the longest one (${retry.maxBackoff}). Shorten initialBackoff or raise maxBackoff.`,
    };
}

function* schemaPlace({ schema }: Contract): Generator<ContractFault> {
  if (schema.file !== undefined && schema.definition !== undefined)
    yield {
      code: 'SCHEMA_TWICE',
      pointer: '/schema/file',
      message: 'The schema is given twice, as a file and in place. Keep one of them.',
    };
  if (schema.message !== undefined && schema.type !== 'PROTOBUF')
    yield {
      code: 'MESSAGE_NOT_PROTOBUF',
      pointer: '/schema/message',
      message:
        'Only a Protobuf file declares several messages of which one is the event. Remove message, or correct the format.',
    };
}

/** Fields the contract speaks about, with the place where it does. */
function* fieldsNamed(contract: Contract): Generator<{ field: string; pointer: string }> {
  const { channel, semantics, fields } = contract;
  const { entity, operation } = semantics;
  const named = [
    { field: channel.key, pointer: '/channel/key' },
    { field: entity?.key, pointer: '/semantics/entity/key' },
    { field: entity?.version, pointer: '/semantics/entity/version' },
    { field: operation?.from, pointer: '/semantics/operation/from' },
    { field: semantics.transitions?.field, pointer: '/semantics/transitions/field' },
  ];
  for (const { field, pointer } of named) if (field?.startsWith('/')) yield { field, pointer };
  for (const { field, pointer } of mergeFields(semantics)) yield { field, pointer };
  for (const [field, { replacedBy }] of Object.entries(fields)) {
    yield { field, pointer: appendPointer('/fields', field) };
    if (replacedBy !== undefined)
      yield { field: replacedBy, pointer: appendPointer('/fields', field, 'replacedBy') };
  }
}

/** The schema in place is the truth about fields; one behind a file or references is checked later. */
function schemaOf(contract: Contract): ReadSchema | undefined {
  const { type, definition: text, references } = contract.schema;
  if (text === undefined || references.length > 0) return undefined;
  const read = languageOf(type)?.read(withMessages(contract, { type, text, references: [] }));
  // What is wrong with the schema itself is said by whoever registers it.
  return read?.ok ? read.value : undefined;
}

/** What a contract whose schema is a file says about fields, held against that schema. */
export const contradictionsWithSchema = (
  contract: Contract,
  definition: string,
): readonly ContractFault[] => [
  ...againstSchema({ ...contract, schema: { ...contract.schema, definition } }),
];

function* againstSchema(contract: Contract): Generator<ContractFault> {
  const named = [...fieldsNamed(contract)];
  const { message } = contract.schema;
  if (named.length === 0 && contract.rules.length === 0 && message === undefined) return;
  const read = schemaOf(contract);
  const tree = read && languageOf(read.source.type)?.tree(read);
  if (!tree) return;
  const missing = [...messageFaults(contract, read)];
  if (missing.length > 0) return yield* missing;
  for (const { field, pointer } of named) {
    if (nodesAt(tree, field)?.length === 0)
      yield {
        code: 'FIELD_NOT_IN_SCHEMA',
        pointer,
        message: `The schema declares no field ${field}. Correct the pointer, or declare the field in the schema.`,
      };
  }
  yield* statesOutsideSchema(contract, tree);
  yield* fieldFaults(contract, tree);
}

function* statesOutsideSchema({ semantics }: Contract, tree: SchemaNode): Generator<ContractFault> {
  const { field, graph } = semantics.transitions ?? { field: '', graph: {} };
  const allowed = nodesAt(tree, field)?.flatMap(({ values }) => values ?? []) ?? [];
  if (allowed.length === 0) return;
  const states = new Map(
    Object.entries(graph).flatMap(([from, to]) =>
      [from, ...to].map(
        (state) => [state, appendPointer('/semantics/transitions/graph', from)] as const,
      ),
    ),
  );
  for (const [state, pointer] of states)
    if (!allowed.includes(state))
      yield {
        code: 'TRANSITION_STATE_UNKNOWN',
        pointer,
        message: `The schema does not allow the state "${state}" in ${field}. Correct the name, or add it to the enum.`,
      };
}
