import { asciiAutomaton } from './ascii-automaton.js';
import { isExactMultiple } from '../exact-keywords.js';
import { assertedFormats } from '../formats.js';
import { pattern } from '../guarded-ajv.js';
import { equals, isWritable } from './byte-words.js';
import { type Constant } from './link-code.js';
import { QUICK_FORMATS } from './parts.js';

export type Schema = Readonly<Record<string, unknown>>;

/** What the code asks for by number, and what the schema says that bytes are not judged by. */
export class Constants {
  readonly all: Constant[] = [];
  readonly untold = new Set<string>();

  of(value: unknown, saying: string): string {
    return `K[${this.all.push({ value, saying }) - 1}]`;
  }
}

const finite = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** Of a text that begins at `p`. Escapes and other alphabets are judged as text, like ajv does. */
export function textCode(schema: Schema, constants: Constants): string {
  const { minLength, maxLength, format } = schema;
  const tests: ((text: string) => boolean)[] = [];
  let asciiTest = '';
  if (typeof schema.pattern === 'string') {
    const linear = pattern(schema.pattern);
    tests.push((text) => linear.test(text));
    const automaton = asciiAutomaton(schema.pattern);
    asciiTest += automaton
      ? `if(!accepts(${constants.of(automaton.next, `next ${schema.pattern}`)},${constants.of(automaton.ends, `ends ${schema.pattern}`)},b,p+1,q))return 0;`
      : `if(!${constants.of((text: string) => linear.test(text), `pattern ${schema.pattern}`)}(b.latin1Slice(p+1,q)))return 0;`;
  }
  const formatTest = typeof format === 'string' ? assertedFormats.get(format) : undefined;
  if (formatTest && typeof format === 'string') {
    tests.push(formatTest);
    const quick = QUICK_FORMATS[format];
    const asked = `!${constants.of(formatTest, `format ${format}`)}(b.latin1Slice(p+1,q))`;
    asciiTest += quick ? `if(!${quick}(b,p+1,q)&&${asked})return 0;` : `if(${asked})return 0;`;
  }
  const least = finite(minLength) ?? 0;
  const most = finite(maxLength);
  const lengths = `${least > 0 ? `if(n<${least})return 0;` : ''}${most === undefined ? '' : `if(n>${most})return 0;`}`;
  if (tests.length === 0 && lengths === '') return 'return text(b,v,p);';
  const whole = constants.of(
    (text: string) => tests.every((test) => test(text)),
    `text ${JSON.stringify([schema.pattern, format])}`,
  );
  const atOnce = format === 'uri' && tests.length === 1 && lengths === '';
  return `${atOnce ? 'const u=address(b,v,p);if(u>0)return u;' : ''}let q=p+1,h=0,d;while(T[d=b[q]]===0){h|=d;q++}if(d===34){const n=h>127?points(b,p+1,q):q-p-1;${lengths}${
    tests.length > 0 ? `if(h>127){if(!${whole}(b.utf8Slice(p+1,q)))return 0}else{${asciiTest}}` : ''
  }return q+1}q=text(b,v,p);if(q<=0)return q;const t=parseText(b.utf8Slice(p,q)),n=${constants.of(codePoints, 'code points')}(t);${lengths}return ${whole}(t)?q:0;`;
}

const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/** Of a number that begins at `p`. */
export function numberCode(
  schema: Schema,
  types: ReadonlySet<string>,
  constants: Constants,
): string {
  const bounds: readonly (readonly [string, string])[] = [
    ['minimum', '<'],
    ['maximum', '>'],
    ['exclusiveMinimum', '<='],
    ['exclusiveMaximum', '>='],
  ];
  const tests = bounds.flatMap(([word, offends]) => {
    const bound = finite(schema[word]);
    return bound === undefined ? [] : [`if(Y[0]${offends}${bound})return 0;`];
  });
  if (!types.has('number')) tests.push('if(!Number.isInteger(Y[0]))return 0;');
  const unit = finite(schema.exactMultipleOf);
  if (unit !== undefined)
    tests.push(
      `if(!${constants.of((x: number) => isExactMultiple(x, unit), `multiple of ${unit}`)}(Y[0]))return 0;`,
    );
  if (tests.length === 0) return 'return number(b,p);';
  return `const q=exact(b,p);if(q<=0)return q;${tests.join('')}return q;`;
}

/** `enum` and `const`: which scalars may stand there. Whole values are not compared by bytes. */
export function valuesCode(values: readonly unknown[], constants: Constants): string {
  if (values.some((value) => typeof value === 'object' && value !== null)) {
    constants.untold.add('enum of objects or lists');
    return 'return -1;';
  }
  const texts = values.filter((value) => typeof value === 'string');
  const numbers = values.filter((value) => typeof value === 'number');
  const words = values.filter((value) => typeof value === 'boolean' || value === null);
  const isAny = (set: ReadonlySet<unknown>, of: string) =>
    `${constants.of(set, `any of ${JSON.stringify([...set])}`)}.has(${of})`;
  const ofTexts =
    texts.length > MANY_TEXTS
      ? `let q=p+1;while(T[b[q]]===0)q++;if(b[q]===34)return ${isAny(new Set(texts), 'b.utf8Slice(p+1,q)')}?q+1:0;`
      : texts
          .filter((text) => isWritable(text))
          .map((text) => {
            const { length, code } = equals(`${text}"`, 'p+1');
            return `if(${code})return p+${length + 1};`;
          })
          .join('');
  // A text that is escaped may still be one of them.
  const escaped = `const r=text(b,v,p);if(r<=0)return r;return b.subarray(p,r).includes(92)?${isAny(new Set(texts), 'parseText(b.utf8Slice(p,r))')}?r:0:0;`;
  const ofNumbers =
    numbers.length > 0
      ? `const r=exact(b,p);if(r<=0)return r;return ${isAny(new Set(numbers), 'Y[0]')}?r:0;`
      : 'return 0;';
  const ofWords = words.map((value) => {
    const { length, code } = equals(String(value), 'p');
    return `if(${code})return p+${length};`;
  });
  return `const c=b[p];if(c===34){${texts.length > 0 ? `${ofTexts}${escaped}` : 'return 0;'}}if(c===45||(c>=48&&c<=57)){${ofNumbers}}${ofWords.join('')}return 0;`;
}
const MANY_TEXTS = 40;

/** Whether a value that is allowed by name is allowed by the other words, too: said once, not per event. */
export function fitsScalar(schema: Schema, value: unknown): boolean {
  if (typeof value === 'string') {
    const length = codePoints(value);
    const format =
      typeof schema.format === 'string' ? assertedFormats.get(schema.format) : undefined;
    const isLong = length >= (finite(schema.minLength) ?? 0);
    const isShort = length <= (finite(schema.maxLength) ?? Infinity);
    const isMatch = typeof schema.pattern !== 'string' || pattern(schema.pattern).test(value);
    return isLong && isShort && isMatch && (format?.(value) ?? true);
  }
  if (typeof value !== 'number') return true;
  const unit = finite(schema.exactMultipleOf);
  return (
    value >= (finite(schema.minimum) ?? -Infinity) &&
    value <= (finite(schema.maximum) ?? Infinity) &&
    value > (finite(schema.exclusiveMinimum) ?? -Infinity) &&
    value < (finite(schema.exclusiveMaximum) ?? Infinity) &&
    (unit === undefined || isExactMultiple(value, unit))
  );
}
