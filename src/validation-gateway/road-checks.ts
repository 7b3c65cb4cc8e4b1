import {
  type Contract,
  contractBlocks,
  guardsEntity,
  isByClock,
  isDeduplicated,
  isGuarded,
  mergesByClock,
} from '#contract';
import { invariant } from '#kernel';
import type { ReasonCode } from './reasons.js';

/** One check of the road, as verdicts are explained by it. */
export interface RoadCheck {
  /** As verdicts list it among the checks made. */
  readonly check: string;
  /** The folder it lives in. */
  readonly stage: 'decode' | 'contract' | 'validate' | 'guard' | 'exit';
  /** What passes it. */
  readonly says: string;
  /** Whether a contract asks for it at all. */
  readonly isDeclared: (contract: Contract) => boolean;
  /** How it ends where it does not pass; each reason belongs to one check. */
  readonly reasons: readonly ReasonCode[];
  /** Whether it may find something and let the event go on, in whatever mode. */
  readonly onlyWarns?: (contract: Contract) => boolean;
}

const always = () => true;
const hasFieldDates = ({ fields }: Contract): boolean =>
  Object.values(fields).some(
    ({ deprecatedOn, sunsetOn }) => (deprecatedOn ?? sunsetOn) !== undefined,
  );
/** What the contract says of it, where one block is one check. */
function promiseOf(name: string): Pick<RoadCheck, 'says' | 'isDeclared'> {
  const block = contractBlocks.find((each) => each.name === name);
  invariant(block, `there is a block ${name}`);
  return { says: block.promise, isDeclared: block.isDeclared };
}
const hasRules = (modes: readonly string[]) => (contract: Contract) =>
  contract.rules.some(({ mode }) => modes.includes(mode));

/**
 * Every check between the door and the answer, in the order in which their refusals are told. From
 * this table and the contract version alone a verdict of long ago is explained, so nothing has to be
 * written for each event while it is judged. The rate stands where `warn` tells of it: behind all
 * that is wrong with the event itself.
 */
export const roadChecks: readonly RoadCheck[] = [
  {
    ...{ check: 'contract', stage: 'contract', isDeclared: always },
    says: 'One contract in force speaks about the event, and its schema can be used.',
    reasons: ['UNKNOWN_TOPIC', 'UNKNOWN_TYPE', 'AMBIGUOUS_CONTRACT', 'CONTRACT_UNUSABLE'],
  },
  {
    ...{ check: 'readable', stage: 'decode', isDeclared: always },
    says: 'Everybody who reads the bytes reads the same event.',
    reasons: [
      'NOT_JSON',
      'INVALID_UTF8',
      'DUPLICATE_KEY',
      'LONE_SURROGATE',
      'NUMBER_OUT_OF_RANGE',
      'TOO_DEEP',
      'TOO_MANY_VALUES',
      'CONTENT_TYPE_MISMATCH',
      'SCHEMA_NAME_UNREADABLE',
      'EVENT_TOO_LARGE',
      'NOT_A_CLOUDEVENT',
      'EVENT_ID_TOO_LONG',
    ],
  },
  {
    ...{ check: 'accepted schema', stage: 'contract', isDeclared: always },
    says: 'The schema it names is one the contract takes events of.',
    reasons: ['SCHEMA_NOT_ACCEPTED'],
  },
  {
    ...{ check: 'message', stage: 'contract' },
    ...promiseOf('schema.message'),
    reasons: ['MESSAGE_NOT_ACCEPTED'],
  },
  {
    ...{ check: 'size', stage: 'validate' },
    ...promiseOf('limits.size'),
    reasons: ['LARGER_THAN_AGREED'],
  },
  {
    ...{ check: 'schema', stage: 'validate', isDeclared: always },
    says: 'The value has the declared shape, and so has a key that names a schema.',
    reasons: ['SCHEMA_VIOLATION', 'NOT_DECODABLE'],
  },
  {
    ...{ check: 'fields', stage: 'validate', isDeclared: hasFieldDates, onlyWarns: hasFieldDates },
    says: 'It carries no field past its sunset.',
    reasons: ['FIELD_SUNSET', 'DEPRECATED_FIELD'],
  },
  {
    ...{ check: 'undeclared', stage: 'validate' },
    says: 'It carries no field that no schema declares.',
    isDeclared: ({ undeclared }) => undeclared !== 'allow',
    reasons: ['UNDECLARED_FIELD'],
    onlyWarns: ({ undeclared }) => undeclared === 'warn',
  },
  {
    ...{ check: 'sunset', stage: 'guard' },
    says: 'The contract takes events still.',
    isDeclared: isEnding,
    reasons: ['CONTRACT_SUNSET', 'CONTRACT_DEPRECATED'],
    onlyWarns: isEnding,
  },
  {
    ...{ check: 'context', stage: 'guard' },
    says: 'It says its id, its source and its type.',
    isDeclared: ({ envelope }) => envelope !== undefined,
    reasons: ['CONTEXT_MISSING'],
  },
  {
    ...{ check: 'producer', stage: 'guard' },
    ...promiseOf('producers'),
    reasons: ['PRODUCER_NOT_DECLARED'],
  },
  {
    ...{ check: 'type', stage: 'guard' },
    ...promiseOf('envelope'),
    reasons: ['EVENT_TYPE_MISMATCH'],
  },
  {
    ...{ check: 'tombstone', stage: 'guard', isDeclared: always },
    says: 'It has a value, unless its topic is compacted and it has a key.',
    reasons: ['TOMBSTONE_NOT_ALLOWED', 'TOMBSTONE_WITHOUT_KEY'],
  },
  {
    ...{ check: 'key', stage: 'guard' },
    ...promiseOf('channel.key'),
    reasons: ['KEY_MISSING', 'KEY_MISMATCH'],
  },
  {
    ...{ check: 'entity', stage: 'guard' },
    says: 'It names the entity it changes.',
    isDeclared: ({ semantics }) => guardsEntity(semantics),
    reasons: ['ENTITY_KEY_MISSING'],
  },
  {
    ...{ check: 'version', stage: 'guard' },
    says: 'It says which version of the entity it is.',
    isDeclared: ({ semantics: { entity, conflict } }) =>
      entity?.version !== undefined && !isByClock(conflict?.policy),
    reasons: ['ENTITY_VERSION_MISSING'],
  },
  {
    ...{ check: 'operation', stage: 'guard' },
    ...promiseOf('semantics.operation'),
    reasons: ['OPERATION_UNKNOWN'],
  },
  {
    ...{ check: 'state', stage: 'guard' },
    says: 'Its state is one of the graph.',
    isDeclared: ({ semantics }) => semantics.transitions !== undefined,
    reasons: ['STATE_UNKNOWN'],
  },
  {
    ...{ check: 'clock', stage: 'guard' },
    says: 'It brings a clock, and none from the future.',
    isDeclared: ({ semantics }) =>
      semantics.entity !== undefined &&
      (isByClock(semantics.conflict?.policy) || mergesByClock(semantics)),
    reasons: ['CLOCK_MISSING', 'CLOCK_AHEAD'],
  },
  {
    ...{ check: 'id', stage: 'guard' },
    says: 'It has an id by which a repeat is known.',
    isDeclared: ({ semantics }) => isDeduplicated(semantics),
    reasons: ['EVENT_ID_MISSING'],
  },
  {
    ...{ check: 'rules', stage: 'guard' },
    says: 'Every rule of the contract holds.',
    isDeclared: hasRules(['enforce', 'warn', 'observe']),
    reasons: ['RULE_BROKEN', 'RULE_OUT_OF_STEPS'],
    onlyWarns: hasRules(['warn', 'observe']),
  },
  {
    ...{ check: 'rate', stage: 'contract' },
    ...promiseOf('limits.rate'),
    reasons: ['RATE_EXCEEDED'],
  },
  {
    ...{ check: 'history', stage: 'exit', isDeclared: isGuarded },
    says: 'It may follow what was admitted before, and is no other event under a known id.',
    reasons: [
      'STALE_VERSION',
      'VERSION_SKIPPED',
      'PREDECESSOR_MISSING',
      'VERSION_HELD',
      'NO_ROOM_TO_WAIT',
      'TRANSITION_NOT_ALLOWED',
      'CONCURRENT_WRITE',
      'NEEDS_REVIEW',
      'EVENT_ID_REUSED',
      'DUPLICATE',
      'SUPERSEDED',
      'MERGE_REFUSED',
      'MERGED',
    ],
  },
  {
    ...{ check: 'custody', stage: 'exit', isDeclared: always },
    says: 'It can be written, and the broker has it.',
    reasons: ['NOT_WRITABLE', 'BROKER_AWAY', 'NOT_CONFIRMED', 'BROKER_REFUSED'],
  },
];

/** Answered by what proves the bytes, or by the context beside them. */
const BY_FORM = new Set([
  ...['contract', 'readable', 'accepted schema', 'schema', 'undeclared'],
  ...['context', 'type', 'tombstone', 'custody'],
]);

/** Whether nothing is left to ask of an event whose bytes are proven to have the form of the contract. */
export const asksForFormOnly = (contract: Contract): boolean =>
  roadChecks.every(({ check, isDeclared }) => BY_FORM.has(check) || !isDeclared(contract));

function isEnding({ status, deprecation }: Contract): boolean {
  return status === 'deprecated' || status === 'sunset' || deprecation !== undefined;
}
