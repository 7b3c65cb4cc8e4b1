import { posix } from 'node:path';
import { losslessText } from '#contract';
import { stringify } from 'yaml';

export interface NewFile {
  readonly path: string;
  readonly text: string;
}

const ENDINGS: Readonly<Record<string, string>> = {
  avro: 'avsc',
  'json-schema': 'schema.json',
  protobuf: 'proto',
};

interface Imported {
  readonly id: string;
  readonly schema: { readonly format: string; readonly definition: unknown };
}

/** A contract as people keep it: a file of its own, and its schema beside it. */
export function filesOf(contract: object, folder: string): readonly [NewFile, NewFile] {
  const { id, schema, ...rest } = contract as Imported;
  const { definition, ...about } = schema;
  const name = fileName(id);
  const file = `${name}.${ENDINGS[about.format] ?? 'txt'}`;
  const document = { ...rest, id, schema: { ...about, file: `./${file}` } };
  return [
    contractFile(posix.join(folder, name), document),
    {
      path: posix.join(folder, file),
      text: typeof definition === 'string' ? definition : losslessText(definition),
    },
  ];
}

/** An id read from somebody’s document may hold what no file name may; nothing leaves the folder. */
const fileName = (id: string): string =>
  id
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 200) || 'imported';

/** YAML, unless a number has digits that only JSON keeps here. */
function contractFile(path: string, document: object): NewFile {
  const json = losslessText(document);
  const plain = JSON.parse(json) as object;
  return losslessText(plain) === json
    ? { path: `${path}.contract.yaml`, text: stringify(plain) }
    : { path: `${path}.contract.json`, text: json };
}
