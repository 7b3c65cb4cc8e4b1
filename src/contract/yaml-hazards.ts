import { fail, invariant, ok, type Result } from '#kernel';
import { CST, type Document, isMap, isNode, isScalar, Lexer, visit } from 'yaml';

/**
 * What makes a YAML text cost more than its length, found before the parser or without it: the
 * parser takes exponential time for nested explicit keys, and quadratic time to compare keys.
 */
export interface YamlHazard {
  readonly code: 'CONTRACT_TOO_DEEP' | 'CONTRACT_TOO_MANY_VALUES' | 'CONTRACT_SYNTAX';
  readonly message: string;
  /** Where in the text, when one place is at fault. */
  readonly offset?: number;
}

/** Far more than a contract with the largest schema has. */
const TOKENS_MAX = 200_000;
const OPENING = new Set(['flow-map-start', 'flow-seq-start']);
const CLOSING = new Set(['flow-map-end', 'flow-seq-end']);

const tooDeep = (depthMax: number): YamlHazard => ({
  code: 'CONTRACT_TOO_DEEP',
  message: `The document is nested deeper than ${depthMax} levels. Flatten it.`,
});

/** Looks at the words of the text only, so it takes time in proportion to it. */
export function hazardOfYamlText(text: string, depthMax: number): YamlHazard | undefined {
  if (isHarmless(text, depthMax)) return undefined;
  let tokens = 0;
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token) ?? '';
    if (++tokens > TOKENS_MAX) return { code: 'CONTRACT_TOO_MANY_VALUES', message: TOO_MANY };
    if (type === 'explicit-key-ind') return { code: 'CONTRACT_SYNTAX', message: EXPLICIT_KEY };
    if (OPENING.has(type) && ++depth > depthMax) return tooDeep(depthMax);
    if (CLOSING.has(type)) depth--;
  }
  return undefined;
}

/** Every token but the marks around documents and scalars takes a character of the text. */
const TOKENS_PER_CHARACTER = 4;

/** Most contracts are short and flat: what is not in the text need not be looked for word by word. */
function isHarmless(text: string, depthMax: number): boolean {
  if (text.length * TOKENS_PER_CHARACTER > TOKENS_MAX || text.includes('?')) return false;
  let opened = 0;
  for (const character of text) if (character === '[' || character === '{') opened++;
  return opened <= depthMax;
}

const TOO_MANY =
  'The document has more parts than any contract needs. Move the schema into its own file.';
const EXPLICIT_KEY =
  'A "?" marks a key, which contracts do not need. Write the key before its colon.';
const TWICE = 'A key stands twice in one block. Keep one.';
const KEY_IS_NO_TEXT = 'A key of a contract is a text. Write it as one.';

/** Keys that repeat or are no texts, and nesting by indentation. */
export function hazardOfYamlTree(document: Document, depthMax: number): Result<true, YamlHazard> {
  let hazard: YamlHazard | undefined;
  visit(document, {
    Collection: (_key, node, path) => {
      if (path.filter((parent) => !('key' in parent)).length > depthMax) hazard = tooDeep(depthMax);
      else if (isMap(node)) hazard = keyHazard(node.items.map(({ key }) => key));
      return hazard ? visit.BREAK : undefined;
    },
  });
  return hazard ? fail(hazard) : ok(true);
}

function keyHazard(keys: readonly unknown[]): YamlHazard | undefined {
  const seen = new Set<string>();
  for (const key of keys) {
    invariant(isNode(key) && key.range, 'what was read from a text has its place there');
    const [offset] = key.range;
    if (!isScalar(key)) return { code: 'CONTRACT_SYNTAX', message: KEY_IS_NO_TEXT, offset };
    const name = String(key.value);
    if (seen.has(name)) return { code: 'CONTRACT_SYNTAX', message: TWICE, offset };
    seen.add(name);
  }
  return undefined;
}
