import { invariant } from '#kernel';
import { thrownAs } from '../thrown-as.js';
import { descriptorTypes } from './descriptor-types.js';
import { isPseudoOption } from './features.js';
import { type Unit } from './import-files.js';
import { within } from './names.js';
import { type OptionNames, OptionValues, WrongOption } from './option-values.js';
import { MessageDatum } from './message-datum.js';
import { type ProtoFaults } from './proto-faults.js';
import { type MessageType, type ProtoField } from './proto-type.js';
import {
  type EnumNode,
  type ExtendNode,
  type FieldNode,
  type MessageNode,
  type OptionNode,
  type OptionStep,
} from './syntax-tree.js';
import { type SymbolTable } from './symbols.js';

/** Everything that extends a message, by full name. */
export type Extensions = ReadonlyMap<string, ProtoField>;

interface Where {
  readonly scope: string;
  readonly pointer: string;
}

/** Finds what each option of a file means, as data of the messages in descriptor.proto. */
export class OptionLinker {
  /** By the list the options were written in. */
  readonly data = new Map<readonly OptionNode[], MessageDatum>();

  constructor(
    readonly unit: Unit,
    readonly table: { readonly symbols: SymbolTable; readonly extensions: Extensions },
    readonly faults: ProtoFaults,
  ) {}

  run(): void {
    const { node } = this.unit;
    const top = { scope: node.package, pointer: '' };
    this.#read('FileOptions', node.options, top);
    for (const each of node.messages) this.#message(each, top);
    for (const each of node.enums) this.#enum(each, top);
    this.#extends(node.extends, top);
    for (const service of node.services) {
      const inside = {
        scope: within(node.package, service.name),
        pointer: `/service/${service.name}`,
      };
      this.#read('ServiceOptions', service.options, inside);
      for (const { name, options } of service.methods)
        this.#read('MethodOptions', options, { ...inside, pointer: `${inside.pointer}/${name}` });
    }
  }

  #message(node: MessageNode, { scope, pointer }: Where): void {
    const inside = { scope: within(scope, node.name), pointer: `${pointer}/${node.name}` };
    this.#read('MessageOptions', node.options, inside);
    for (const member of node.members) {
      if (member.kind === 'field') this.#field(member, inside);
      else {
        this.#read('OneofOptions', member.options, {
          ...inside,
          pointer: `${inside.pointer}/${member.name}`,
        });
        for (const each of member.fields) this.#field(each, inside);
      }
    }
    for (const { options } of node.extensionRanges)
      this.#read('ExtensionRangeOptions', options, inside);
    for (const each of node.messages) this.#message(each, inside);
    for (const each of node.enums) this.#enum(each, inside);
    this.#extends(node.extends, inside);
  }

  #extends(nodes: readonly ExtendNode[], { scope }: Where): void {
    for (const { fields } of nodes)
      for (const each of fields) this.#field(each, { scope, pointer: '/extend' });
  }

  #field({ options, number }: FieldNode, { scope, pointer }: Where): void {
    this.#read('FieldOptions', options, { scope, pointer: `${pointer}/${number}` });
  }

  #enum(node: EnumNode, { scope, pointer }: Where): void {
    const inside = { scope: within(scope, node.name), pointer: `${pointer}/${node.name}` };
    this.#read('EnumOptions', node.options, inside);
    for (const { number, options } of node.values)
      this.#read('EnumValueOptions', options, {
        ...inside,
        pointer: `${inside.pointer}/${number}`,
      });
  }

  #read(name: string, options: readonly OptionNode[], where: Where): void {
    if (options.length === 0 || this.data.has(options)) return;
    const type = descriptorTypes().get(`google.protobuf.${name}`);
    invariant(type?.kind === 'message', 'descriptor.proto declares the options of everything');
    const datum = new MessageDatum(type);
    const values = new OptionValues(this.#namesFrom(where.scope));
    for (const option of options) {
      if (name === 'FieldOptions' && isPseudoOption(option)) continue;
      try {
        this.#check(option, name);
        this.#assign(datum, option, { values, scope: where.scope });
      } catch (error) {
        const { spot, message } = thrownAs(WrongOption, error);
        const { line, column } = spot ?? option.at;
        this.faults.add(
          'PROTO_OPTION_INVALID',
          { document: this.unit.path, pointer: where.pointer, line, column },
          message,
        );
      }
    }
    this.data.set(options, datum);
  }

  #assign(
    datum: MessageDatum,
    { path, value }: OptionNode,
    { values, scope }: { values: OptionValues; scope: string },
  ): void {
    let into = datum;
    for (const [index, step] of path.entries()) {
      const field = this.#step(step, into.type, scope);
      if (index === path.length - 1) {
        values.assign(into, field, value);
        return;
      }
      if (field.type.kind !== 'message' || field.isRepeated)
        throw new WrongOption(
          `"${step.name}" is not one message, so nothing inside of it can be set by name. Write it in braces.`,
        );
      const known = into.values.get(field);
      const inner = known instanceof MessageDatum ? known : new MessageDatum(field.type);
      into.values.set(field, inner);
      into = inner;
    }
  }

  #step(step: OptionStep, type: MessageType, scope: string): ProtoField {
    const field = step.isExtension
      ? this.#extension(step.name, type, scope)
      : type.fields.find(({ name }) => name === step.name);
    if (!field)
      throw new WrongOption(
        step.isExtension
          ? `There is no option "(${step.name})" of "${type.name}" here. Import the file that declares it.`
          : `There is no option "${step.name}" in "${type.name}". Correct the name; one's own options stand in parentheses.`,
      );
    return field;
  }

  #extension(name: string, type: MessageType, scope: string): ProtoField | undefined {
    const { symbols, extensions } = this.table;
    const { visible } = this.unit;
    const found = symbols.lookUp(name, { scope, visible }, ({ kind }) => kind === 'field');
    const field = found.kind === 'found' ? extensions.get(found.fullName) : undefined;
    return field?.extends === type.fullName ? field : undefined;
  }

  #namesFrom(scope: string): OptionNames {
    const { symbols } = this.table;
    const { visible } = this.unit;
    return {
      extension: (name, type) => this.#extension(name, type, scope),
      type: (name) => {
        const found = symbols.lookUp(name, { scope, visible }, ({ type }) => type !== undefined);
        return found.kind === 'found' ? found.symbol.type : undefined;
      },
    };
  }

  /** Options there are, which are not for people to set. */
  #check({ path: [first] }: OptionNode, of: string): void {
    if (!first || first.isExtension) return;
    if (first.name === 'uninterpreted_option')
      throw new WrongOption('"uninterpreted_option" is set by compilers only. Remove it.');
    if (of === 'MessageOptions' && first.name === 'map_entry')
      throw new WrongOption(
        '"map_entry" is set by compilers only. Write map<…> as the type of the field.',
      );
    if (first.name === 'features' && this.unit.node.syntax !== 'editions')
      throw new WrongOption(
        'Only files of an edition have features. Begin with edition = "2023", or remove the option.',
      );
  }
}
