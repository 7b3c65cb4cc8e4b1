import { appendPointer } from '../json-pointer.js';
import { NOT_SHOWN, type ReadSchema, type SchemaNode } from '../language.js';
import { type AvroField, type AvroType, avroRootOf, isNamedType, logicalOf } from './avro-type.js';
import { logicalInWords } from './logical-types.js';
import { simpleName } from './names.js';

/** More than a person reads, and a bound on types that are used again and again. */
const NODES_MAX = 3_000;
const DEPTH_MAX = 40;

type Label = Pick<SchemaNode, 'name' | 'path' | 'required'> & { readonly field?: AvroField };

/**
 * The tree a person reads: names resolved, recursion cut, bounded in size. Paths are those of the
 * plain event; the names of union branches, which only the JSON encoding has, are left out.
 */
export function treeOfAvro(schema: ReadSchema): SchemaNode {
  const { type } = avroRootOf(schema);
  const name = isNamedType(type) ? simpleName(type.name) : 'event';
  return new Draughtsman().draw(type, { name, path: '', required: true }, []);
}

class Draughtsman {
  #nodes = 0;

  draw(whole: AvroType, label: Label, above: readonly AvroType[]): SchemaNode {
    this.#nodes++;
    const { name, path, required, field } = label;
    const type = withoutNull(whole);
    const isRecursive = above.includes(type);
    const isDrawn = !isRecursive && above.length <= DEPTH_MAX;
    const children = isDrawn ? this.#children(type, path, [...above, type]) : [];
    const isCut = !isRecursive && (!isDrawn || this.#nodes > NODES_MAX);
    const described = isNamedType(type) ? type.doc : undefined;
    const description = field?.doc ?? described;
    return {
      name,
      path,
      required,
      type: typeInWords(whole),
      constraints: [...constraintsOf(type, field), ...(isCut ? [NOT_SHOWN] : [])],
      children,
      ...(description !== undefined && { description }),
      ...(type.at.document === '' && { schemaPointer: type.at.pointer }),
      ...(type.kind === 'enum' && {
        values: whole === type ? type.symbols : [...type.symbols, null],
      }),
      ...(isRecursive && isNamedType(type) && { recursive: type.name }),
    };
  }

  #children(type: AvroType, path: string, above: readonly AvroType[]): readonly SchemaNode[] {
    const draw = (inner: AvroType, label: Label) =>
      this.#nodes > NODES_MAX ? [] : [this.draw(inner, label, above)];
    switch (type.kind) {
      case 'record':
        return type.fields.flatMap((field) => {
          const { name, written } = field;
          const at = appendPointer(path, name);
          return draw(field.type, { name, path: at, required: written === undefined, field });
        });
      case 'array':
        return draw(type.items, {
          name: '[items]',
          path: appendPointer(path, '*'),
          required: false,
        });
      case 'map':
        return draw(type.values, {
          name: '[any name]',
          path: appendPointer(path, '*'),
          required: false,
        });
      case 'union':
        return type.branches.flatMap((branch, index) => {
          const name = `[one of ${type.branches.length}, option ${index + 1}: ${typeInWords(branch)}]`;
          return branch.kind === 'null' ? [] : draw(branch, { name, path, required: false });
        });
      default:
        return [];
    }
  }
}

/** `["null", X]` reads as "X or null". */
function withoutNull(type: AvroType): AvroType {
  if (type.kind !== 'union') return type;
  const others = type.branches.filter(({ kind }) => kind !== 'null');
  return others.length === 1 && others[0] ? others[0] : type;
}

/** Without looking inside more than one level: types may hold themselves. */
function typeInWords(type: AvroType): string {
  if (type.kind === 'union') {
    const others = type.branches.filter(({ kind }) => kind !== 'null');
    const words = (others.length > 3 ? [`one of ${others.length}`] : others.map(shortName)).concat(
      others.length < type.branches.length ? ['null'] : [],
    );
    return words.join(' or ') || 'nothing';
  }
  return shortName(type);
}

function shortName(type: AvroType): string {
  switch (type.kind) {
    case 'array':
      return `array of ${innerName(type.items)}`;
    case 'map':
      return `map of ${innerName(type.values)}`;
    default:
      return innerName(type);
  }
}

function innerName(type: AvroType): string {
  if (type.kind === 'union') return 'several types';
  if (isNamedType(type)) return `${type.kind} ${simpleName(type.name)}`;
  const logical = logicalOf(type);
  return logical ? `${type.kind}, ${logicalInWords(logical)}` : type.kind;
}

function* constraintsOf(type: AvroType, field: AvroField | undefined): Generator<string> {
  if (type.kind === 'fixed') {
    yield `${type.size} bytes`;
    if (type.logical) yield logicalInWords(type.logical);
  }
  if (type.kind === 'enum' && type.default !== undefined)
    yield `unknown symbols are read as "${type.default}"`;
  if (field?.written)
    yield `${shorten(textOf(field.written.json))} when the writer has no such field`;
}

/** Numbers are written as they were; they say so themselves. */
const textOf = (json: unknown): string => JSON.stringify(json, asNumber);
const asNumber = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'isLosslessNumber' in value
    ? Number((value as unknown as { value: string }).value)
    : value;
const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
