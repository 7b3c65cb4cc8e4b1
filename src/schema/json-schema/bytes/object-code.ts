import { equals, isWritable } from './byte-words.js';
import { type Schema } from './judge-code.js';

/** What an object says of its members, as functions over their values. */
export interface MembersOfObject {
  readonly named: readonly { readonly name: string; readonly judge: string }[];
  /** Over the value of any other name; `none` where no other may come. */
  readonly others: string;
  /** Whether another name is undeclared: then only an event that may carry such is told. */
  readonly areOthersUndeclared: boolean;
  /** The set of names another schema of the same value declares and judges, as a constant. */
  readonly elsewhere: string | undefined;
}

const BITS = 31;

const bitOf = (at: number) => ({ word: `m${Math.floor(at / BITS)}`, bit: 1 << (at % BITS) });

/** Of an object that begins at `p`. Names come in the written order more often than not. */
export function objectCode(
  schema: Schema,
  { named, others, areOthersUndeclared, elsewhere }: MembersOfObject,
  depthMax: number,
): string {
  const known = named.filter(({ name }) => isWritable(name));
  const words = Array.from({ length: Math.ceil(known.length / BITS) }, (_, i) => `m${i}`);
  const { missing, isNeverComplete } = requiredCode(schema, known);
  const least = Number(schema.minProperties ?? 0);
  const most = schema.maxProperties;
  const counted = least > 0 || most !== undefined;
  const bounds = `${least > 0 ? `if(n<${least})return 0;` : ''}${most === undefined ? '' : `if(n>${Number(most)})return 0;`}`;
  const end = `{Z[0]--;Z[3]=from;${bounds}${isNeverComplete ? 'return 0;' : `${missing}return p+1;`}}`;
  const undeclared = areOthersUndeclared
    ? `if(Z[1]===0${elsewhere ? `&&!${elsewhere}.has(b.utf8Slice(s,q))` : ''})return -1;`
    : '';
  const other =
    others === 'none'
      ? 'return 0;'
      : `${undeclared}if(met(b,from,s,q))return -1;p=colon(b,q+1);if(p===0)return 0;p=${others}(b,v,p)`;
  const expected = known.map(({ name, judge }, at) => {
    const { word, bit } = bitOf(at);
    const { length, code } = equals(`${name}"`, 's');
    return `case ${at}:if(${code}){if(${word}&${bit})return -1;${word}|=${bit};o=${at + 1};p=colon(b,s+${length});if(p===0)return 0;p=${judge}(b,v,p);break member}break;`;
  });
  const member = `const s=p+1;member:{switch(o){${expected.join('')}}let k=-1;${foundCode(known)}if(k>=0){o=k;continue}let q=s;while(T[b[q]]===0)q++;if(b[q]!==34)return b[q]===92?-1:0;${other}}`;
  return `if(++Z[0]>${depthMax})return -1;const from=Z[3];let ${[...words, 'o'].map((each) => `${each}=0`).join()}${counted ? ',n=0' : ''};p=ws(b,p+1);if(b[p]===125)${end}for(;;){if(b[p]!==34)return 0;${member}if(p<=0)return p;${counted ? 'n++;' : ''}if(b[p]<33)p=ws(b,p);if(b[p]===44){p++;if(b[p]<33)p=ws(b,p);continue}if(b[p]!==125)return 0;${end}}`;
}

/** Sets `k` to the number of the name that begins at `s`, where it is not the one expected there. */
function foundCode(known: readonly { readonly name: string }[]): string {
  const cases = known.map(({ name }, at) => ({
    at,
    first: Buffer.from(`${name}"`)[0],
    code: equals(`${name}"`, 's').code,
  }));
  const byFirst = [...Map.groupBy(cases, ({ first }) => first)].map(
    ([first, each]) =>
      `case ${first}:${each.map(({ at, code }) => `if(${code})k=${at};`).join('else ')}break;`,
  );
  return `switch(b[s]){${byFirst.join('')}}`;
}

function requiredCode(
  { required }: Schema,
  known: readonly { readonly name: string }[],
): { readonly missing: string; readonly isNeverComplete: boolean } {
  const masks = new Map<string, number>();
  const names = Array.isArray(required) ? (required as readonly string[]) : [];
  let isNeverComplete = false;
  for (const name of names) {
    const at = known.findIndex((each) => each.name === name);
    if (at < 0) isNeverComplete = true;
    else {
      const { word, bit } = bitOf(at);
      masks.set(word, (masks.get(word) ?? 0) | bit);
    }
  }
  const tests = [...masks].map(([word, mask]) => `if((${word}&${mask})!==${mask})return 0;`);
  return { missing: tests.join(''), isNeverComplete };
}
