import { appendPointer } from '#schema';
import { isMembers, type Members } from './lossless-text.js';

/** Keywords below which every name is somebody’s own, and every value a schema. */
const MAPS = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'dependencies',
]);
/** What stands below these is an event or part of one, whatever it looks like. */
const EVENTS = new Set(['const', 'enum', 'default', 'examples', 'example']);

export interface SchemaRewrite {
  /** A reference, and the pointer of the resource it belongs to: the root, or what has an `$id`. */
  readonly reference: (reference: string, resource: string) => string;
  /** Called for every value, that of events too. */
  readonly visit?: (value: unknown) => void;
}

/** A JSON Schema with every `$ref` written anew. Drafts differ in too little to matter here. */
export function rewriteSchema(schema: unknown, rewrite: SchemaRewrite): unknown {
  const { reference, visit = () => undefined } = rewrite;
  const isAddressed = addressIn(schema);
  const event = (value: unknown): unknown => {
    visit(value);
    if (Array.isArray(value)) return value.map(event);
    return isMembers(value) ? mapped(value, (inner) => event(inner)) : value;
  };
  const names = (value: unknown, at: At): unknown => {
    if (!isMembers(value)) return inside(value, at);
    visit(value);
    return mapped(value, (inner, name) => inside(inner, below(at, name)));
  };
  const inside = (value: unknown, at: At): unknown => {
    visit(value);
    if (Array.isArray(value)) return value.map((each, index) => inside(each, below(at, index)));
    if (!isMembers(value)) return value;
    const here = isAddressed(value) ? { ...at, resource: at.pointer } : at;
    return mapped(value, (inner, key) => {
      if (key === '$ref' && typeof inner === 'string') {
        visit(inner);
        return reference(inner, here.resource);
      }
      if (EVENTS.has(key)) return event(inner);
      return (MAPS.has(key) ? names : inside)(inner, below(here, key));
    });
  };
  return inside(schema, { pointer: '', resource: '' });
}

interface At {
  readonly pointer: string;
  readonly resource: string;
}

const below = ({ pointer, resource }: At, token: string | number): At => ({
  pointer: appendPointer(pointer, token),
  resource,
});

const DRAFT_04 = /draft-04/;

/** Whether a schema has an address of its own; `id` was the keyword in draft-04 only. */
function addressIn(root: unknown): (schema: Members) => boolean {
  const isOld = isMembers(root) && DRAFT_04.test(String(root['$schema']));
  return (schema) => {
    const address = schema[isOld ? 'id' : '$id'];
    return typeof address === 'string' && !address.startsWith('#');
  };
}

/** `__proto__` is a name like others. */
const mapped = (value: Members, to: (inner: unknown, name: string) => unknown): Members =>
  Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, to(inner, name)]));
