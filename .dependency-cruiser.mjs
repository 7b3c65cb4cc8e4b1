// The import law of the house. Each rule's comment is written for the person who trips on it.
const MAY_IMPORT = {
  kernel: [],
  schema: ['kernel'],
  contract: ['schema', 'kernel'],
  compat: ['contract', 'schema', 'kernel'],
  audit: ['kernel'],
  registry: ['audit', 'compat', 'contract', 'schema', 'kernel'],
  governance: ['audit', 'registry', 'compat', 'contract', 'schema', 'kernel'],
  kafka: ['kernel'],
  'event-log': ['audit', 'kernel'],
  'validation-gateway': [
    'governance',
    'registry',
    'event-log',
    'contract',
    'schema',
    'kafka',
    'kernel',
  ],
  catalog: ['audit', 'governance', 'registry', 'event-log', 'contract', 'schema', 'kernel'],
  cli: ['compat', 'contract', 'schema', 'kernel'],
  app: ['validation-gateway', 'catalog', 'governance', 'registry', 'event-log', 'audit', 'kernel'],
};
const PURE = 'kernel|schema|contract|compat|kafka';
const direction = Object.entries(MAY_IMPORT).map(([from, allowed]) => ({
  name: `${from}-imports-only-what-lies-below-it`,
  severity: 'error',
  comment: `src/${from} may import: ${['itself', ...allowed].join(', ')}. Move the shared idea down, or pass it in from app/.`,
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: `^src/(${[from, ...allowed].join('|')})/` },
}));
export default {
  forbidden: [
    ...direction,
    {
      name: 'enter-by-the-front-door',
      severity: 'error',
      comment: 'Other modules are entered through their index.ts only: import from "#module".',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index[.]ts$'] },
    },
    {
      name: 'no-own-barrel',
      severity: 'error',
      comment: 'A file never imports the index.ts of its own module: that is how cycles start.',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/$1/index[.]ts$' },
    },
    {
      name: 'pure-core',
      severity: 'error',
      comment:
        'kernel, schema, contract, compat and kafka are plain TypeScript: no Nest, no TypeORM, no network, no clock.',
      from: { path: `^src/(${PURE})/`, pathNot: '[.]spec[.]ts$' },
      to: {
        path: '(@nestjs|node_modules/typeorm|node_modules/pg/|kafkajs|fastify)|^(node:)?(fs|net|http|https|http2|tls|dns|child_process|worker_threads|timers|perf_hooks|crypto/webcrypto)(/|$)',
      },
    },
    {
      name: 'stages-do-not-know-each-other',
      severity: 'error',
      comment: 'Only pipeline.ts knows the order of the stages.',
      from: { path: '^src/validation-gateway/([1-6]-[^/]+)/' },
      to: { path: '^src/validation-gateway/[1-6]-', pathNot: '^src/validation-gateway/$1/' },
    },
    {
      name: 'ui-is-a-guest',
      severity: 'error',
      comment: 'The catalog UI talks to the server over HTTP; it shares no code with it.',
      from: { path: '^src/catalog/ui/' },
      to: { path: '^src/', pathNot: '^src/catalog/ui/' },
    },
    {
      name: 'nobody-imports-the-ui',
      severity: 'error',
      comment: 'Server code never imports the UI.',
      from: { path: '^src/', pathNot: '^src/catalog/ui/' },
      to: { path: '^src/catalog/ui/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Cut the cycle; type-only cycles count.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nobody reaches this file. Use it or delete it.',
      from: {
        orphan: true,
        pathNot: ['[.](spec|d)[.]ts$', '^src/catalog/ui/', '(index|main)[.]ts$'],
      },
      to: {},
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
};
