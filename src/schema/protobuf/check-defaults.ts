import { type LinkedField } from './linked-field.js';
import { plainOption } from './features.js';
import { type Unit } from './import-files.js';
import { type EnumType, type ProtoType, type ScalarKind, type ScalarType } from './proto-type.js';
import { type OptionValue } from './syntax-tree.js';

/** The least and the greatest value of each kind of whole number. */
export type WholeKind = Exclude<ScalarKind, 'bool' | 'string' | 'bytes' | 'float' | 'double'>;
export const WHOLE_BOUNDS: Readonly<Record<WholeKind, readonly [bigint, bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  sint32: [-(2n ** 31n), 2n ** 31n - 1n],
  sfixed32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  sint64: [-(2n ** 63n), 2n ** 63n - 1n],
  sfixed64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  fixed32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  fixed64: [0n, 2n ** 64n - 1n],
};

/** A default is a value of the field's type, where the field may have one. */
export function checkDefault(
  { node, field }: LinkedField,
  { node: { syntax } }: Unit,
  say: (message: string) => void,
): void {
  const option = plainOption(node.options, 'default');
  if (!option) return;
  const { name } = field;
  if (syntax === 'proto3')
    say(`proto3 has no defaults of one's own. Remove the default of "${name}".`);
  else if (field.isRepeated) say(`A repeated field has no default. Remove the one of "${name}".`);
  else if (field.type.kind === 'message')
    say(`A message has no default. Remove the one of "${name}".`);
  else if (field.presence === 'implicit')
    say(
      `"${name}" cannot be told from absence, so it has no default of its own. Remove it, or give the field presence.`,
    );
  else if (!isValueOf(option.value, field.type))
    say(`The default of "${name}" is no ${inWords(field.type)}. Correct it.`);
}

const inWords = (type: ProtoType): string =>
  type.kind === 'enum' ? `value of the enum "${type.name}"` : type.kind;

function isValueOf(value: OptionValue, type: ScalarType | EnumType): boolean {
  switch (type.kind) {
    case 'enum':
      return value.kind === 'name' && type.values.some(({ name }) => name === value.text);
    case 'bool':
      return value.kind === 'name' && (value.text === 'true' || value.text === 'false');
    case 'string':
    case 'bytes':
      return value.kind === 'text';
    case 'float':
    case 'double':
      return value.kind === 'whole' || value.kind === 'real' || isSpecialNumber(value);
    default: {
      const [min, max] = WHOLE_BOUNDS[type.kind];
      return value.kind === 'whole' && value.value >= min && value.value <= max;
    }
  }
}

const isSpecialNumber = (value: OptionValue): boolean =>
  value.kind === 'name' && (value.text === 'inf' || value.text === 'nan');
