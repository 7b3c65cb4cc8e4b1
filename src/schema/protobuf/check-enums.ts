import { limits } from '#kernel';
import { type DeclaredEnum } from './declare-types.js';
import { isSwitchedOn } from './features.js';
import { type Unit } from './import-files.js';
import { jsonNameOf } from './names.js';
import { type ProtoFaults } from './proto-faults.js';
import { checkReserved } from './check-reserved.js';
import { type EnumType } from './proto-type.js';

/** What protoc refuses about an enum although its text can be read. */
export function checkEnum({ node, type }: DeclaredEnum, unit: Unit, faults: ProtoFaults): void {
  const { values, at, name } = type;
  const [first] = values;
  if (values.length > limits.enumValues.value)
    faults.add(
      'SCHEMA_ENUM_TOO_LONG',
      at,
      `The enum "${name}" has more than ${limits.enumValues.value} values. Split it.`,
    );
  if (!first) faults.invalid(at, `The enum "${name}" has no values. Add one.`);
  else if (!type.isClosed && first.number !== 0)
    faults.invalid(
      first.at,
      `The first value of the enum "${name}" is ${first.number}, and must be 0: it is what is read where nothing is sent. Put a value with 0 first.`,
    );
  checkAliases(type, isSwitchedOn(node.options, 'allow_alias') ?? false, faults);
  if (unit.node.syntax !== 'proto2') checkValueNames(type, faults);
  checkReserved({ ...node.reserved, owner: name, of: 'values' }, values, {
    unit,
    pointer: at.pointer,
    faults,
  });
}

function checkAliases(
  { values, name, at }: EnumType,
  isAllowed: boolean,
  faults: ProtoFaults,
): void {
  const byNumber = new Map<number, string>();
  let hasAlias = false;
  for (const value of values) {
    const other = byNumber.get(value.number);
    byNumber.set(value.number, other ?? value.name);
    if (other === undefined) continue;
    hasAlias = true;
    if (!isAllowed)
      faults.add(
        'PROTO_NUMBER_TWICE',
        value.at,
        `"${value.name}" has the number ${value.number}, as "${other}" has. Choose another, or set the option allow_alias.`,
      );
  }
  if (isAllowed && !hasAlias)
    faults.invalid(
      at,
      `The enum "${name}" allows aliases and has none. Remove the option allow_alias.`,
    );
}

/** Generated code drops the name of the enum and the case: what is left must differ. */
function checkValueNames({ values, name }: EnumType, faults: ProtoFaults): void {
  const prefix = name.replaceAll('_', '').toLowerCase();
  const known = new Map<string, { name: string; number: number }>();
  for (const value of values) {
    const short = jsonNameOf(`_${withoutPrefix(value.name, prefix)}`.toLowerCase());
    const other = known.get(short);
    if (other && other.number !== value.number)
      faults.add(
        'PROTO_NAME_TWICE',
        value.at,
        `"${value.name}" and "${other.name}" are the same name in generated code, which drops case and the name of the enum. Rename one.`,
      );
    if (!other) known.set(short, value);
  }
}

function withoutPrefix(name: string, prefix: string): string {
  let matched = 0;
  for (let i = 0; i < name.length && matched < prefix.length; i++) {
    if (name[i] === '_') continue;
    if (name[i]?.toLowerCase() !== prefix[matched]) return name;
    if (++matched === prefix.length) {
      const rest = name.slice(i + 1).replace(/^_+/, '');
      return rest === '' ? name : rest;
    }
  }
  return name;
}
