// `npm run coverage`: which branches of the pure modules the tests take that run no server. A bug
// is an `invariant(…)`, a call and no branch, so nothing here asks for a test of what cannot happen.
import tests from './jest.config.mjs';

/** The share of branches each module must reach, in percent: all of them. */
const BRANCHES = { kernel: 100, contract: 100, compat: 100, schema: 100 };
const PURE = Object.keys(BRANCHES);
const [unit] = tests.projects;
export default {
  ...unit,
  rootDir: import.meta.dirname,
  maxWorkers: tests.maxWorkers,
  testTimeout: 600_000, // counted code is slower
  transform: { '^.+\\.ts$': '<rootDir>/test/support/mapped-transform.mjs' },
  testMatch: [
    `<rootDir>/src/{${PURE.join(',')}}/**/*.spec.ts`,
    '<rootDir>/test/{golden,property}/**/*.spec.ts',
  ],
  testPathIgnorePatterns: [
    '/node_modules/',
    'test/(golden/cli|property/(cli-|linearizability|compat-pathological))',
  ],
  coverageProvider: 'babel',
  coverageDirectory: 'coverage',
  coverageReporters: ['html', 'json', 'text-summary'],
  coverageThreshold: Object.fromEntries(
    Object.entries(BRANCHES).map(([module, branches]) => [`./src/${module}/`, { branches }]),
  ),
  collectCoverageFrom: [`src/{${PURE.join(',')}}/**/*.ts`, '!src/**/index.ts', '!src/**/*.spec.ts'],
};
