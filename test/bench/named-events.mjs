// One event of the bench's company: a real schema in one of three languages, its history, its contract.
const NOUNS = 'order refund parcel invoice payment customer cart stock price shipment'.split(' ');
const VERBS = 'placed issued sent moved opened closed merged changed'.split(' ');
const pick = (list, n) => list[n % list.length];

export const idOf = (n) => `${pick(NOUNS, n)}s.${pick(NOUNS, n)}-${pick(VERBS, n >> 3)}-${n}`;

export const contractOf = (n, definition) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  ...saidOf(n),
  schema: { format: 'json-schema', definition },
});

const saidOf = (n) => ({
  id: idOf(n),
  name: `${pick(NOUNS, n)} ${pick(VERBS, n >> 3)} ${n}`,
  status: n % 50 ? 'active' : 'deprecated',
  domain: `${pick(NOUNS, n)}s`,
  owner: { team: `team-${n % 97}`, contact: '#team' },
  description: {
    purpose: `What team ${n % 97} tells when a ${pick(NOUNS, n)} was ${pick(VERBS, n)}.`,
  },
  tags: [pick(VERBS, n)],
  channel: { topic: idOf(n) },
  producers: [{ principal: `service-${n % 400}` }],
  ...(n % 50 === 0 && { deprecation: { from: '2026-01-01', sunset: '2027-06-30' } }),
});

export function namedEvents(real, n, versions, canonical) {
  const { name, schema } = real[n % real.length];
  const type = n % 5 === 3 ? 'AVRO' : n % 5 === 4 ? 'PROTOBUF' : 'JSON';
  const write = { JSON: asJson, AVRO: asAvro, PROTOBUF: asProtobuf }[type];
  const said = saidOf(n);
  const texts = Array.from({ length: versions }, (_, v) =>
    write({ ...schema, title: `${name} ${n}` }, versions - 1 - v),
  );
  return {
    ...{ n, id: said.id, type, texts },
    schemaIds: texts.map((_, v) => n * versions + v + 1),
    contract: {
      ...canonical,
      deprecation: undefined,
      ...said,
      schema: { ...canonical.schema, type, subject: `${said.id}-value` },
      channel: { ...canonical.channel, ...said.channel },
    },
  };
}

/** Its history: each version before had one field less. */
const fieldsOf = (schema, fewer) =>
  Object.entries(schema.properties ?? {}).slice(0, Math.max(1, 40 - fewer));

const asJson = (schema, fewer) =>
  JSON.stringify({
    ...schema,
    description: `${schema.title}, version ${fewer} before the last.`,
    properties: Object.fromEntries(fieldsOf(schema, fewer)),
  });

const definitionOf = (root, schema) =>
  schema.$ref ? root.definitions[schema.$ref.split('/').at(-1)] : schema;
const typeName = (path) => path.map((name) => name[0].toUpperCase() + name.slice(1)).join('');
const DEPTH_MAX = 3;

/** The same fields as a record; what Avro has no word for is text. */
function asAvro(root, fewer) {
  const record = (schema, path) => ({
    type: 'record',
    name: typeName(path),
    fields: fieldsOf(schema, path.length > 1 ? 0 : fewer).map(([name, inner]) => {
      const field = definitionOf(root, inner);
      const doc = field?.description;
      return { name, ...(doc && { doc }), type: typeOf(field, [...path, name]) };
    }),
  });
  const typeOf = (schema, path) => {
    const kind = [schema?.type].flat()[0];
    if (kind === 'integer') return 'long';
    if (kind === 'boolean') return 'boolean';
    const isDeep = path.length > DEPTH_MAX || !schema?.properties;
    return kind === 'object' && !isDeep ? record(schema, path) : 'string';
  };
  return JSON.stringify({
    ...record(root, ['Event']),
    doc: `${root.title}, version ${fewer} before the last.`,
  });
}

function asProtobuf(root, fewer) {
  const message = (schema, path) => {
    const inner = [];
    const fields = fieldsOf(schema, path.length > 1 ? 0 : fewer).map(([name, of], i) => {
      const field = definitionOf(root, of);
      const kind = [field?.type].flat()[0];
      const isDeep = path.length > DEPTH_MAX || !field?.properties;
      if (kind === 'object' && !isDeep) inner.push(message(field, [...path, name]));
      const type =
        kind === 'object' && !isDeep
          ? typeName([...path, name])
          : ({ integer: 'int64', boolean: 'bool' }[kind] ?? 'string');
      return `  ${type} ${name} = ${i + 1};`;
    });
    return `message ${typeName(path)} {\n${[...inner, ...fields].join('\n')}\n}`;
  };
  return `// ${root.title}, version ${fewer} before the last.\nsyntax = "proto3";\n${message(root, ['Event'])}\n`;
}
