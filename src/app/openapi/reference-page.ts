import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const INTERFACE = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Concordat: HTTP addresses</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="stylesheet" href="docs/page.css">
</head>
<body>
<main id="addresses"></main>
<noscript>This page needs JavaScript; <a href="openapi.json">openapi.json</a> says the same.</noscript>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/page.js"></script>
</body>
</html>
`;

/** Everything from here: no validator elsewhere, no fonts, no measuring of visitors. */
const SCRIPT = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#addresses',
  validatorUrl: null,
  deepLinking: true,
  filter: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  syntaxHighlight: { activated: true },
});
`;

const STYLE = `body { margin: 0; }
.swagger-ui .info { margin: 24px 0; }
.swagger-ui .scheme-container { display: none; }
`;

/**
 * Nothing from elsewhere and no script made of text. The interface sets inline styles on elements
 * and keeps its icons in its style sheet as data.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface ReferenceFile {
  readonly type: string;
  readonly bytes: Buffer;
  readonly etag: string;
}

const fileOf = (type: string, content: string | Buffer): ReferenceFile => {
  const bytes = Buffer.from(content);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  return { type, bytes, etag };
};
const own = {
  page: fileOf('text/html; charset=utf-8', PAGE),
  'page.js': fileOf('text/javascript; charset=utf-8', SCRIPT),
  'page.css': fileOf('text/css; charset=utf-8', STYLE),
};
const TYPES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

/** The page at `/docs` and its files, read when somebody asks. */
export const referencePage = {
  policy: POLICY,
  page: own.page,
  async file(name: string): Promise<ReferenceFile | undefined> {
    if (name === 'page.js' || name === 'page.css') return own[name];
    const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
    return type === undefined ? undefined : fileOf(type, await readFile(join(INTERFACE, name)));
  },
};
