import { limits } from '#kernel';
import { INVALID, UNTOLD, VALID } from '../../bytes/bytes-judge.js';
import { generate } from '../../bytes/generate.js';

/**
 * What every generated judge is made with. A function of it goes from where something begins to where
 * it ends: 0 is wrong, -1 cannot tell. `b` are the bytes and `v` a view of them by words.
 *
 * `Z[0]` levels entered · `Z[1]` whether undeclared names may be there · `Z[2]` steps left · `N` up to
 * `Z[3]` the names met in an object and the items met in a list, as pairs of places · `Y[0]` the number
 * just read. They stand in lists because functions made apart share them.
 */
const CODE = `
const Z=new Int32Array(32),Y=new Float64Array(16),N=new Int32Array(8192);
const T=new Uint8Array(256);T.fill(1,0,32);T[34]=1;T[92]=1;
const H=new Uint8Array(256).fill(1);H.fill(0,48,58);H.fill(0,65,71);H.fill(0,97,103);
const P=[1];for(let i=1;i<23;i++)P.push(10**i);
function ws(b,p){let c=b[p];while(c===32||c===10||c===13||c===9)c=b[++p];return p}
function colon(b,p){if(b[p]!==58){p=ws(b,p);if(b[p]!==58)return 0}p++;return b[p]<33?ws(b,p):p}
function escape(b,q){const c=b[q+1];if(c===117){if(H[b[q+2]]!==0||H[b[q+3]]!==0||H[b[q+4]]!==0||H[b[q+5]]!==0)return 0;return (b[q+2]|32)===100&&b[q+3]>=56?-1:q+6}return c===34||c===92||c===47||c===98||c===102||c===110||c===114||c===116?q+2:0}
function text(b,v,p){let q=p+1;for(;;){for(;;){const x=v.getInt32(q,true),y=x^572662306,z=x^1549556828;if((((y-16843009)&~y)|((z-16843009)&~z)|((x-538976288)&~x))&-2139062144)break;q+=4}while(T[b[q]]===0)q++;if(b[q]===34)return q+1;if(b[q]!==92)return 0;q=escape(b,q);if(q<=0)return q}}
function points(b,p,q){let n=0;for(;p<q;p++)if((b[p]&192)!==128)n++;return n}
function digits(b,q){const s=q;while(b[q]>=48&&b[q]<=57)q++;return q===s?0:q}
function number(b,p){let q=b[p]===45?p+1:p;q=b[q]===48?q+1:digits(b,q);if(q===0)return 0;if(b[q]===46){q=digits(b,q+1);if(q===0)return 0}if((b[q]|32)===101){q++;if(b[q]===43||b[q]===45)q++;q=digits(b,q);if(q===0)return 0;return Number.isFinite(+b.latin1Slice(p,q))?q:-1}return q-p>300?-1:q}
function exact(b,p){let q=b[p]===45?p+1:p;const s=q;let x=b[q]-48;if(!(x>=0&&x<=9))return 0;let d;q++;while((d=b[q]-48)>=0&&d<=9){x=x*10+d;q++}if(b[s]===48&&q-s>1)return 0;let k=0;if(b[q]===46){const t=++q;while((d=b[q]-48)>=0&&d<=9){x=x*10+d;q++}k=q-t;if(k===0)return 0}if((b[q]|32)===101)return -1;if(q-s>16)return -1;if(k>0)x/=P[k];Y[0]=s===p?x:-x;return q}
function word(b,p){switch(b[p]){case 116:return b[p+1]===114&&b[p+2]===117&&b[p+3]===101?p+4:0;case 102:return b[p+1]===97&&b[p+2]===108&&b[p+3]===115&&b[p+4]===101?p+5:0;case 110:return b[p+1]===117&&b[p+2]===108&&b[p+3]===108?p+4:0}return 0}
function same(b,i,j,n){while(n-->0)if(b[i+n]!==b[j+n])return false;return true}
function met(b,from,s,e){for(let i=from;i<Z[3];i+=2)if(N[i+1]-N[i]===e-s&&same(b,N[i],s,e-s))return true;const w=Z[3];if(w-from>127||w>8000)return true;N[w]=s;N[w+1]=e;Z[3]=w+2;return false}
function any(b,v,p){const c=b[p];if(c===34)return text(b,v,p);if(c===123)return members(b,v,p);if(c===91)return elements(b,v,p);if(c===45||(c>=48&&c<=57))return number(b,p);return word(b,p)}
function anyScalar(b,v,p){const c=b[p];if(Z[1]===0&&(c===123||c===91))return -1;return any(b,v,p)}
function none(b,v,p){return 0}
function undeclared(b,v,p){return Z[1]!==0?any(b,v,p):-1}
function isPlain(b,p,q){const c=b[p];if(c===34){for(let i=p+1;i<q;i++)if(b[i]===92)return false;return true}for(let i=p;i<q;i++)if(!(b[i]>=48&&b[i]<=57))return c===116||c===102||c===110;return q-p<16}
function repeated(b,from,s,e){for(let i=from;i<Z[3];i+=2)if(N[i+1]-N[i]===e-s&&same(b,N[i],s,e-s))return 0;return -1}
function members(b,v,p){if(++Z[0]>${limits.eventDepth.value})return -1;p=ws(b,p+1);if(b[p]===125){Z[0]--;return p+1}const from=Z[3];for(;;){if(b[p]!==34)return 0;const s=p+1;let q=s;while(T[b[q]]===0)q++;if(b[q]!==34)return b[q]===92?-1:0;if(met(b,from,s,q))return -1;p=ws(b,q+1);if(b[p]!==58)return 0;p=any(b,v,ws(b,p+1));if(p<=0)return p;p=ws(b,p);if(b[p]===44){p=ws(b,p+1);continue}if(b[p]!==125)return 0;Z[3]=from;Z[0]--;return p+1}}
function elements(b,v,p){if(++Z[0]>${limits.eventDepth.value})return -1;p=ws(b,p+1);if(b[p]===93){Z[0]--;return p+1}for(;;){p=any(b,v,p);if(p<=0)return p;p=ws(b,p);if(b[p]===44){p=ws(b,p+1);continue}if(b[p]!==93)return 0;Z[0]--;return p+1}}
function two(b,p){const x=b[p]-48,y=b[p+1]-48;return x>=0&&x<=9&&y>=0&&y<=9?x*10+y:-1}
function day(b,p){return two(b,p)>=0&&two(b,p+2)>=0&&b[p+4]===45&&b[p+7]===45&&two(b,p+5)>=1&&two(b,p+5)<=12&&two(b,p+8)>=1&&two(b,p+8)<=28}
function date(b,p,q){return q-p===10&&day(b,p)}
function moment(b,p,q){if(q-p<20||!day(b,p)||(b[p+10]|32)!==116)return false;let h=two(b,p+11),m=two(b,p+14),s=two(b,p+17);if(h<0||h>23||m<0||m>59||s<0||s>59||b[p+13]!==58||b[p+16]!==58)return false;p+=19;if(b[p]===46){const t=++p;while(b[p]>=48&&b[p]<=57)p++;if(p===t)return false}if((b[p]|32)===122)return p+1===q;if(b[p]!==43&&b[p]!==45)return false;h=two(b,p+1);m=two(b,p+4);return p+6===q&&b[p+3]===58&&h>=0&&h<=23&&m>=0&&m<=59}
function uuid(b,p,q){if(q-p!==36||b[p+8]!==45||b[p+13]!==45||b[p+18]!==45||b[p+23]!==45)return false;let x=0,i=0;for(;i<8;i++)x|=H[b[p+i]];for(i=9;i<13;i++)x|=H[b[p+i]];for(i=14;i<18;i++)x|=H[b[p+i]];for(i=19;i<23;i++)x|=H[b[p+i]];for(i=24;i<36;i++)x|=H[b[p+i]];return x===0}
function uri(b,p,q){if(q-p>8000)return false;let c=b[p]|32;if(c<97||c>122)return false;p++;while(p<q&&(c=b[p])!==58){const l=c|32;if(!((l>=97&&l<=122)||(c>=48&&c<=57)||c===43||c===45||c===46))return false;p++}if(p>=q)return false;for(p++;p<q;p++){c=b[p];if(c<33||c>126)return false}return true}
function whole(root,views,s,e){const b=views.b,v=views.v;Z[0]=Z[3]=0;let p=ws(b,s);const c=b[p];if(c===45||(c>=48&&c<=57))return ${UNTOLD};p=root(b,v,p);if(p<=0)return p<0?${UNTOLD}:${INVALID};if(p<e)return ws(b,p)<e?${INVALID}:${VALID};return p===e?${VALID}:${UNTOLD}}
function address(b,v,p){let q=p+1,c=b[q]|32;if(c<97||c>122)return 0;q++;while((c=b[q])!==58){const l=c|32;if(!((l>=97&&l<=122)||(c>=48&&c<=57)||c===43||c===45||c===46))return 0;q++}for(;;){const x=v.getInt32(q,true),y=x^572662306,z=x^1549556828;if((((x-555819297)&~x)|((y-16843009)&~y)|((z-16843009)&~z)|(x+16843009)|x)&-2139062144)break;q+=4}while((c=b[q])>32&&c<127&&c!==34&&c!==92)q++;return c===34&&q-p<8000?q+1:0}
function accepts(t,ends,b,p,q){let s=0;for(;p<q;p++)s=t[s*128+b[p]];return ends[s]===1}
`;

const names = [
  'Z',
  'Y',
  'T',
  'parseText',
  ...[...CODE.matchAll(/^function (\w+)/gm)].map(([, name]) => name),
];

/** From where a value begins to where it ends; 0 is wrong, -1 cannot tell. */
export type PlaceFunction = (b: Buffer, v: DataView, p: number) => number;

/** Memory, as bytes and by words. */
export interface Views {
  readonly b: Buffer;
  readonly v: DataView;
}

interface Parts extends Readonly<Record<string, unknown>> {
  readonly Z: Int32Array;
  readonly any: PlaceFunction;
  readonly whole: (root: PlaceFunction, views: Views, begin: number, end: number) => number;
}

/** By the names code calls them by. */
export const parts = generate<Parts>(`const parseText=K[0];${CODE}return {${names.join()}}`, [
  (text: string) => JSON.parse(text) as unknown,
]);

/** Formats whose usual form is recognised by bytes; what is not recognised is asked as text. */
export const QUICK_FORMATS: Readonly<Record<string, string>> = {
  date: 'date',
  'date-time': 'moment',
  uri: 'uri',
  uuid: 'uuid',
};
