import { fail, ok, type Result } from '#kernel';
import type { Json } from '#schema';
import {
  idFrom,
  type Imported,
  type Members,
  members,
  sameContract,
  textAt,
  topicFrom,
} from './imported.js';

const NO_OWNER = 'unowned';
const STATUSES = new Set(['draft', 'proposed', 'active', 'deprecated', 'retired']);
const DURATIONS: Readonly<Record<string, string>> = {
  d: 'D',
  day: 'D',
  days: 'D',
  y: 'Y',
  year: 'Y',
  years: 'Y',
};
/** What JSON can say of ODCS’s logical types. */
const TYPES: Readonly<Record<string, object>> = {
  string: { type: 'string' },
  date: { type: 'string', format: 'date' },
  timestamp: { type: 'string', format: 'date-time' },
  time: { type: 'string', format: 'time' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
};

/** An Open Data Contract Standard document, 3.x: one contract for each object of its schema. */
export function fromOdcs(document: Json): Result<Imported, string> {
  const said = members(document);
  if (said['kind'] !== 'DataContract' || !/^v3\./.test(textAt(said, 'apiVersion') ?? ''))
    return fail('it does not say "kind: DataContract" and "apiVersion: v3.1.0" or another of v3.');
  const objects = Array.isArray(said['schema']) ? said['schema'] : [];
  if (objects.length === 0) return fail('its schema has no object.');
  const kept = keptContract(said);
  if (kept) return ok({ contracts: [kept], notes: [] });
  const notes = new Set<string>();
  return ok({
    contracts: objects.map((object) => contractOf(members(object), said, objects.length, notes)),
    notes: [...notes],
  });
}

function keptContract(said: Members): object | undefined {
  const custom = Array.isArray(said['customProperties']) ? said['customProperties'] : [];
  const valueOf = (name: string): unknown =>
    members(custom.find((each) => members(each)['property'] === name))['value'];
  const schema = members(valueOf('eventSchema'));
  const text = textAt(schema, 'text') ?? '';
  const definition = schema['type'] === 'PROTOBUF' ? text : parsed(text);
  return definition === undefined ? undefined : sameContract(valueOf('eventContract'), definition);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function contractOf(object: Members, said: Members, objects: number, notes: Set<string>): object {
  const name = textAt(object, 'name') ?? 'event';
  const id = textAt(said, 'id') ?? textAt(said, 'name') ?? name;
  const team = textAt(said['team'], 'name') ?? NO_OWNER;
  if (team === NO_OWNER)
    notes.add('The document names no team: write the owning team in place of "unowned".');
  const purpose = textAt(object, 'description') ?? textAt(said['description'], 'purpose');
  const limitations = textAt(said['description'], 'limitations');
  const status = textAt(said, 'status') ?? 'draft';
  const retention = retentionOf(said);
  return {
    apiVersion: 'concordat/v1',
    kind: 'EventContract',
    id: idFrom(objects === 1 ? id : `${id}.${name}`),
    name: textAt(object, 'businessName') ?? textAt(said, 'name') ?? name,
    status: STATUSES.has(status) ? status : 'draft',
    ...(textAt(said, 'domain') !== undefined && { domain: said['domain'] }),
    owner: { team },
    description: {
      ...(purpose !== undefined && { purpose }),
      ...(limitations !== undefined && { limitations }),
    },
    ...(Array.isArray(said['tags']) && { tags: said['tags'] }),
    schema: { format: 'json-schema', definition: objectSchema(object) },
    channel: {
      topic: topicFrom(textAt(object, 'physicalName') ?? name),
      ...(retention !== undefined && { retention }),
    },
    fields: Object.fromEntries(classified(object, '')),
  };
}

function retentionOf(said: Members): string | undefined {
  const all = Array.isArray(said['slaProperties']) ? said['slaProperties'] : [];
  const { value, unit } = members(all.find((each) => members(each)['property'] === 'retention'));
  if (typeof value === 'string' && /^P/.test(value)) return value;
  const letter = DURATIONS[String(unit).toLowerCase()];
  return letter !== undefined && /^\d+$/.test(String(value))
    ? `P${String(value)}${letter}`
    : undefined;
}

const propertiesOf = (object: Members): readonly Members[] =>
  Array.isArray(object['properties']) ? object['properties'].map(members) : [];

function objectSchema(object: Members): object {
  const properties = propertiesOf(object);
  const required = properties.flatMap((each) =>
    each['required'] === true ? [textAt(each, 'name') ?? ''] : [],
  );
  return {
    type: 'object',
    properties: Object.fromEntries(
      properties.map((each) => [textAt(each, 'name') ?? '', propertySchema(each)]),
    ),
    ...(required.length > 0 && { required }),
  };
}

/** ODCS names limits as JSON Schema does, so they are taken as they stand. */
const OPTIONS =
  'minLength maxLength pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems uniqueItems'.split(
    ' ',
  );

function propertySchema(property: Members): object {
  const logical = textAt(property, 'logicalType') ?? 'object';
  const description = textAt(property, 'description');
  const given = members(property['logicalTypeOptions']);
  const options = Object.entries(given).filter(([name]) => OPTIONS.includes(name));
  return {
    ...(logical === 'array'
      ? {
          type: 'array',
          items: propertySchema(members(property['items'] ?? { logicalType: 'object' })),
        }
      : (TYPES[logical] ?? objectSchema(property))),
    ...(description !== undefined && { description }),
    ...Object.fromEntries(options),
  };
}

function classified(object: Members, at: string): readonly (readonly [string, object])[] {
  return propertiesOf(object).flatMap((each) => {
    const path = `${at}/${(textAt(each, 'name') ?? '').replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const classification = textAt(each, 'classification');
    const own = classification === undefined ? [] : [[path, { classification }] as const];
    return [...own, ...classified(each, path)];
  });
}
