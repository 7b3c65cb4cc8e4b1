import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { limits, principalOf, problem } from '#kernel';
import { registrationOf } from '../../http/confluent/registration.js';
import { isObject, type Members, wrong } from '../../http/read-members.js';
import { isOn, type Query, textOf, textsOf } from '../../http/read-query.js';
import { DEFAULT_CONTEXT, parseContext, parseSubject, printSubject } from '../../subject-name.js';
import {
  ASSOCIATION_TYPES,
  type AssociationType,
  type Lifecycle,
  LIFECYCLES,
  type Resource,
  TOPIC,
} from '../association.js';
import type { AssociationFilter } from '../associations.js';
import type { AskedAssociation, AskedAssociations } from '../keep-associations.js';
import { associationProblems } from '../problems.js';

const ROW = associationProblems.ASSOCIATION_INVALID;
/** As Kafka names topics and clusters. */
const NAME = /^[A-Za-z0-9._-]{1,249}$/;

/** Who asks, for what, and where bare names of subjects belong. */
export interface AssociationCall {
  readonly context: string;
  readonly isDryRun: boolean;
  readonly createdBy: string;
}

export const Call = createParamDecorator((_: unknown, host: ExecutionContext): AssociationCall => {
  const { query, params, headers } = host.switchToHttp().getRequest<FastifyRequest>();
  const { context: below } = params as { readonly context?: string };
  const context = textOf(query as Query, 'context') ?? below;
  return {
    context: context === undefined ? DEFAULT_CONTEXT : parseContext(context),
    isDryRun: isOn(query as Query, 'dryRun'),
    createdBy: principalOf(headers),
  };
});

/** Of `GET /associations/…`; a resource is a topic unless said otherwise. */
export const filterOf = (query: Query): AssociationFilter => ({
  resource: { type: textOf(query, 'resourceType') || TOPIC },
  types: textsOf(query, 'associationType'),
  lifecycle: readLifecycle(textOf(query, 'lifecycle')),
});

/** The body of `POST /associations` and of `PUT /associations/resources/{id}`. */
export function readAssociations(
  body: Members,
  call: AssociationCall,
  isUpdate: boolean,
): AskedAssociations {
  const resource = readResource(body, call);
  const wishes = readWishes(body['associations'], resource, call);
  return { resource, wishes, isUpdate, isDryRun: call.isDryRun, by: call.createdBy };
}

/** A dry run may ask before the resource is made, and so before it has an id. */
export function readResource(body: Members, { isDryRun }: AssociationCall): Resource {
  const name = readName(body['resourceName'], 'resourceName');
  const namespace = readName(body['resourceNamespace'], 'resourceNamespace');
  const { resourceId: id, resourceType: type } = body;
  if (type !== undefined && type !== null && type !== '' && type !== TOPIC)
    throw wrong(ROW, 'resourceType', `must be '${TOPIC}'`);
  const isMissing = id === undefined || id === null || id === '';
  if (isMissing && !isDryRun) throw wrong(ROW, 'resourceId', 'cannot be null or empty');
  return { id: isMissing ? '' : readId(id), type: TOPIC, name, namespace };
}

const ID_CHARACTERS = 249;

export function readId(id: unknown): string {
  // eslint-disable-next-line no-control-regex -- what PostgreSQL keeps and a path can name
  if (typeof id === 'string' && id.length <= ID_CHARACTERS && !/[\u0000-\u001f\u007f]/.test(id))
    return id;
  throw wrong(ROW, 'resourceId', `must be a text of at most ${ID_CHARACTERS} characters`);
}

function readName(value: unknown, where: string): string {
  if (value === undefined || value === null || value === '')
    throw wrong(ROW, where, 'cannot be null or empty');
  if (typeof value === 'string' && NAME.test(value)) return value;
  throw wrong(ROW, where, 'must be 1 to 249 letters, digits, ".", "_" or "-"');
}

function readWishes(
  list: unknown,
  resource: Resource,
  call: AssociationCall,
): readonly AskedAssociation[] {
  if (!Array.isArray(list) || list.length === 0)
    throw wrong(ROW, 'associations', 'cannot be null or empty');
  const wishes = list.map((each: unknown) => readWish(each, resource, call));
  if (new Set(wishes.map(({ type }) => type)).size < wishes.length)
    throw wrong(ROW, 'associationType', 'each type may be named once');
  return wishes;
}

export function readWish(
  value: unknown,
  resource: Resource,
  { context, createdBy }: AssociationCall,
): AskedAssociation {
  if (!isObject(value)) throw wrong(ROW, 'associations', 'must be a list of objects');
  const type = readType(value['associationType']);
  const own = `:.${resource.namespace}:${resource.name}-${type}`;
  const name = value['subject'] ?? own;
  if (typeof name !== 'string') throw wrong(ROW, 'subject', 'must be a text');
  const subject = parseSubject(name, context);
  const isOwnSubject = printSubject(subject) === printSubject(parseSubject(own));
  const isFrozen = readSwitch(value['frozen'], 'frozen');
  if (isFrozen && !isOwnSubject)
    throw wrong(ROW, 'subject', `frozen associations must use subject '${own}'`);
  const { schema: body } = value;
  if (body !== undefined && body !== null && !isObject(body))
    throw wrong(ROW, 'schema', 'must be an object');
  const normalize = readSwitch(value['normalize'], 'normalize') ?? false;
  const query = { normalize: String(normalize) };
  const registration = body ? registrationOf({ name: subject, body, query, createdBy }) : undefined;
  const lifecycle = readLifecycle(value['lifecycle']);
  const hasSchema = registration !== undefined;
  return { type, subject, isOwnSubject, hasSchema, lifecycle, isFrozen, registration };
}

export function readType(value: unknown): AssociationType {
  if (value === undefined || value === null || value === '') return 'value';
  const type = ASSOCIATION_TYPES.find((each) => each === value);
  if (type) return type;
  throw wrong(ROW, 'associationType', "must be either 'key' or 'value'");
}

export function readLifecycle(value: unknown): Lifecycle | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const lifecycle = LIFECYCLES.find((each) => each === value);
  if (lifecycle) return lifecycle;
  throw wrong(ROW, 'lifecycle', "must be either 'STRONG' or 'WEAK'");
}

export function readSwitch(value: unknown, where: string): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw wrong(ROW, where, 'must be true or false');
}

/** The members of `requests` of a batch. */
export function readRequests(body: Members): readonly Members[] {
  const { requests } = body;
  if (!Array.isArray(requests) || requests.length === 0)
    throw wrong(ROW, 'requests', 'cannot be null or empty');
  if (requests.length > limits.associationRequests.value)
    throw problem(associationProblems.ASSOCIATION_BATCH_TOO_LARGE, undefined);
  return requests.map((each: unknown) => {
    if (isObject(each)) return each;
    throw wrong(ROW, 'requests', 'must be a list of objects');
  });
}
