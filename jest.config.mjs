import { availableParallelism } from 'node:os';

const transform = { '^.+\\.ts$': '@swc/jest' }; // as .swcrc says, like the build
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^#(.+)$': '<rootDir>/src/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform,
};
export default {
  // End-to-end tests mostly wait, so two share even the smallest machine; more than four crowd it.
  maxWorkers: Math.max(2, Math.min(4, availableParallelism() - 1)),
  reporters: ['default', '<rootDir>/test/support/closing-line-reporter.mjs'],
  // A hang is found all the same; a busy machine is not a fault of the product.
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/src/**/*.spec.ts',
        '<rootDir>/test/{golden,property,tidy,faults}/**/*.spec.ts',
      ],
    },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.e2e-spec.ts'],
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
    {
      ...shared,
      displayName: 'faults',
      testMatch: ['<rootDir>/test/faults/**/*.fault-spec.ts'],
    },
  ],
};
