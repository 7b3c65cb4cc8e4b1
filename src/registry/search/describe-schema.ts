import { storable } from '#kernel';
import type { SchemaSource } from '#schema';
import type { Metadata } from '../schema-identity.js';
import { describeAvro } from './describe-avro.js';
import { describeJsonSchema } from './describe-json-schema.js';
import { describeProtobuf } from './describe-protobuf.js';
import type { DescribedField, DescribedSchema } from './described-field.js';
import { WeightedWords } from './weighted-words.js';

/** What is kept of a schema to find it by. */
export interface SchemaDescription {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly owner?: string | undefined;
  readonly tags: readonly string[];
  readonly fields: readonly DescribedField[];
  /** A tsvector. */
  readonly words: string;
}

/** @param source was read and found acceptable before, so it is bounded; nothing is compiled here */
export function describeSchema(source: SchemaSource, metadata: Metadata = {}): SchemaDescription {
  const { title, description, fields } = inLanguage(source);
  const { properties = {}, tags: tagged = {} } = metadata;
  const tags = [...Object.values(tagged).flat(), ...fields.flatMap((each) => each.tags ?? [])];
  const owner = properties['owner'];
  const words = new WeightedWords()
    .add('B', title, owner, ...tags)
    .add('C', ...fields.map(({ path }) => path))
    .add('D', description, ...Object.values(properties), ...fields.map(({ doc }) => doc));
  return {
    title: storable(title),
    description: storable(description),
    owner: storable(owner),
    tags: [...new Set(tags.map((tag) => storable(tag) ?? ''))].slice(0, TAGS_MAX),
    fields,
    words: String(words),
  };
}

const TAGS_MAX = 200;

function inLanguage(source: SchemaSource): DescribedSchema {
  if (source.type === 'JSON') return describeJsonSchema(source.text);
  return source.type === 'AVRO' ? describeAvro(source.text) : describeProtobuf(source);
}
