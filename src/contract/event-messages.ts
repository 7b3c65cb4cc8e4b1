import { nearestName } from '#kernel';
import { messagesOf, protobufRootOf, type ReadSchema, type SchemaSource } from '#schema';
import { type Contract } from './contract.js';
import { type ContractFault } from './contract-fault.js';

/** More names than a person looks through. */
const SHOWN_MAX = 10;

type Promised = Pick<Contract, 'schema'>;

/** A schema of which the message that the contract names is the event, where it names one. */
export const withMessages = ({ schema }: Promised, source: SchemaSource): SchemaSource =>
  schema.message === undefined ? source : { ...source, messages: [schema.message] };

/** What the contract says is its event and its schema does not declare. */
export function* messageFaults({ schema }: Promised, read: ReadSchema): Generator<ContractFault> {
  const { message } = schema;
  if (message === undefined || read.source.type !== 'PROTOBUF') return;
  const names = messagesOf(protobufRootOf(read).file).map(({ fullName }) => fullName);
  if (names.includes(message)) return;
  yield {
    code: 'MESSAGE_NOT_IN_SCHEMA',
    pointer: '/schema/message',
    message: `The schema declares no message "${message}". ${adviceOn(message, names)}`,
  };
}

function adviceOn(message: string, names: readonly string[]): string {
  const inPackage = names.find((name) => name.endsWith(`.${message}`));
  const meant = inPackage ?? nearestName(message, names);
  if (meant !== undefined) return `Write its full name; "${meant}" is one.`;
  const shown = names.slice(0, SHOWN_MAX).map((name) => `"${name}"`);
  const more = names.length > SHOWN_MAX ? ` and ${names.length - SHOWN_MAX} more` : '';
  return shown.length === 0
    ? 'It declares none at all.'
    : `It declares ${shown.join(', ')}${more}: name one of them.`;
}
