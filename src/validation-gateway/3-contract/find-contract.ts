import { fail, ok, type Result } from '#kernel';
import type { ContractInForce, ContractsInForce } from '../contract-in-force.js';
import type { ArrivedEvent } from '../event.js';
import { refuse, type Refusal } from '../verdict.js';

/**
 * Which promise an event is held to. Its topic decides where one was addressed, and its type among
 * several contracts of that topic; without a topic its type decides alone.
 */
export function findContract(
  event: ArrivedEvent,
  contracts: ContractsInForce,
): Result<ContractInForce, Refusal> {
  const { topic, context } = event;
  if (topic === undefined) return byTypeAlone(context?.type ?? '', contracts);
  const onTopic = contracts.byTopic(topic);
  if (onTopic.length === 0) return fail(refuse('UNKNOWN_TOPIC', { message: noneOn(topic) }));
  const [alone] = onTopic;
  if (alone && onTopic.length === 1) return ok(alone);
  const ofType = onTopic.filter(({ contract }) => contract.envelope?.type === context?.type);
  const [only] = ofType;
  if (only && ofType.length === 1) return ok(only);
  return fail(refuse('AMBIGUOUS_CONTRACT', { message: severalOn(topic, onTopic) }));
}

function byTypeAlone(type: string, contracts: ContractsInForce): Result<ContractInForce, Refusal> {
  const ofType = contracts.byType(type);
  const [only] = ofType;
  if (!only) return fail(refuse('UNKNOWN_TYPE', { pointer: '/type', message: noneOf(type) }));
  if (ofType.length === 1) return ok(only);
  const topics = ofType.map(({ contract }) => contract.channel.topic);
  return fail(refuse('AMBIGUOUS_CONTRACT', { pointer: '/type', message: severalOf(topics) }));
}

const noneOn = (topic: string): string =>
  `No contract in force speaks about the topic ${topic.slice(0, 255)}.`;

const noneOf = (type: string): string =>
  `No contract in force declares the event type ${JSON.stringify(type.slice(0, 255))} in envelope.type.`;

const severalOn = (topic: string, found: readonly ContractInForce[]): string =>
  `The topic ${topic} carries several event types (${found
    .slice(0, 5)
    .map(({ contract }) => contract.envelope?.type ?? contract.id)
    .join(', ')}), and this event does not say which of them it is.`;

const severalOf = (topics: readonly string[]): string =>
  `Contracts of several topics (${topics.slice(0, 5).join(', ')}) declare this event type, and no topic was named.`;
