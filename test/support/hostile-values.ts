const deep = (open: string, close: string, depth: number): string =>
  open.repeat(depth) + close.repeat(depth);

/** Texts for a place in an address, as they stand there; those that begin with `%` are written so. */
export const HOSTILE_WORDS: readonly string[] = [
  ...['%00', 'a%00b', '%', '%zz', '%ff', '%ed%a0%80', '%2f', '%2e%2e%2f', '%0d%0aX:%20y'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'null', '%5B%5D'],
  ...['-1', '0', '1.5', '1e400', 'NaN', '2147483648', '9223372036854775808', '0x10'],
  ...['x'.repeat(300), 'x'.repeat(9_000), '%F0%9D%95%8F'.repeat(200), '%e2%80%a8', '%ef%bb%bf'],
  ...["'%3B%20DROP%20TABLE%20x%3B%20--", '%22', '%5c', '%25s', '$1', '(', '*', 'e%cc%81', ':.x:a'],
  ...['9999999-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', '0000-01-01', 'latest'],
];

/** The same of a query: parameters that come twice, as lists and as members of something. */
export const HOSTILE_QUERIES: readonly ((name: string) => string)[] = [
  (name) => `${name}=1&${name}=2`,
  (name) => `${name}[]=1`,
  (name) => `${name}[__proto__]=1`,
  (name) => name,
  (name) => `__proto__=1&constructor=2&${name}=1`,
  (name) => `${name}=`.repeat(1) + '&'.repeat(500),
];

/** Values of a body, in JSON that a careless reader stumbles over. */
export const HOSTILE_JSON: readonly string[] = [
  ...['"\\u0000"', '"a\\u0000b"', '"\\ud800"', '""', '"\\u2028"', '"\\r\\nX: y"', '"%00"', '"%s"'],
  ...['null', 'true', '[]', '{}', '[null]', '[[]]', '[1,2,3]', '{"a":1,"a":2}', '"constructor"'],
  ...['"__proto__"', '{"__proto__":{"a":1}}', '{"constructor":{"prototype":{"a":1}}}'],
  ...['0', '-1', '-0', '1.5', '1e308', '1e400', '1e-400', '2147483648', '9007199254740993'],
  ...['123456789012345678901234567890', '"NaN"', '"1e400"', '"9999999-01-01T00:00:00Z"'],
  ...[
    JSON.stringify('x'.repeat(300)),
    JSON.stringify('x'.repeat(70_000)),
    '"\'; DROP TABLE x; --"',
  ],
  ...[deep('[', ']', 5_000), deep('{"a":', '}', 3_000).replace('}', '1}')],
];

/** Bodies that are nothing of the kind. */
export const HOSTILE_BODIES: readonly (string | Uint8Array)[] = [
  ...[
    '',
    '{',
    '\ufeff{}',
    '"',
    'nul',
    '{}{}',
    ' '.repeat(100),
    '---\n- &a [*a]\n',
    'a: &a [*a, *a]',
  ],
  ...[Uint8Array.of(0xff, 0xfe, 0x7b, 0), Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
];

export const HOSTILE_HEADERS: readonly Readonly<Record<string, string>>[] = [
  ...[
    'text/plain',
    'application/JSON',
    'application/json; charset=utf-16',
    '*/*',
    'a/b/c',
    'é',
  ].map((type) => ({ 'content-type': type })),
  ...['multipart/form-data; boundary=x', 'application/x-stream'].map((type) => ({
    'content-type': type,
  })),
  ...['gzip', 'identity, gzip', 'x'.repeat(500)].map((coding) => ({ 'content-encoding': coding })),
  ...['text/html', 'application/xml', '*/*;q=2', 'x'.repeat(5_000)].map((accept) => ({ accept })),
  ...['junk', 'W/"x", "y", *', 'é'].map((tag) => ({ 'if-none-match': tag })),
  ...['junk', '0:99999999999999999999', '__proto__:1', 'é'].map((id) => ({ 'last-event-id': id })),
  ...['é', '"', '__proto__', 'x'.repeat(3_000)].map((key) => ({ 'idempotency-key': key })),
  ...['handling=strict, __proto__=1;;;=', 'handling="'].map((prefer) => ({ prefer })),
  ...['Basic =', 'Bearer', 'Basic JXp6', 'é'].map((authorization) => ({ authorization })),
  ...['00-zz', 'é'].map((traceparent) => ({ traceparent })),
  { 'ce-id': 'é', 'ce-source': '%00', 'ce-type': '%ED%A0%80', 'ce-specversion': '1.0' },
  {
    ...{ 'ce-id': '1', 'ce-source': '/a', 'ce-type': 'a', 'ce-specversion': '1.0' },
    ...{ 'ce-constructor': 'x', 'ce-tostring': 'x', 'ce-__proto__': 'x' },
  },
  { range: 'bytes=0-', 'if-modified-since': 'junk', 'x-http-method-override': 'DELETE' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
];
