import { losslessFrom, losslessText } from '#contract';
import { memberPath, parsePointer, type SchemaSource } from '#schema';

/** What a person would do to a field: take it away, or promise more or less of it. */
export type FieldChange = 'gone' | 'required' | 'optional';

export interface FieldVariant {
  readonly change: FieldChange;
  readonly source: SchemaSource;
}

/** A schema that holds members. */
interface Holder {
  readonly properties: Record<string, unknown>;
  required?: unknown;
}

/**
 * The schema with one field changed. Nothing where the text does not say the field by its name in one
 * place: in Avro and Protobuf, in a part that others refer to, in an alternative, in a list.
 *
 * @param pointer where the schema says the field
 */
export function variantsOf(source: SchemaSource, pointer: string): readonly FieldVariant[] {
  if (source.type !== 'JSON' || !memberPath(pointer)) return [];
  const tokens = parsePointer(pointer) ?? [];
  const name = tokens.at(-1) ?? '';
  const variant = (change: FieldChange, edit: (holder: Holder) => void): FieldVariant => {
    const document = losslessFrom(source.text);
    edit(holderIn(document, tokens.slice(0, -2)));
    return { change, source: { ...source, text: losslessText(document) } };
  };
  const required = requiredIn(holderIn(losslessFrom(source.text), tokens.slice(0, -2)));
  const others = required.filter((each) => each !== name);
  return [
    variant('gone', (holder) => {
      delete holder.properties[name];
      require(holder, others);
    }),
    required.includes(name)
      ? variant('optional', (holder) => require(holder, others))
      : variant('required', (holder) => require(holder, [...required, name])),
  ];
}

/** Every step of the way was found in the tree of the same text. */
const holderIn = (document: unknown, tokens: readonly string[]): Holder =>
  tokens.reduce((at, token) => (at as Record<string, unknown>)[token], document) as Holder;

const requiredIn = ({ required }: Holder): readonly unknown[] =>
  Array.isArray(required) ? required : [];

/** Older drafts allow no empty list. */
function require(holder: Holder, names: readonly unknown[]): void {
  if (names.length > 0) holder.required = names;
  else delete holder.required;
}
