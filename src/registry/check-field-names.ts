import type { SchemaFault, SchemaType } from '#schema';
import { refusedSchema } from './refused-schema.js';
import { entitiesOf } from './schema-entities.js';

const RESERVED = '$$';

/**
 * With `validateFields` names that begin with `$$` are kept free. A name in Protobuf cannot.
 * @param text was read and found acceptable before
 */
export function checkFieldNames({ type, text }: { type: SchemaType; text: string }): void {
  if (type === 'PROTOBUF') return;
  const faults = entitiesOf(type, text).entities.flatMap(({ type: kind, name, path }) =>
    kind === 'sr_field' && name.startsWith(RESERVED) ? [reserved(path)] : [],
  );
  if (faults.length > 0) throw refusedSchema(faults);
}

const reserved = (path: string): SchemaFault => ({
  code: 'FIELD_NAME_RESERVED',
  pointer: '',
  message: `The field "${path}" has a name that begins with "${RESERVED}", which is reserved here. Rename it, or take "validateFields" back in the subject's config.`,
});
