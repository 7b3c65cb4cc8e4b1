import { appendPointer, treeOf, valueAtPointer } from '#schema';
import { type ExportedContract } from './exported-contract.js';
import { idFrom, type Imported, NO_OWNER, ownWords, sameContract, topicFrom } from './imported.js';
import { isMembers, numberIn } from './lossless-text.js';
import { NotImportable, shown } from './not-importable.js';
import { type OneImport } from './one-import.js';
import { Reading } from './reading.js';
import { toOdcs } from './to-odcs.js';
import { toldApart } from './told-apart.js';
import { ValueMeter } from './value-meter.js';

const STATUSES = new Set(['draft', 'proposed', 'active', 'deprecated', 'retired']);
const DURATIONS: ReadonlyMap<string, string> = new Map([
  ...['d', 'day', 'days'].map((unit) => [unit, 'D'] as const),
  ...['y', 'yr', 'year', 'years'].map((unit) => [unit, 'Y'] as const),
]);
/** What JSON can say of ODCS’s logical types. */
const TYPES = new Map<string, object>([
  ...['string', 'number', 'integer', 'boolean'].map((type) => [type, { type }] as const),
  ['date', { type: 'string', format: 'date' }],
  ['timestamp', { type: 'string', format: 'date-time' }],
  ['time', { type: 'string', format: 'time' }],
]);

/** An Open Data Contract Standard document, 3.x: one contract for each object of its schema. */
export function fromOdcs(document: unknown): Imported {
  const reading = new Reading(document);
  checkVersion(reading);
  const objects = objectsOf(reading);
  const kept = keptContract(document);
  if (kept) return ownWords(kept, { document, write: written, besides: NOT_COMPARED });
  const about = { reading, meter: new ValueMeter(), notes: new Set<string>() };
  const isOnly = objects.length === 1;
  const contracts = objects.map((object) => contractOf(object, { ...about, isOnly }));
  return {
    contracts: toldApart(contracts, about.notes),
    notes: [...about.notes, ...reading.skipped()],
    lost: reading.lost(),
  };
}

function checkVersion(reading: Reading): void {
  if (reading.text('', 'kind') !== 'DataContract')
    throw new NotImportable('it does not say "kind: DataContract".');
  const version = reading.text('', 'apiVersion');
  if (version === undefined)
    throw new NotImportable('it does not say "apiVersion: v3.1.0" or another version of v3.');
  if (!/^v3\./.test(version))
    throw new NotImportable(
      `it says ${shown(`apiVersion: ${version}`)}, and only version 3 is read, such as "apiVersion: v3.1.0".`,
    );
}

function objectsOf(reading: Reading): readonly string[] {
  if (!Array.isArray(reading.members('')['schema']))
    throw new NotImportable('it has no list of objects under "schema".');
  const objects = reading.objectsIn('', 'schema');
  if (objects.length === 0) throw new NotImportable('the list under its "schema" has no object.');
  for (const object of objects) reading.members(object);
  return objects;
}

function keptContract(document: unknown): object | undefined {
  const custom = valueAtPointer(document, '/customProperties');
  const valueOf = (name: string): unknown =>
    Array.isArray(custom)
      ? (custom as unknown[]).filter(isMembers).find((each) => each['property'] === name)?.['value']
      : undefined;
  const schema = valueOf('eventSchema');
  const text = isMembers(schema) ? schema['text'] : undefined;
  return typeof text === 'string' ? sameContract(valueOf('eventContract'), text) : undefined;
}

/** Versions are counted anew; which fields a schema shows depends on what it refers to. */
const NOT_COMPARED = ['/version', '/schema', '/customProperties'];

const written = (exported: ExportedContract): object => toOdcs(exported, treeOf(exported.source));

function contractOf(object: string, { isOnly, ...about }: OneImport & { isOnly: boolean }) {
  const { reading, meter, notes } = about;
  const name = reading.text(object, 'name') ?? 'event';
  const title = reading.text('', 'name');
  const id = reading.text('', 'id') ?? title ?? name;
  const team = reading.text(reading.below('', 'team'), 'name') ?? NO_OWNER;
  if (team === NO_OWNER)
    notes.add('The document names no team: write the owning team in place of "unowned".');
  const description = reading.below('', 'description');
  const purpose = reading.text(object, 'description') ?? reading.text(description, 'purpose');
  const limitations = reading.text(description, 'limitations');
  const domain = reading.text('', 'domain');
  const topic = reading.text(object, 'physicalName') ?? name;
  const contract = {
    apiVersion: 'concordat/v1',
    kind: 'EventContract',
    id: idFrom(isOnly ? id : `${id}.${name}`),
    name: reading.text(object, 'businessName') ?? title ?? name,
    status: statusOf(about),
    ...(domain !== undefined && { domain }),
    owner: { team },
    description: {
      ...(purpose !== undefined && { purpose }),
      ...(limitations !== undefined && { limitations }),
    },
    ...(Array.isArray(reading.members('')['tags']) && { tags: reading.take('', 'tags') }),
    channel: { topic: topicFrom(topic, notes), ...retentionOf(reading) },
    fields: Object.fromEntries(classified(object, '', reading)),
  };
  if (reading.members(object)['logicalType'] === 'object') reading.take(object, 'logicalType');
  const definition = objectSchema(object, reading);
  meter.all(contract);
  meter.all(definition);
  return { ...contract, schema: { format: 'json-schema', definition } };
}

function statusOf({ reading, notes }: OneImport): string {
  const status = reading.text('', 'status') ?? 'draft';
  if (STATUSES.has(status)) return status;
  notes.add(
    `Its status ${shown(status)} is none that a contract has: "draft" was written instead.`,
  );
  return 'draft';
}

/** Of all a service promises, a contract keeps the retention as a duration. */
function retentionOf(reading: Reading): object {
  for (const each of reading.objectsIn('', 'slaProperties')) {
    const { property, value, unit } = reading.members(each);
    if (property !== 'retention') continue;
    const retention = durationOf(value, unit);
    if (retention === undefined) continue;
    for (const key of ['property', 'value', 'unit']) reading.take(each, key);
    return { retention };
  }
  return {};
}

function durationOf(value: unknown, unit: unknown): string | undefined {
  if (typeof value === 'string' && /^P/.test(value)) return value;
  const letter = DURATIONS.get(String(unit).toLowerCase());
  return letter !== undefined && /^\d+$/.test(String(value))
    ? `P${String(value)}${letter}`
    : undefined;
}

function objectSchema(object: string, reading: Reading): object {
  const properties = propertiesIn(object, reading).map(({ name, each }) => {
    return { name, each, isRequired: reading.take(each, 'required') === true };
  });
  const required = properties.flatMap(({ name, isRequired }) => (isRequired ? [name] : []));
  return {
    type: 'object',
    properties: Object.fromEntries(
      properties.map(({ name, each }) => [name, propertySchema(each, reading)]),
    ),
    ...(required.length > 0 && { required }),
  };
}

/** Those of an object, each name once: the first that bears it. */
function propertiesIn(object: string, reading: Reading) {
  const names = new Set<string>();
  return reading.objectsIn(object, 'properties').flatMap((each) => {
    const name = reading.text(each, 'name');
    if (name !== undefined && !names.has(name)) {
      names.add(name);
      return [{ name, each }];
    }
    reading.skip(each);
    return [];
  });
}

/** ODCS names limits as JSON Schema does, so they are taken as they stand. */
const OPTIONS =
  'minLength maxLength pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems uniqueItems'.split(
    ' ',
  );

/** Of dates ODCS limits days by text, which a JSON Schema cannot say. */
function isLimit(name: string, value: unknown): boolean {
  if (name === 'pattern') return typeof value === 'string';
  return name === 'uniqueItems' ? typeof value === 'boolean' : numberIn(value) !== undefined;
}

function propertySchema(property: string, reading: Reading): object {
  const description = reading.text(property, 'description');
  const given = reading.below(property, 'logicalTypeOptions');
  const options = OPTIONS.filter((name) => isLimit(name, reading.members(given)[name]));
  return {
    ...valueSchema(property, reading),
    ...(description !== undefined && { description }),
    ...Object.fromEntries(options.map((name) => [name, reading.take(given, name)])),
  };
}

/** Where only a database would know the type, any value is taken. */
function valueSchema(property: string, reading: Reading): object {
  const said = reading.members(property);
  const type = TYPES.get(String(said['logicalType']));
  const isKnown = type !== undefined || said['logicalType'] === 'object';
  if (isKnown || said['logicalType'] === 'array') reading.take(property, 'logicalType');
  if (type) return type;
  if (said['logicalType'] !== 'array')
    return isKnown || 'properties' in said ? objectSchema(property, reading) : {};
  if (!('items' in said)) return { type: 'array' };
  return { type: 'array', items: propertySchema(reading.below(property, 'items'), reading) };
}

/** What properties are classified as, by their place in an event. */
function classified(object: string, at: string, reading: Reading): (readonly [string, object])[] {
  return propertiesIn(object, reading).flatMap(({ name, each }) => {
    const path = appendPointer(at, name);
    const classification = reading.text(each, 'classification');
    const own = classification === undefined ? [] : [[path, { classification }] as const];
    return [...own, ...classified(each, path, reading)];
  });
}
