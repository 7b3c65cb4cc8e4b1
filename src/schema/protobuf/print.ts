import { FIELD_NUMBER_MAX } from './parse-messages.js';
import { pathText, valueText } from './option-text.js';
import { quote } from './quoted.js';
import {
  type EnumNode,
  type ExtendNode,
  type FieldNode,
  type FileNode,
  type ImportNode,
  type MessageNode,
  type OneofNode,
  type OptionNode,
  type RangeNode,
  type ReservedNode,
  type ServiceNode,
  type TypeNode,
} from './syntax-tree.js';

/** What one way to print changes in a file. */
export interface PrintStyle {
  /** Sorts what has no order of its own, and groups what extends the same message. */
  readonly isSorted: boolean;
  /** Leaves out custom options, and what extends and lets itself be extended. */
  readonly isWithoutExtensions: boolean;
  readonly typeName: (type: TypeNode) => string;
  /** What a list of options says. */
  readonly options: (options: readonly OptionNode[]) => readonly OptionNode[];
}

export const AS_WRITTEN: PrintStyle = {
  isSorted: false,
  isWithoutExtensions: false,
  typeName: ({ name }) => name,
  options: (options) => options,
};

const ENUM_NUMBER_MAX = 2 ** 31 - 1;

/** One layout for every file: what it says, without comments. */
export function printProto(file: FileNode, style: PrintStyle): string {
  return new Printer(style, file.syntax === 'editions').file(file);
}

class Printer {
  constructor(
    readonly style: PrintStyle,
    readonly hasBareNames: boolean,
  ) {}

  file(file: FileNode): string {
    const { edition, syntax } = file;
    const version = edition === undefined ? `syntax = "${syntax}";` : `edition = "${edition}";`;
    const options = this.#options(file.options).map((each) => `option ${each};`);
    const blocks = [
      [version],
      file.package === '' ? [] : [`package ${file.package};`],
      this.#imports(file.imports),
      options,
      ...file.messages.map((each) => this.#message(each)),
      ...file.enums.map((each) => this.#enum(each)),
      ...this.#extends(file.extends),
      ...file.services.map((each) => this.#service(each)),
    ];
    return `${blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`;
  }

  #imports(imports: readonly ImportNode[]): string[] {
    const lines = imports.map(({ path, kind }) => {
      const word = kind === 'plain' ? '' : `${kind} `;
      return `import ${word}${quote(new TextEncoder().encode(path))};`;
    });
    return this.style.isSorted ? lines.sort() : lines;
  }

  /** `name = value` each. */
  #options(options: readonly OptionNode[]): string[] {
    const kept = this.style
      .options(options)
      .filter(
        ({ path }) =>
          !this.style.isWithoutExtensions || !path.some(({ isExtension }) => isExtension),
      );
    const named = kept.map(({ path, value }) => {
      const name = pathText(path);
      return { name, text: `${name} = ${valueText(value)}` };
    });
    // Values of a repeated option keep their order.
    if (this.style.isSorted) named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    return named.map(({ text }) => text);
  }

  #bracketed(options: readonly OptionNode[]): string {
    const texts = this.#options(options);
    return texts.length === 0 ? '' : ` [${texts.join(', ')}]`;
  }

  #message(node: MessageNode): string[] {
    const visibility = node.visibility === undefined ? '' : `${node.visibility} `;
    return this.#block(`${visibility}message ${node.name}`, this.#messageLines(node));
  }

  #messageLines(node: MessageNode): string[] {
    return [
      ...this.#options(node.options).map((each) => `option ${each};`),
      ...this.#reserved(node.reserved, FIELD_NUMBER_MAX),
      ...(this.style.isWithoutExtensions ? [] : this.#extensionRanges(node)),
      ...node.members.flatMap((each) =>
        each.kind === 'field' ? this.#field(each) : this.#oneof(each),
      ),
      ...node.messages.flatMap((each) => (each.isGroup ? [] : this.#message(each))),
      ...node.enums.flatMap((each) => this.#enum(each)),
      ...this.#extends(node.extends).flat(),
    ];
  }

  #reserved({ numbers, names }: ReservedNode, max: number): string[] {
    const lines = [];
    const ranges = this.style.isSorted ? numbers.toSorted((a, b) => a.from - b.from) : numbers;
    if (ranges.length > 0)
      lines.push(`reserved ${ranges.map((each) => rangeText(each, max)).join(', ')};`);
    const texts = names.map(({ name }) => (this.hasBareNames ? name : `"${name}"`));
    if (this.style.isSorted) texts.sort();
    if (texts.length > 0) lines.push(`reserved ${texts.join(', ')};`);
    return lines;
  }

  #extensionRanges({ extensionRanges }: MessageNode): string[] {
    const ranges = this.style.isSorted
      ? extensionRanges.toSorted((a, b) => a.from - b.from)
      : extensionRanges;
    return ranges.map(
      (each) => `extensions ${rangeText(each, FIELD_NUMBER_MAX)}${this.#bracketed(each.options)};`,
    );
  }

  #field(node: FieldNode): string[] {
    const label = node.label === undefined ? '' : `${node.label} `;
    const end = ` = ${node.number}${this.#bracketed(node.options)}`;
    if (node.group)
      return this.#block(`${label}group ${node.group.name}${end}`, this.#messageLines(node.group));
    const value = this.style.typeName(node.type);
    const type = node.mapKey ? `map<${node.mapKey.name}, ${value}>` : value;
    return [`${label}${type} ${node.name}${end};`];
  }

  #oneof(node: OneofNode): string[] {
    return this.#block(`oneof ${node.name}`, [
      ...this.#options(node.options).map((each) => `option ${each};`),
      ...node.fields.flatMap((each) => this.#field(each)),
    ]);
  }

  #extends(nodes: readonly ExtendNode[]): string[][] {
    if (this.style.isWithoutExtensions) return [];
    const groups: { name: string; fields: FieldNode[] }[] = [];
    for (const { target, fields } of nodes) {
      const name = this.style.typeName(target);
      const same = this.style.isSorted
        ? groups.find((each) => each.name === name)
        : groups.at(-1)?.name === name && groups.at(-1);
      if (same) same.fields.push(...fields);
      else groups.push({ name, fields: [...fields] });
    }
    return groups.map(({ name, fields }) =>
      this.#block(
        `extend ${name}`,
        fields.flatMap((each) => this.#field(each)),
      ),
    );
  }

  #enum(node: EnumNode): string[] {
    const visibility = node.visibility === undefined ? '' : `${node.visibility} `;
    return this.#block(`${visibility}enum ${node.name}`, [
      ...this.#options(node.options).map((each) => `option ${each};`),
      ...this.#reserved(node.reserved, ENUM_NUMBER_MAX),
      ...node.values.map(
        ({ name, number, options }) => `${name} = ${number}${this.#bracketed(options)};`,
      ),
    ]);
  }

  #service(node: ServiceNode): string[] {
    return this.#block(`service ${node.name}`, [
      ...this.#options(node.options).map((each) => `option ${each};`),
      ...node.methods.flatMap((method) => {
        const input = `${method.isClientStreaming ? 'stream ' : ''}${this.style.typeName(method.input)}`;
        const output = `${method.isServerStreaming ? 'stream ' : ''}${this.style.typeName(method.output)}`;
        const head = `rpc ${method.name}(${input}) returns (${output})`;
        const options = this.#options(method.options).map((each) => `option ${each};`);
        return options.length === 0 ? [`${head};`] : this.#block(head, options);
      }),
    ]);
  }

  #block(head: string, lines: readonly string[]): string[] {
    return lines.length === 0
      ? [`${head} {}`]
      : [`${head} {`, ...lines.map((line) => `  ${line}`), '}'];
  }
}

function rangeText({ from, to }: RangeNode, max: number): string {
  if (from === to) return `${from}`;
  return `${from} to ${to === max ? 'max' : to}`;
}
