/**
 * The YAML most contracts are written in: block maps of plain words, and flow maps and lists on one
 * line. It is read in a tenth of the parser's time. Anything else, and anything doubtful, is left to
 * the parser: a law holds that both read the same.
 */
export function readPlainYaml(text: string): unknown {
  if (NOT_PLAIN.test(text)) return undefined;
  const lines = text.split('\n').flatMap((line) => (/^ *(#|$)/.test(line) ? [] : [line.trimEnd()]));
  if (lines.length === 0) return undefined;
  const reader = { lines, at: 0 };
  const value = blockMap(reader, 0);
  return reader.at === lines.length ? value : undefined;
}

/** Tabs, returns and whatever else has rules of its own. */
// eslint-disable-next-line no-control-regex -- they are what must not be there
const NOT_PLAIN = /[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u2028\u2029\ud800-\udfff\ufeff]/;
const DEPTH_MAX = 32;
const KEY = /^( *)([A-Za-z][\w-]*|(?:\/[\w*-]+)+):(?: +(.*))?$/;
/** Words the core schema reads as something else than a text. */
const RESERVED = /^(?:null|true|false)$/i;

interface Reader {
  readonly lines: readonly string[];
  at: number;
}
type Values = Record<string, unknown>;

const indentOf = (line: string): number => line.length - line.trimStart().length;

function blockMap(reader: Reader, indent: number): Values | undefined {
  if (indent > DEPTH_MAX) return undefined;
  const values: Values = {};
  for (let line = reader.lines[reader.at]; line !== undefined; line = reader.lines[reader.at]) {
    if (indentOf(line) < indent) break;
    const [, spaces = '', key = '', said] = KEY.exec(line) ?? [];
    if (key === '' || spaces.length !== indent || !isNew(values, key)) return undefined;
    reader.at++;
    const value = said === undefined ? nested(reader, indent) : lineValue(said);
    if (value === undefined) return undefined;
    values[key] = value;
  }
  return values;
}

const isNew = (values: Values, key: string): boolean =>
  !RESERVED.test(key) && !Object.hasOwn(values, key);

function nested(reader: Reader, indent: number): Values | undefined {
  const next = reader.lines[reader.at];
  const inner = next === undefined ? 0 : indentOf(next);
  return inner > indent ? blockMap(reader, inner) : undefined;
}

const IN_LINE = /^[A-Za-z][\w ,./@-]*$/;
const IN_FLOW = /^[A-Za-z][\w ./@-]*$/;
const PATH = /^(?:\.{1,2})?\/[\w*][\w*./-]*$/;
const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;
const QUOTED = /^(?:'([^'\\]*)'|"([^"\\]*)")$/;

function scalar(text: string, plain: RegExp): unknown {
  if (WHOLE_NUMBER.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  if (PATH.test(text) || (plain.test(text) && !RESERVED.test(text))) return text;
  const quoted = QUOTED.exec(text);
  return quoted ? (quoted[1] ?? quoted[2]) : undefined;
}

function lineValue(text: string): unknown {
  if (!/^[[{]/.test(text)) return scalar(text, IN_LINE);
  const flow = { words: [...text.matchAll(FLOW_WORDS)].map(([word]) => word), at: 0 };
  if (flow.words.join('') !== text) return undefined;
  const value = flowValue(flow, 0);
  return flow.at === flow.words.length ? value : undefined;
}

const FLOW_WORDS = /[[\]{},] *|'[^'\\]*' *|"[^"\\]*" *|[A-Za-z/][\w/*-]*: +|[^[\]{},'":]+/g;

interface Flow {
  readonly words: readonly string[];
  at: number;
}

const next = (flow: Flow): string => flow.words[flow.at++]?.trimEnd() ?? '';

/** Passes the end of an empty block, if that is next. */
function takes(flow: Flow, end: string): boolean {
  const isNext = flow.words[flow.at]?.trimEnd() === end;
  if (isNext) flow.at++;
  return isNext;
}

function flowValue(flow: Flow, depth: number): unknown {
  if (depth > DEPTH_MAX) return undefined;
  const word = next(flow);
  if (word === '{') return flowMap(flow, depth);
  if (word === '[') return flowList(flow, depth);
  return scalar(word, IN_FLOW);
}

function flowMap(flow: Flow, depth: number): Values | undefined {
  const values: Values = {};
  if (takes(flow, '}')) return values;
  for (;;) {
    const [, key] = /^([A-Za-z][\w-]*|(?:\/[\w*-]+)+):$/.exec(next(flow)) ?? [];
    if (key === undefined || !isNew(values, key)) return undefined;
    const value = flowValue(flow, depth + 1);
    if (value === undefined) return undefined;
    values[key] = value;
    const end = next(flow);
    if (end === '}') return values;
    if (end !== ',') return undefined;
  }
}

function flowList(flow: Flow, depth: number): readonly unknown[] | undefined {
  const values: unknown[] = [];
  if (takes(flow, ']')) return values;
  for (;;) {
    const value = flowValue(flow, depth + 1);
    if (value === undefined) return undefined;
    values.push(value);
    const end = next(flow);
    if (end === ']') return values;
    if (end !== ',') return undefined;
  }
}
