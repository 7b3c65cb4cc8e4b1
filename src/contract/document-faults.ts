import { invariant, nearestName } from '#kernel';
import { appendPointer } from '#schema';
import { z } from 'zod';
import { type ContractFault } from './contract-fault.js';

type Step = PropertyKey;

const KEYS_MAX = 20;

/** Reads a document by its shape; every fault names its place and what to write instead. */
export function faultsOf(
  error: z.ZodError,
  shape: z.ZodType,
  document: unknown,
): readonly ContractFault[] {
  return error.issues.flatMap((issue) => faults(issue, shape, document));
}

function faults(
  issue: z.core.$ZodIssue,
  shape: z.ZodType,
  document: unknown,
): readonly ContractFault[] {
  const pointer = appendPointer('', ...issue.path.map(String));
  if (issue.code === 'unrecognized_keys')
    // Each is compared with every known word, so only as many as a person reads.
    return issue.keys
      .slice(0, KEYS_MAX)
      .map((key) => unknownKey(key, { pointer, known: keysAt(shape, issue.path) }));
  if (issue.code === 'invalid_key')
    return [
      {
        code: 'CONTRACT_INVALID',
        pointer,
        message: issue.issues.map(({ message }) => message).join(' '),
      },
    ];
  const name = issue.path.join('.');
  if (name === '' && document === null)
    return [{ code: 'CONTRACT_INVALID', pointer, message: EMPTY }];
  if (valueAt(document, issue.path) === undefined)
    return [{ code: 'CONTRACT_MISSING', pointer, message: missing(name, issue) }];
  return [{ code: 'CONTRACT_INVALID', pointer, message: sentence(name, issue) }];
}

function unknownKey(
  key: string,
  { pointer, known }: { pointer: string; known: readonly string[] },
): ContractFault {
  const meant = nearestName(key, known);
  const remedy =
    meant === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${meant}"?`;
  return {
    code: 'CONTRACT_UNKNOWN_KEY',
    pointer: appendPointer(pointer, key),
    message: `Nothing reads the key "${key.slice(0, 60)}", so it would promise nothing. ${remedy}`,
  };
}

/** An empty file, or one of comments only. */
const EMPTY = 'The document is empty: it holds no key. Write what it should say, or delete it.';

const REASONS: Readonly<Record<string, string>> = {
  owner: 'every contract names the team that answers for it, e.g. owner: { team: orders }',
  'owner.team': 'every contract names the team that answers for it',
  channel: 'a contract says where its events go, e.g. channel: { topic: orders.events }',
  'channel.topic': 'a contract says where its events go',
  id: 'a contract is known by its id, e.g. orders.order-placed',
  kind: 'write kind: EventContract',
  apiVersion: 'write apiVersion: concordat/v1',
};

function missing(name: string, issue: z.core.$ZodIssue): string {
  if (name === '') return 'The document is empty. Write a contract.';
  const reason =
    REASONS[name] ?? (issue.code === 'invalid_value' ? `use ${choice(issue.values)}` : undefined);
  return `"${name}" is missing. Add it${reason ? `: ${reason}` : ''}.`;
}

const choice = (values: readonly unknown[]): string =>
  values.length === 1
    ? `"${String(values[0])}"`
    : `one of ${values.map((value) => `"${String(value)}"`).join(', ')}`;

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a block of keys',
  array: 'a list',
  record: 'a block of keys',
};

function sentence(name: string, issue: z.core.$ZodIssue): string {
  const what = name === '' ? 'The document' : `"${name}"`;
  switch (issue.code) {
    case 'invalid_value':
      return `${what} is not an allowed value. Use ${choice(issue.values)}.`;
    case 'invalid_type':
      return `${what} must be ${KINDS[issue.expected] ?? issue.expected}. Rewrite it.`;
    case 'too_small':
    case 'too_big':
      if (!issue.message.startsWith('Too')) return `${what}: ${issue.message}`;
      return `${what} is ${issue.code === 'too_small' ? 'less' : 'more'} than ${String(issue.code === 'too_small' ? issue.minimum : issue.maximum)}${issue.origin === 'array' ? ' entries' : ''}. Change it.`;
    case 'invalid_union':
      return `${what} must be a text or a JSON Schema. Rewrite it.`;
    default:
      return `${what}: ${issue.message}`;
  }
}

function valueAt(document: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<Step, unknown>)[step], document);
}

/** Keys an object of the shape may have, found by walking the shape along a path. */
function keysAt(shape: z.ZodType, path: readonly Step[]): readonly string[] {
  const found = path.reduce<z.core.$ZodType>((each, step) => inside(unwrap(each), step), shape);
  const object = unwrap(found);
  invariant(object instanceof z.ZodObject, 'keys are known or not where an object has them');
  return Object.keys(object.shape);
}

function unwrap(shape: z.core.$ZodType): z.core.$ZodType {
  if (
    shape instanceof z.ZodOptional ||
    shape instanceof z.ZodDefault ||
    shape instanceof z.ZodPrefault
  )
    return unwrap(shape.def.innerType);
  return shape;
}

function inside(shape: z.core.$ZodType, step: Step): z.core.$ZodType {
  if (shape instanceof z.ZodObject)
    return (shape.shape as Record<Step, z.core.$ZodType>)[step] as z.core.$ZodType;
  if (shape instanceof z.ZodArray) return shape.element;
  invariant(shape instanceof z.ZodRecord, 'parts are those of objects, lists and records');
  return shape.valueType;
}
