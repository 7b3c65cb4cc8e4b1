import { registryProblems } from '../problems.js';
import type { Rule, RuleSet } from '../schema-identity.js';
import {
  isObject,
  type Members,
  present,
  readList,
  readMap,
  TEXTS,
  wrong as wrongIn,
} from './read-members.js';

const ROW = registryProblems.RULE_SET_INVALID;
const wrong = (where: string, expected: string) => wrongIn(ROW, where, expected);
const isAbsent = (value: unknown): value is null | undefined =>
  value === undefined || value === null;

const KINDS = ['TRANSFORM', 'CONDITION'];
const ENABLE_AT = ['ALL', 'CLIENT', 'GATEWAY', 'SERVER', 'NONE'];
/** Which moments each list of rules is about. */
const MODES = {
  migrationRules: ['UPGRADE', 'DOWNGRADE', 'UPDOWN'],
  domainRules: ['WRITE', 'READ', 'WRITEREAD'],
  encodingRules: ['WRITE', 'READ', 'WRITEREAD'],
} as const;
/** Modes of two moments, whose actions may be a pair: one for each. */
const OF_TWO_MOMENTS = ['UPDOWN', 'WRITEREAD'];

const NAME = /^[\p{L}_][\p{L}\p{Nd}_-]{0,63}$/u;
const TYPE = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const ACTION = /^-?[A-Za-z_][A-Za-z0-9_.-]*$/;

/** A rule set as it was sent, or why it can be none. */
export function readRuleSet(value: unknown, where = 'ruleSet'): RuleSet | undefined {
  if (isAbsent(value)) return undefined;
  if (!isObject(value)) throw wrong(where, 'an object');
  const { enableAt } = value;
  if (!isAbsent(enableAt) && !ENABLE_AT.includes(enableAt as string))
    throw wrong(`${where}.enableAt`, `one of ${ENABLE_AT.join(', ')}`);
  const lists = (Object.keys(MODES) as (keyof typeof MODES)[]).map((list) =>
    present(list, readRules(value[list], list, where)),
  );
  const ruleSet: RuleSet = {
    ...(Object.assign({}, ...lists) as RuleSet),
    ...present('enableAt', (enableAt ?? undefined) as string | undefined),
  };
  checkNames(ruleSet, where);
  return ruleSet;
}

/** One name means one rule, whichever list it is in: rules are merged and removed by name. */
function checkNames(ruleSet: RuleSet, where: string): void {
  const { migrationRules = [], domainRules = [], encodingRules = [] } = ruleSet;
  const names = [...migrationRules, ...domainRules, ...encodingRules].map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw wrong(where, `without two rules of the name "${twice}"`);
}

function readRules(
  value: unknown,
  list: keyof typeof MODES,
  where: string,
): readonly Rule[] | undefined {
  if (isAbsent(value)) return undefined;
  if (!Array.isArray(value)) throw wrong(`${where}.${list}`, 'a list of rules');
  return value.map((each: unknown, index) => readRule(each, list, `${where}.${list}[${index}]`));
}

const RULE_TEXTS = ['doc', 'kind', 'mode', 'type', 'expr', 'onSuccess', 'onFailure'] as const;

function readRule(value: unknown, list: keyof typeof MODES, where: string): Rule {
  if (!isObject(value)) throw wrong(where, 'an object');
  const { name, tags, params, disabled } = value;
  if (typeof name !== 'string' || !NAME.test(name))
    throw wrong(`${where}.name`, 'a name: a letter or _, then up to 63 letters, digits, _ or -');
  for (const key of RULE_TEXTS)
    if (!isAbsent(value[key]) && typeof value[key] !== 'string')
      throw wrong(`${where}.${key}`, 'a text');
  checkWord(value, where, { key: 'kind', allowed: KINDS });
  checkWord(value, where, { key: 'mode', allowed: MODES[list] });
  if (typeof value['type'] === 'string' && !TYPE.test(value['type']))
    throw wrong(`${where}.type`, 'the name of a rule type, such as CEL, JSONATA or ENCRYPT');
  for (const key of ['onSuccess', 'onFailure'] as const) checkActions(value, where, key);
  if (!isAbsent(disabled) && typeof disabled !== 'boolean')
    throw wrong(`${where}.disabled`, 'true or false');
  const texts = RULE_TEXTS.map((key) =>
    present(key, (value[key] ?? undefined) as string | undefined),
  );
  return {
    name,
    ...(Object.assign({}, ...texts) as Partial<Rule>),
    ...present('tags', readList(tags, `${where}.tags`, ROW)),
    ...present('params', readMap(params, `${where}.params`, { ...TEXTS, row: ROW })),
    ...present('disabled', disabled ?? undefined),
  };
}

function checkWord(
  rule: Members,
  where: string,
  { key, allowed }: { key: string; allowed: readonly string[] },
): void {
  if (typeof rule[key] === 'string' && !allowed.includes(rule[key]))
    throw wrong(`${where}.${key}`, `one of ${allowed.join(', ')}`);
}

/** One action, or, where the mode has two moments, one for each: `NONE,ERROR`. */
function checkActions(rule: Members, where: string, key: 'onSuccess' | 'onFailure'): void {
  const text = rule[key];
  if (typeof text !== 'string') return;
  const actions = text.split(',').map((action) => action.trim());
  const most = OF_TWO_MOMENTS.includes(rule['mode'] as string) ? 2 : 1;
  if (actions.length > most)
    throw wrong(
      `${where}.${key}`,
      most === 2
        ? 'at most two actions'
        : `one action; only ${OF_TWO_MOMENTS.join(' and ')} have two`,
    );
  if (!actions.every((action) => ACTION.test(action)))
    throw wrong(`${where}.${key}`, 'the name of an action, such as NONE, ERROR or DLQ');
}
