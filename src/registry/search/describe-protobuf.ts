import { type MessageType, protobuf, protobufRootOf, type SchemaSource } from '#schema';
import { type DescribedField, type DescribedSchema, FIELDS_MAX } from './described-field.js';

/** Every message of the file: any of them may be the event. Paths name the message first. */
export function describeProtobuf(source: SchemaSource): DescribedSchema {
  const read = protobuf.read(source);
  if (!read.ok) return { fields: [] };
  const { file, message } = protobufRootOf(read.value);
  const fields = file.messages.flatMap((each) => fieldsOf(each, `/${each.name}`));
  return {
    title: message?.name,
    description: message?.doc,
    fields: fields.slice(0, FIELDS_MAX),
  };
}

const fieldsOf = ({ fields, messages }: MessageType, path: string): DescribedField[] => [
  ...fields.map(({ name, doc, options }) => ({
    path: `${path}/${name}`,
    doc: doc === '' ? undefined : doc,
    tags: tagsOf(options),
  })),
  ...messages.flatMap((inner) => fieldsOf(inner, `${path}/${inner.name}`)),
];

const META = '(confluent.field_meta)';

/** `(confluent.field_meta).tags = "PII"`, or the same inside a message. */
function tagsOf(options: ReadonlyMap<string, string>): readonly string[] | undefined {
  const written = [
    options.get(`${META}.tags`),
    /\btags\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(options.get(META) ?? '')?.[1],
  ].join(' ');
  const tags = [...written.matchAll(/"([^"]*)"/g)].map(([, tag]) => tag ?? '');
  return tags.length === 0 ? undefined : tags;
}
