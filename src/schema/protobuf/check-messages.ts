import { invariant, limits } from '#kernel';
import { tooWide } from './parse-fields.js';
import { checkOverlaps, checkReserved, inRanges, shown } from './check-reserved.js';
import { type LinkedField } from './linked-field.js';
import { type DeclaredMessage } from './declare-types.js';
import { plainOption } from './features.js';
import { type Unit } from './import-files.js';
import { type ProtoFaults } from './proto-faults.js';
import { type ProtoField } from './proto-type.js';

/** What protoc refuses about a message although its text can be read and its names are found. */
export function checkMessage(
  { node, type, features }: DeclaredMessage,
  linked: readonly LinkedField[],
  unit: Unit,
  faults: ProtoFaults,
): void {
  const where = { unit, pointer: type.at.pointer, faults };
  const fields = linked.map(({ field }) => field);
  if (fields.length > limits.schemaProperties.value)
    faults.add('SCHEMA_TOO_WIDE', type.at, tooWide(type.name));
  checkNumbers(fields, faults);
  checkReserved({ ...node.reserved, owner: type.name, of: 'fields' }, fields, where);
  if (node.extensionRanges.length > 0)
    checkOverlaps(
      [...node.extensionRanges, ...node.reserved.numbers],
      'extension or reserved numbers',
      where,
    );
  const isExtension = inRanges(node.extensionRanges);
  for (const { number, name, at } of fields)
    if (isExtension(number)) {
      const range = node.extensionRanges.find(({ from, to }) => from <= number && number <= to);
      invariant(range, 'a number that is in the ranges is in one of them');
      faults.invalid(
        at,
        `The field "${name}" has a number of the extensions ${shown(range)}. Choose another number.`,
      );
    }
  if (unit.node.syntax === 'proto3' && node.extensionRanges.length > 0)
    faults.invalid(
      type.at,
      `Messages of proto3 are not extended: "${type.name}" may not declare extensions. Use an Any, or proto2.`,
    );
  checkJsonNames(linked, features.json_format === 'ALLOW', faults);
}

function checkNumbers(fields: readonly ProtoField[], faults: ProtoFaults): void {
  const byNumber = new Map<number, string>();
  for (const { number, name, at } of fields) {
    const other = byNumber.get(number);
    if (other !== undefined)
      faults.add(
        'PROTO_NUMBER_TWICE',
        at,
        `"${name}" has the number ${number}, as "${other}" has. Choose another number.`,
      );
    byNumber.set(number, other ?? name);
  }
}

/** In proto2 only names somebody chose may not meet: the others were never meant for JSON. */
function checkJsonNames(
  linked: readonly LinkedField[],
  isStrict: boolean,
  faults: ProtoFaults,
): void {
  const byName = new Map<string, { name: string; isChosen: boolean }>();
  for (const { node, field } of linked) {
    const isChosen = plainOption(node.options, 'json_name') !== undefined;
    const other = byName.get(field.jsonName);
    if (other && (isStrict || (isChosen && other.isChosen)))
      faults.add(
        'PROTO_NAME_TWICE',
        field.at,
        `"${field.name}" and "${other.name}" are both "${field.jsonName}" in JSON. Rename one, or give it a json_name.`,
      );
    if (!other) byName.set(field.jsonName, { name: field.name, isChosen });
  }
}
