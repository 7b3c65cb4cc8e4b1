import { appendPointer } from '#schema';
import {
  type DescribedField,
  type DescribedSchema,
  FIELDS_MAX,
  isNode,
  tagsIn,
  textIn,
} from './described-field.js';

/** Read as JSON: the text was found acceptable before. */
export function describeAvro(text: string): DescribedSchema {
  const root: unknown = JSON.parse(text);
  const found: DescribedField[] = [];
  collect(root, '', found);
  return isNode(root)
    ? { title: textIn(root, 'name'), description: textIn(root, 'doc'), fields: found }
    : { fields: found };
}

function collect(type: unknown, path: string, found: DescribedField[]): void {
  if (Array.isArray(type)) for (const branch of type) collect(branch, path, found);
  if (!isNode(type)) return;
  collect(type['items'], appendPointer(path, '*'), found);
  collect(type['values'], appendPointer(path, '*'), found);
  if (isNode(type['type'])) collect(type['type'], path, found);
  const { fields } = type;
  for (const field of Array.isArray(fields) ? fields : []) {
    if (!isNode(field) || found.length >= FIELDS_MAX) continue;
    const below = appendPointer(path, String(textIn(field, 'name') ?? ''));
    found.push({ path: below, doc: textIn(field, 'doc'), tags: tagsIn(field) });
    collect(field['type'], below, found);
  }
}
