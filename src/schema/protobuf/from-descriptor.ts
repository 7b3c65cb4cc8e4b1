import { DescriptorReader } from './descriptor-reader.js';
import {
  EDITION_NUMBERS,
  LABEL_NUMBERS,
  TYPE_NUMBERS,
  VISIBILITY_NUMBERS,
} from './descriptor-parts.js';
import { type MessageDatum } from './message-datum.js';
import { jsonNameOf, lastName } from './names.js';
import { optionNodes } from './option-nodes.js';
import { readQuoted } from './quoted.js';
import {
  type EnumNode,
  type ExtendNode,
  type FieldNode,
  type FileNode,
  type Label,
  type MessageNode,
  type MethodNode,
  type OneofNode,
  type OptionNode,
  type OptionValue,
  type ServiceNode,
  type TypeNode,
  type Visibility,
} from './syntax-tree.js';
import { Unreadable } from './unreadable.js';

const START = { line: 1, column: 1 };
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const TYPE_NAME = /^\.?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;
const KEYWORDS: ReadonlyMap<number, string> = new Map(
  Object.entries(TYPE_NUMBERS).map(([name, number]) => [number, name]),
);

/** A FileDescriptorProto as the file it was made from, comments and layout apart. */
export function fileOfDescriptor(datum: MessageDatum): FileNode {
  const part = new DescriptorReader(datum);
  const syntax = part.text('syntax') || 'proto2';
  if (syntax === 'editions')
    return new Undescribing(syntax).file(part, editionOf(part.number('edition')));
  if (syntax !== 'proto2' && syntax !== 'proto3') throw wrong('its syntax is not known');
  return new Undescribing(syntax).file(part);
}

const wrong = (why: string): Unreadable =>
  new Unreadable(
    START,
    `It is a FileDescriptorProto in base64, and ${why}. Serialize the schema again.`,
  );

function editionOf(number: number): string {
  const found = Object.entries(EDITION_NUMBERS).find(([, each]) => each === number);
  if (!found) throw wrong('its edition is not known');
  return found[0];
}

/** Names become text that is read again, so nothing else may stand in them. */
function checked(name: string, pattern = NAME): string {
  if (!pattern.test(name)) throw wrong('one of its names is no name');
  return name;
}

class Undescribing {
  constructor(readonly syntax: FileNode['syntax']) {}

  file(part: DescriptorReader, edition?: string): FileNode {
    const extensions = part.parts('extension');
    const messages = this.#messages(part.parts('message_type'), extensions);
    const inPackage = part.text('package');
    return {
      syntax: this.syntax,
      edition,
      package: inPackage === '' ? '' : checked(inPackage, TYPE_NAME),
      imports: importsOf(part),
      options: optionsOf(part),
      messages,
      enums: part.parts('enum_type').map(enumOf),
      extends: this.#extends(extensions, messages),
      services: part.parts('service').map(serviceOf),
    };
  }

  /** Those that fields of the same scope declare as groups are marked. */
  #messages(parts: readonly DescriptorReader[], users: readonly DescriptorReader[]): MessageNode[] {
    const groups = new Set(users.filter(isGroup).map((each) => lastName(each.text('type_name'))));
    return parts.map((each) => this.#message(each, groups.has(each.text('name'))));
  }

  #message(part: DescriptorReader, isGroup: boolean): MessageNode {
    const nested = part.parts('nested_type');
    const entries = new Map(nested.filter(isMapEntry).map((each) => [each.text('name'), each]));
    const fields = part.parts('field');
    const extensions = part.parts('extension');
    const messages = this.#messages(
      nested.filter((each) => !isMapEntry(each)),
      [...fields, ...extensions],
    );
    const visibility = Object.entries(VISIBILITY_NUMBERS).find(
      ([, each]) => each === part.number('visibility'),
    );
    return {
      at: START,
      name: checked(part.text('name')),
      isGroup,
      visibility: visibility?.[0] as Visibility | undefined,
      options: optionsOf(part),
      members: this.#members(part, { messages, entries }),
      messages,
      enums: part.parts('enum_type').map(enumOf),
      extends: this.#extends(extensions, messages),
      extensionRanges: part.parts('extension_range').map((each) => ({
        ...rangeOf(each, 1),
        options: optionsOf(each),
      })),
      reserved: reservedOf(part, 1),
    };
  }

  /** In the order of fields, a oneof where its first one stands. */
  #members(part: DescriptorReader, around: Around): (FieldNode | OneofNode)[] {
    const members: (FieldNode | OneofNode)[] = [];
    const oneofs = part.parts('oneof_decl');
    const made = new Map<number, FieldNode[]>();
    for (const each of part.parts('field')) {
      const index = each.number('oneof_index');
      const oneof = oneofs[index];
      const isReal = each.has('oneof_index') && oneof && !each.flag('proto3_optional');
      const field = this.#field(each, around, isReal ? 'oneof' : 'message');
      const known = made.get(index);
      if (!isReal) members.push(field);
      else if (known) known.push(field);
      else {
        const fields = [field];
        made.set(index, fields);
        const name = checked(oneof.text('name'));
        members.push({ kind: 'oneof', at: START, name, options: optionsOf(oneof), fields });
      }
    }
    return members;
  }

  #field(
    part: DescriptorReader,
    { messages, entries }: Around,
    inside: 'oneof' | 'message',
  ): FieldNode {
    const name = checked(part.text('name'));
    const entry = entries.get(lastName(part.text('type_name')));
    const [key, value] = entry?.parts('field') ?? [];
    const group = isGroup(part)
      ? messages.find((each) => each.name === lastName(part.text('type_name')))
      : undefined;
    return {
      kind: 'field',
      at: START,
      name,
      number: part.number('number'),
      numberAt: START,
      label: entry || inside === 'oneof' ? undefined : this.#label(part),
      type: group ? { at: START, name: group.name } : typeOf(value ?? part),
      mapKey: key && typeOf(key),
      group,
      options: [...ownOptions(part, name), ...optionsOf(part)],
    };
  }

  #label(part: DescriptorReader): Label | undefined {
    const number = part.number('label');
    if (number === LABEL_NUMBERS.repeated) return 'repeated';
    if (this.syntax === 'proto2')
      return number === LABEL_NUMBERS.required ? 'required' : 'optional';
    return part.flag('proto3_optional') ? 'optional' : undefined;
  }

  #extends(parts: readonly DescriptorReader[], messages: readonly MessageNode[]): ExtendNode[] {
    return parts.map((part) => ({
      target: { at: START, name: checked(part.text('extendee'), TYPE_NAME) },
      fields: [this.#field(part, { messages, entries: new Map() }, 'message')],
    }));
  }
}

interface Around {
  readonly messages: readonly MessageNode[];
  readonly entries: ReadonlyMap<string, DescriptorReader>;
}

const isGroup = (part: DescriptorReader): boolean => part.number('type') === TYPE_NUMBERS.group;
const isMapEntry = (part: DescriptorReader): boolean =>
  part.part('options')?.flag('map_entry') ?? false;

function optionsOf(part: DescriptorReader): OptionNode[] {
  const options = part.part('options');
  return options ? optionNodes(options.datum) : [];
}

function importsOf(part: DescriptorReader): FileNode['imports'] {
  const publics = new Set(part.numbers('public_dependency'));
  const weaks = new Set(part.numbers('weak_dependency'));
  const kindOf = (index: number) =>
    publics.has(index) ? 'public' : weaks.has(index) ? 'weak' : 'plain';
  return [
    ...part
      .texts('dependency')
      .map((path, index) => ({ at: START, path, kind: kindOf(index) }) as const),
    ...part
      .texts('option_dependency')
      .map((path) => ({ at: START, path, kind: 'option' }) as const),
  ];
}

function typeOf(part: DescriptorReader): TypeNode {
  const named = part.text('type_name');
  const name = named === '' ? KEYWORDS.get(part.number('type')) : checked(named, TYPE_NAME);
  if (name === undefined || /^(?:group|message|enum)$/.test(name))
    throw wrong('a field in it has no type');
  return { at: START, name };
}

/** Descriptors number the end of a range of fields beyond it. */
const rangeOf = (part: DescriptorReader, beyond: 0 | 1) => ({
  at: START,
  from: part.number('start'),
  to: part.number('end') - beyond,
});

const reservedOf = (part: DescriptorReader, beyond: 0 | 1) => ({
  numbers: part.parts('reserved_range').map((each) => rangeOf(each, beyond)),
  names: part.texts('reserved_name').map((name) => ({ at: START, name: checked(name) })),
});

function enumOf(part: DescriptorReader): EnumNode {
  const visibility = Object.entries(VISIBILITY_NUMBERS).find(
    ([, each]) => each === part.number('visibility'),
  );
  return {
    at: START,
    name: checked(part.text('name')),
    visibility: visibility?.[0] as Visibility | undefined,
    options: optionsOf(part),
    values: part.parts('value').map((each) => ({
      at: START,
      name: checked(each.text('name')),
      number: each.number('number'),
      options: optionsOf(each),
    })),
    reserved: reservedOf(part, 0),
  };
}

const serviceOf = (part: DescriptorReader): ServiceNode => ({
  at: START,
  name: checked(part.text('name')),
  options: optionsOf(part),
  methods: part.parts('method').map(methodOf),
});

const methodOf = (part: DescriptorReader): MethodNode => ({
  at: START,
  name: checked(part.text('name')),
  options: optionsOf(part),
  input: { at: START, name: checked(part.text('input_type'), TYPE_NAME) },
  output: { at: START, name: checked(part.text('output_type'), TYPE_NAME) },
  isClientStreaming: part.flag('client_streaming'),
  isServerStreaming: part.flag('server_streaming'),
});

/** What a descriptor says of a field elsewhere, and a file among its options. */
function ownOptions(part: DescriptorReader, name: string): OptionNode[] {
  const options: OptionNode[] = [];
  const add = (option: string, value: OptionValue) =>
    options.push({ at: START, path: [{ name: option, isExtension: false }], value });
  if (part.has('default_value')) add('default', defaultOf(part));
  const jsonName = part.text('json_name');
  if (part.has('json_name') && jsonName !== jsonNameOf(name) && !part.has('extendee'))
    add('json_name', { kind: 'text', bytes: new TextEncoder().encode(jsonName) });
  return options;
}

function defaultOf(part: DescriptorReader): OptionValue {
  const text = part.text('default_value');
  const type = part.number('type');
  if (type === TYPE_NUMBERS.string) return { kind: 'text', bytes: new TextEncoder().encode(text) };
  if (type === TYPE_NUMBERS.bytes) {
    if (/"|\n|\0/.test(text.replace(/\\./gs, ''))) throw wrong('a default in it is no text');
    return { kind: 'text', bytes: readQuoted(`"${text}"`, 0, START).bytes };
  }
  if (/^-?\d+$/.test(text) && text !== '-0') return { kind: 'whole', value: BigInt(text) };
  if (/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) || /^-(?:inf|nan)$/.test(text))
    return { kind: 'real', value: text.startsWith('-inf') ? -Infinity : Number(text) };
  return { kind: 'name', text: checked(text) };
}
