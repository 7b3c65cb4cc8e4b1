import { fail, limits, ok, type Result } from '#kernel';
import { readBoundedJson, tooManyReferences } from '../bounded-json.js';
import { FAULTS_MAX, located } from '../found-fault.js';
import { type ReadSchema, type SchemaFault, type SchemaSource } from '../language.js';
import { AvroRoot } from './avro-type.js';
import { TypeBuilder } from './build-types.js';
import { defaultFaults } from './defaults.js';
import { type AvroDocument, orderDocuments } from './order-documents.js';

/** Reads an Avro schema and what it refers to by name; nothing is fetched, nothing is executed. */
export function readAvro(source: SchemaSource): Result<ReadSchema, readonly SchemaFault[]> {
  if (source.references.length > limits.referenceCount.value)
    return fail([tooManyReferences(source.references.length)]);
  const root = readBoundedJson({ name: '', text: source.text });
  if (!root.ok) return root;
  const references: AvroDocument[] = [];
  for (const { name, text } of source.references) {
    const json = readBoundedJson({ name, text });
    if (!json.ok) return json;
    references.push({ name, json: json.value });
  }
  const builder = new TypeBuilder();
  const atRoot = { pointer: '', namespace: '' };
  for (const { name, json } of orderDocuments(root.value, references))
    builder.build(json.lossless, { ...atRoot, document: name });
  const type = builder.build(root.value.lossless, { ...atRoot, document: '' });
  const faults = builder.faults.length > 0 ? builder.faults : defaultFaults(builder.defaulted);
  if (faults.length > 0)
    return fail(faults.slice(0, FAULTS_MAX).map((fault) => located(fault, source)));
  return ok({ source, root: new AvroRoot(type, root.value.lossless, builder.named) });
}
