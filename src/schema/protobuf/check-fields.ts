import { checkDefault } from './check-defaults.js';
import { isSwitchedOn, plainOption } from './features.js';
import { type LinkedField } from './linked-field.js';
import { type Unit } from './import-files.js';
import { FIELD_NUMBER_MAX } from './parse-messages.js';
import { type ProtoFaults } from './proto-faults.js';
import { type MessageType } from './proto-type.js';
import { inRanges } from './check-reserved.js';

const OWN_NUMBERS = { from: 19_000, to: 19_999 };

/** What protoc refuses about a field although its text can be read and its type is found. */
export function checkField(
  linked: LinkedField,
  unit: Unit,
  faults: ProtoFaults,
  target: MessageType | undefined,
): void {
  const { field } = linked;
  const say = (message: string) => faults.invalid(field.at, message);
  checkNumber(linked, faults);
  checkLabel(linked, unit, { say, isExtension: target !== undefined });
  checkJsonName(linked, say, target !== undefined);
  checkPacked(linked, unit, say);
  checkEnumUse(linked, say);
  checkDefault(linked, unit, say);
  if (target) checkExtension(linked, unit, { target, say });
}

function checkNumber({ node, field: { name, at } }: LinkedField, faults: ProtoFaults): void {
  const { number, numberAt } = node;
  const place = { ...at, line: numberAt.line, column: numberAt.column };
  if (number < 1 || number > FIELD_NUMBER_MAX)
    faults.add(
      'PROTO_NUMBER_INVALID',
      place,
      `The number of "${name}" must be between 1 and ${FIELD_NUMBER_MAX}. Choose another.`,
    );
  else if (number >= OWN_NUMBERS.from && number <= OWN_NUMBERS.to)
    faults.add(
      'PROTO_NUMBER_INVALID',
      place,
      `The numbers ${OWN_NUMBERS.from} to ${OWN_NUMBERS.to} belong to Protobuf itself, so "${name}" cannot have ${number}. Choose another.`,
    );
}

type Say = (message: string) => void;

function checkLabel(
  { node, field: { name }, oneof }: LinkedField,
  { node: { syntax } }: Unit,
  { say, isExtension }: { say: Say; isExtension: boolean },
): void {
  const { label } = node;
  if (node.mapKey) {
    if (oneof !== undefined)
      say(`The map "${name}" cannot stand in a oneof. Wrap it in a message.`);
    if (isExtension) say(`The map "${name}" cannot be an extension. Wrap it in a message.`);
    if (!MAP_KEYS.has(node.mapKey.name))
      say('The key of a map is a whole number, a bool or a string. Choose one of them.');
    return;
  }
  if (syntax === 'proto2' && label === undefined && oneof === undefined)
    say(
      `In proto2 every field says whether it is optional, required or repeated, and "${name}" does not. Write one of them.`,
    );
  if (syntax === 'proto3' && label === 'required')
    say(`proto3 has no required fields. Leave "required" of "${name}" out.`);
  if (syntax === 'editions' && (label === 'optional' || label === 'required'))
    say(
      `Editions know no "${label}": "${name}" says it with the option features.field_presence. Leave the word out.`,
    );
  if (isExtension && label === 'required')
    say(`The extension "${name}" cannot be required. Make it optional.`);
  if (node.group && syntax !== 'proto2')
    say(`Groups are of proto2 only, and "${name}" is one. Make it a message.`);
}

const MAP_KEYS = new Set([
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
]);

function checkJsonName(
  { node, field: { name, jsonName } }: LinkedField,
  say: Say,
  isExtension: boolean,
): void {
  const option = plainOption(node.options, 'json_name');
  if (!option) return;
  if (isExtension)
    say(
      `The extension "${name}" cannot have a json_name: in JSON it is called by its full name. Remove the option.`,
    );
  if (option.value.kind !== 'text')
    say(`The json_name of "${name}" is no text. Write it in quotes.`);
  else if (jsonName === '' || jsonName.includes('\0') || /^\[.*\]$/s.test(jsonName))
    say(
      `The json_name of "${name}" is empty, holds a null character or stands in brackets, which means an extension. Choose another.`,
    );
  else if (jsonName === '__proto__')
    say('"__proto__" is a name that programs written in JavaScript cannot hold. Choose another.');
}

function checkPacked({ node, field }: LinkedField, { node: { syntax } }: Unit, say: Say): void {
  const packed = isSwitchedOn(node.options, 'packed');
  if (packed === undefined) return;
  if (syntax === 'editions')
    say(
      `Editions know no "packed": "${field.name}" says it with the option features.repeated_field_encoding. Remove the option.`,
    );
  const { kind } = field.type;
  const isPackable = kind !== 'message' && kind !== 'string' && kind !== 'bytes';
  if (packed && (!field.isRepeated || field.mapKey || !isPackable))
    say(
      `Only repeated numbers, bools and enums are packed, and "${field.name}" is none of them. Remove the option.`,
    );
}

/** A closed enum has no value to stand for absence, and a map needs one that is 0. */
function checkEnumUse({ field }: LinkedField, say: Say): void {
  const { type, name } = field;
  if (type.kind !== 'enum') return;
  if (field.presence === 'implicit' && !field.isRepeated && type.isClosed)
    say(
      `The field "${name}" cannot be told from absence, and the enum "${type.name}" is closed: its first value need not be 0. Give the field presence, or open the enum.`,
    );
  if (field.mapKey && type.values[0]?.number !== 0)
    say(
      `The values of the map "${name}" are of the enum "${type.name}", whose first value is not 0. Put a value with 0 first.`,
    );
}

function checkExtension(
  { field, node }: LinkedField,
  { node: { syntax } }: Unit,
  { target, say }: { target: MessageType; say: Say },
): void {
  if (!inRanges(target.extensionRanges)(node.number))
    say(
      `"${target.name}" leaves no number ${node.number} to extensions. Choose a number it does, or add a range to it.`,
    );
  if (syntax === 'proto3' && !OPTION_MESSAGES.test(target.fullName))
    say(
      `proto3 extends nothing but options, and "${field.name}" extends "${target.fullName}". Use an Any, or proto2.`,
    );
}

const OPTION_MESSAGES =
  /^google\.protobuf\.(?:File|Message|Field|Oneof|Enum|EnumValue|Service|Method|ExtensionRange|Stream)Options$|^google\.protobuf\.FeatureSet$/;
