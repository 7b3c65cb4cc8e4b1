import { modes } from '#compat';
import { problem } from '#kernel';
import { registryProblems } from '../../problems.js';
import { readRuleSet } from '../read-rule-set.js';
import { readMetadata } from '../read-schema-request.js';

type Members = Readonly<Record<string, unknown>>;

const wrong = (where: string, expected: string) =>
  problem(registryProblems.REQUEST_INVALID, { where, expected });

function level(value: unknown): string {
  const name = typeof value === 'string' ? value.toUpperCase() : '';
  if (!Object.hasOwn(modes, name))
    throw problem(registryProblems.COMPATIBILITY_LEVEL_INVALID, undefined);
  return name;
}

const POLICIES = ['STRICT', 'LENIENT', 'LOGICAL'];

function policy(value: unknown, where: string): string {
  const name = typeof value === 'string' ? value.toUpperCase() : '';
  if (!POLICIES.includes(name)) throw wrong(where, `one of ${POLICIES.join(', ')}`);
  return name;
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string') throw wrong(where, 'a text');
  return value;
}

function isTrue(value: unknown, where: string): boolean {
  if (typeof value !== 'boolean') throw wrong(where, 'true or false');
  return value;
}

/** What `PUT /config` takes, and how each member is read. Unknown members are ignored. */
const READERS: Readonly<Record<string, (value: unknown, where: string) => unknown>> = {
  compatibility: level,
  alias: text,
  aliasForDeks: text,
  normalize: isTrue,
  validateFields: isTrue,
  validateNewSchemas: isTrue,
  validateRules: isTrue,
  compatibilityPolicy: policy,
  compatibilityGroup: text,
  defaultMetadata: readMetadata,
  overrideMetadata: readMetadata,
  defaultRuleSet: readRuleSet,
  overrideRuleSet: readRuleSet,
};

/** Only members that were sent; `null` means: take it back. */
export function readConfigRequest(body: Members): Members {
  const sent = Object.keys(READERS).filter((name) => body[name] !== undefined);
  return Object.fromEntries(
    sent.map((name) => [name, body[name] === null ? null : READERS[name]?.(body[name], name)]),
  );
}
