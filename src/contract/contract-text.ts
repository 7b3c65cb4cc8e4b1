import { fail, invariant, limits, ok, type Result } from '#kernel';
import { pointerTokens, placeInJsonText, readJsonText } from '#schema';
import { stringify } from 'lossless-json';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { type ContractFault } from './contract-fault.js';
import { exactYaml } from './exact-yaml.js';
import { readPlainYaml } from './plain-yaml.js';
import { hazardOfYamlText, hazardOfYamlTree } from './yaml-hazards.js';

/** A document as plain values, with the place in the text of each. */
export interface ContractText {
  readonly value: unknown;
  /** Line and column of the value at a pointer; `undefined` where the text has none. */
  place(pointer: string): { readonly line: number; readonly column: number } | undefined;
  /** The value at a pointer as JSON text with every digit of the source. */
  json(pointer: string): string | undefined;
}

/** An alias may repeat a little; a document that multiplies itself is refused. */
const ALIASES_MAX = 50;
/** A schema may be as deep as allowed, below `schema.definition`. */
const DEPTH_MAX = limits.schemaDepth.value + 2;

const refuse = (
  code: string,
  message: string,
  place: object = {},
): { ok: false; error: ContractFault[] } => fail([{ code, pointer: '', message, ...place }]);

/** Reads a document from text (YAML 1.2, of which JSON is a part) or takes it as it is. */
export function readContractText(
  document: unknown,
): Result<ContractText, readonly ContractFault[]> {
  if (typeof document !== 'string')
    return ok({ value: document, place: () => undefined, json: () => undefined });
  if (new TextEncoder().encode(document).length > limits.contractBytes.value)
    return refuse(
      'CONTRACT_TOO_LARGE',
      `The document is longer than ${limits.contractBytes.value} bytes. Move the schema into its own file.`,
    );
  return document.trimStart().startsWith('{') ? fromJson(document) : fromPlainYaml(document);
}

function fromJson(text: string): Result<ContractText, readonly ContractFault[]> {
  const read = readJsonText(text, { depthMax: DEPTH_MAX, nodesMax: limits.eventNodes.value });
  if (!read.ok) {
    const { kind, pointer, message, line, column } = read.error;
    // `{a: 1}` is no JSON but is YAML's flow style; what is neither was probably meant as JSON.
    const yaml = kind === 'syntax' ? fromYaml(text) : undefined;
    return yaml?.ok ? yaml : fail([{ code: 'CONTRACT_SYNTAX', pointer, message, line, column }]);
  }
  const { plain, lossless } = read.value;
  return ok({
    value: plain,
    place: (pointer) => placeInJsonText(text, pointer),
    json: (pointer) => stringify(at(lossless, pointer)),
  });
}

const at = (value: unknown, pointer: string): unknown =>
  pointerTokens(pointer).reduce<unknown>(
    (each, token) => (each as Record<string, unknown>)[token],
    value,
  );

/** Places are asked for where something is wrong, and the parser is asked then. */
function fromPlainYaml(text: string): Result<ContractText, readonly ContractFault[]> {
  const value = readPlainYaml(text);
  if (value === undefined) return fromYaml(text);
  let parsed: ReturnType<typeof fromYaml> | undefined;
  return ok({
    value,
    place: (pointer) => {
      parsed ??= fromYaml(text);
      return parsed.ok ? parsed.value.place(pointer) : undefined;
    },
    json: exactJsonOf(text),
  });
}

function fromYaml(text: string): Result<ContractText, readonly ContractFault[]> {
  const hazard = hazardOfYamlText(text, DEPTH_MAX);
  if (hazard) return refuse(hazard.code, hazard.message);
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    // The parser compares each key with each; `hazardOfYamlTree` looks each up once.
    uniqueKeys: false,
    strict: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem)
    return refuse(
      'CONTRACT_SYNTAX',
      yamlSentence(problem.code, problem.message),
      placeAt(problem.pos[0]),
    );
  const tree = hazardOfYamlTree(document, DEPTH_MAX);
  if (!tree.ok) {
    const { code, message, offset } = tree.error;
    return refuse(code, message, offset === undefined ? {} : placeAt(offset));
  }
  const values = valuesOf(document, placeAt);
  return values.ok ? ok({ ...values.value, json: exactJsonOf(text) }) : values;
}

/** Text is asked of what holds the schema, after all else was right. */
const exactJsonOf =
  (text: string) =>
  (pointer: string): string | undefined => {
    const lossless = exactYaml(text);
    return lossless === undefined ? undefined : stringify(at(lossless, pointer));
  };

interface Place {
  readonly line: number;
  readonly column: number;
}

function valuesOf(
  document: Document,
  placeAt: (offset: number) => Place,
): Result<Omit<ContractText, 'json'>, readonly ContractFault[]> {
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX });
    const place = (pointer: string): Place | undefined => {
      const node = document.getIn(yamlPath(pointer), true);
      return isNode(node) && node.range ? placeAt(node.range[0]) : undefined;
    };
    return ok({ value, place });
  } catch (error) {
    invariant(error instanceof ReferenceError, `aliases alone can fail here: ${String(error)}`);
    return /unresolved/i.test(error.message)
      ? refuse('CONTRACT_SYNTAX', UNKNOWN_ALIAS)
      : refuse('CONTRACT_ALIASES', ALIASES);
  }
}

const UNKNOWN_ALIAS = 'An alias names an anchor that does not exist. Write the value out.';
const ALIASES = `The aliases of the document expand to more than ${ALIASES_MAX} copies of something. Write the values out.`;

/** Numbers in a pointer are list positions for YAML, and texts are keys; both are tried. */
const yamlPath = (pointer: string): (string | number)[] =>
  pointerTokens(pointer).map((token) => (/^\d+$/.test(token) ? Number(token) : token));

const YAML_SENTENCES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'A tab is used for indentation, which YAML forbids. Use spaces.',
  TAG_RESOLVE_FAILED: 'A tag (!…) is used; contracts are plain data. Remove it.',
  BAD_INDENT: 'The indentation does not fit the lines above. Align it.',
  MULTIPLE_DOCS: 'The text holds several documents. Put each into a file of its own.',
};

const yamlSentence = (code: string, message: string): string =>
  YAML_SENTENCES[code] ?? `This is not YAML: ${message.replace(/\.$/, '')}. Correct it here.`;
