import { fail, ok, type Result } from '#kernel';
import type { EnforcedContract } from '#registry';
import type { PayloadForm } from '#schema';
import type { ContractInForce, PreparedSchema } from '../contract-in-force.js';
import type { ArrivedPayload, SchemaName } from '../payload.js';
import { refuse, type Refusal } from '../verdict.js';

/** The schema an event is judged by: the one it names, if its contract accepts that one. */
export function chooseSchema(
  { schemas, contract, published }: ContractInForce,
  { schema, form }: ArrivedPayload,
): Result<PreparedSchema, Refusal> {
  const found = schemas.find(schema, form);
  if (typeof found !== 'string') return ok(found);
  switch (found) {
    case 'not-accepted':
      return fail(
        refuse('SCHEMA_NOT_ACCEPTED', {
          message: `The event names the schema ${nameOf(schema)}, and of ${contract.schema.subject} the contract takes ${acceptedBy(published)}.`,
        }),
      );
    case 'no-message':
      return fail(noSuchMessage(contract.schema.message, form));
    case 'unusable':
      return fail(refuse('CONTRACT_UNUSABLE'));
  }
}

function noSuchMessage(named: string | undefined, { message }: PayloadForm): Refusal {
  const said = `The event says it is message [${message?.join(', ') ?? ''}] of its schema`;
  if (named === undefined)
    return refuse('SCHEMA_NAME_UNREADABLE', {
      message: `${said}, and the schema has no such message.`,
    });
  return refuse('MESSAGE_NOT_ACCEPTED', {
    message: message
      ? `${said}, and the contract takes the message ${named} only.`
      : `The contract takes the message ${named} only, and the schema the event names does not declare it.`,
  });
}

/** The schema a key is judged by. */
export function chooseKeySchema(
  { keySchemas }: ContractInForce,
  { schema, form }: ArrivedPayload,
): Result<PreparedSchema, Refusal> {
  const found = keySchemas.find(schema, form);
  if (typeof found !== 'string') return ok(found);
  if (found === 'unusable') return fail(refuse('CONTRACT_UNUSABLE'));
  return fail(
    refuse('SCHEMA_NOT_ACCEPTED', {
      message: `The key names the schema ${nameOf(schema)}, which is none of those registered for the keys of its topic.`,
    }),
  );
}

function acceptedBy({ accepted }: EnforcedContract): string {
  const ids = accepted
    .slice(0, SHOWN_MAX)
    .map(({ id, version }) => `version ${version} (id ${id})`);
  const more = accepted.length > SHOWN_MAX ? ` and ${accepted.length - SHOWN_MAX} more` : '';
  return `${ids.join(', ')}${more} only`;
}
const SHOWN_MAX = 5;

function nameOf(schema: SchemaName | undefined): string {
  if (!schema) return '';
  switch (schema.by) {
    case 'id':
      return `${schema.id}`;
    case 'guid':
      return schema.guid;
    case 'version':
      return `version ${schema.version} of ${schema.subject?.slice(0, 80) ?? 'its subject'}`;
    case 'newest':
      return `that is the newest of ${schema.subject?.slice(0, 80) ?? 'its subject'}`;
    case 'text':
      return 'of the request';
  }
}
