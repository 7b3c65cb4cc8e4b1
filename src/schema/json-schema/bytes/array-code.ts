import { type Schema } from './judge-code.js';

/** What a list says of its items, as functions over them. */
export interface ItemsOfList {
  /** Of the first ones, each by its place. */
  readonly first: readonly string[];
  readonly others: string;
  readonly contains: string | undefined;
}

/** Of a list that begins at `p`; `n` items were met, and `k` of the kind it must contain. */
export function arrayCode(
  schema: Schema,
  { first, others, contains }: ItemsOfList,
  depthMax: number,
): string {
  const { minItems, maxItems, minContains = 1, maxContains } = schema;
  const isDistinct = schema.distinctItems === true;
  const ends = [
    'Z[0]--;',
    isDistinct ? 'Z[3]=from;' : '',
    minItems === undefined ? '' : `if(n<${Number(minItems)})return 0;`,
    maxItems === undefined ? '' : `if(n>${Number(maxItems)})return 0;`,
    contains === undefined ? '' : `if(k<${Number(minContains)})return 0;`,
    contains === undefined || maxContains === undefined
      ? ''
      : `if(k>${Number(maxContains)})return 0;`,
    'return p+1;',
  ].join('');
  const count =
    contains === undefined
      ? ''
      : `{const d=Z[0],m=Z[1],l=Z[3];Z[1]=1;const g=${contains}(b,v,p);Z[1]=m;if(g<0)return g;if(g>0)k++;Z[0]=d;Z[3]=l}`;
  const item =
    first.length === 0
      ? `q=${others}(b,v,p);`
      : `switch(n){${first.map((each, i) => `case ${i}:q=${each}(b,v,p);break;`).join('')}default:q=${others}(b,v,p)}`;
  // Texts without escapes and whole numbers of up to 15 digits are equal exactly when their bytes are.
  const distinct = isDistinct
    ? `if(!isPlain(b,p,q))return -1;if(met(b,from,p,q))return repeated(b,from,p,q);`
    : '';
  return `if(++Z[0]>${depthMax})return -1;const from=Z[3];let n=0,k=0,q=0;p=ws(b,p+1);if(b[p]===93){${ends}}for(;;){${count}${item}if(q<=0)return q;${distinct}n++;p=q;if(b[p]<33)p=ws(b,p);if(b[p]===44){p++;if(b[p]<33)p=ws(b,p);continue}if(b[p]!==93)return 0;${ends}}`;
}
