import { z } from 'zod';
import { modes } from '#compat';
import type { CompatibilityMode } from '#contract';
import { failOns } from '../compare.js';
import { lintSeverities } from '../lint/lint-rule.js';
import { WAIVERS_PATH } from './waivers.js';
import { lintRules } from '../lint/lint-rules.js';

const words = z.string().min(1, 'This is empty. Write something or remove it.').max(500);
const modeNames = Object.keys(modes) as [CompatibilityMode, ...CompatibilityMode[]];

/** A key for each rule, so that a rule nobody knows is refused like any other key. */
const severities = z.strictObject(
  Object.fromEntries(lintRules.map(({ id }) => [id, z.enum(lintSeverities).optional()])),
);

/** `contracts.yaml`: what the repository holds and how its pull requests are judged. */
export const configDocument = z.strictObject({
  version: z.literal(1),
  registry: words.optional(),
  modules: z
    .array(z.strictObject({ path: words, owner: words.optional() }))
    .min(1)
    .max(500),
  defaults: z.strictObject({ compatibility: z.enum(modeNames).optional() }).default({}),
  check: z
    .strictObject({
      against: z
        .strictObject({ pull_request: words.optional(), default: words.optional() })
        .default({}),
      failOn: z.enum(failOns).optional(),
    })
    .prefault({}),
  lint: z.strictObject({ rules: severities.default({}) }).prefault({}),
  waivers: words.default(WAIVERS_PATH),
});

export type RepositoryConfig = z.infer<typeof configDocument>;
export type ConfigModule = RepositoryConfig['modules'][number];
