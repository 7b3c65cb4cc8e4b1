import type { Result } from '#kernel';
import type { Payload, PayloadForm } from './payload.js';
import type { Violation } from './violation.js';

export type { Violation };

/** The languages by the names the Confluent dialect gives them. */
export type SchemaType = 'JSON' | 'AVRO' | 'PROTOBUF';

/** A schema another one refers to; `name` is the text inside the reference (`$ref`, import). */
export interface ReferencedSource {
  readonly name: string;
  readonly text: string;
}

/** A definition with everything it refers to, transitively, each name once. */
export interface SchemaSource {
  readonly type: SchemaType;
  readonly text: string;
  readonly references: readonly ReferencedSource[];
  /**
   * Which messages of a Protobuf file are events, by full name; the first is meant where nothing
   * else is said. Absent where any message may be one, and the first of the file is meant.
   */
  readonly messages?: readonly string[] | undefined;
}

/** Why a text is not an acceptable schema. */
export interface SchemaFault {
  /** Permanent public name, e.g. `SCHEMA_TOO_DEEP`, `REF_NOT_REGISTERED`, `PATTERN_UNSUPPORTED`. */
  readonly code: string;
  /** Name of the referenced text it stands in, where that is not the schema's own. */
  readonly document?: string;
  /** JSON Pointer into the text; empty for the whole. */
  readonly pointer: string;
  /** What is wrong, and then what to do; one or two sentences. */
  readonly message: string;
  /** 1-based, where known. */
  readonly line?: number;
  readonly column?: number;
}

/** A compiled schema. Never changes the value it looks at. */
export interface Validator {
  isValid(value: unknown): boolean;
  /** All reasons, at most `limits.violationsPerEvent`; empty when valid. */
  explain(value: unknown): readonly Violation[];
}

/** A schema as a tree any language can be shown as: what a person reads in the catalog. */
export interface SchemaNode {
  /** Name of the property, or a label such as `[items]`, `one of 2`. */
  readonly name: string;
  /** JSON Pointer of the value in an event; `*` stands for any index or any key. */
  readonly path: string;
  /** JSON Pointer into the schema's own text; absent where a referenced text says it. */
  readonly schemaPointer?: string;
  /** e.g. `string`, `integer or null`, `array of string`. */
  readonly type: string;
  readonly required: boolean;
  readonly description?: string;
  readonly deprecated?: boolean;
  /** In words: `at least 1`, `matches ^[a-z]+$`, `one of "a", "b"`. */
  readonly constraints: readonly string[];
  /** The values an enum or a constant allows, where the node names them. */
  readonly values?: readonly unknown[];
  /** The definition this node repeats, where a recursive schema is cut. */
  readonly recursive?: string;
  readonly children: readonly SchemaNode[];
}

/** The constraint of a node below which the tree was cut for its size. */
export const NOT_SHOWN = 'more is not shown';

/** A text that was read and found acceptable. `root` is the language's own parsed form. */
export interface ReadSchema {
  readonly source: SchemaSource;
  readonly root: unknown;
}

/** The face every schema language shows. All functions are pure; none opens a socket. */
export interface Language {
  readonly type: SchemaType;
  /** Parses and checks limits and references. */
  read(source: SchemaSource): Result<ReadSchema, readonly SchemaFault[]>;
  /** Text whose equality is identity, as the Confluent registry computes it. Idempotent. */
  canonical(schema: ReadSchema): string;
  /** Text for `normalize=true`: less of the order matters. Idempotent. */
  normalize(schema: ReadSchema): string;
  /**
   * Other texts of a schema by the name the dialect gives them in `format=`; whatever is not here
   * is the canonical one.
   */
  readonly formats?: Readonly<Record<string, (schema: ReadSchema) => string>>;
  /** Compiles, or says that the schema is too complex to. Stored schemas have passed it. */
  tryCompile(schema: ReadSchema): Result<Validator, readonly SchemaFault[]>;
  /** The faults of `tryCompile`; nothing is compiled where there can be none. */
  compileFaults(schema: ReadSchema): readonly SchemaFault[];
  /** Compiles what `tryCompile` accepts; may take long for an adversarial schema, so untrusted ones compile elsewhere first. */
  compile(schema: ReadSchema): Validator;
  /** How events of what `tryCompile` accepts are judged and read as bytes; `undefined` where there is no such message. */
  payload(schema: ReadSchema, form?: PayloadForm): Payload | undefined;
  tree(schema: ReadSchema): SchemaNode;
  /** A small valid event, or `undefined` when none is found cheaply. The same seed gives the same. */
  sample(schema: ReadSchema, seed: number): unknown;
}

/** The text of a schema in a format of the dialect; formats nobody knows are the canonical one. */
export function formatted(language: Language, schema: ReadSchema, format: string): string {
  const formats = language.formats ?? {};
  const inFormat = Object.hasOwn(formats, format) ? formats[format] : undefined;
  return inFormat ? inFormat(schema) : language.canonical(schema);
}
