import { z } from 'zod';
import { nearestName } from '#kernel';
import { commandLineVariables } from './command-line-variables.js';
import { configVariables } from './config-variables.js';

type Variables = typeof configVariables;
/** The environment, read once and typed. Passed down as plain values; modules never read it. */
export type Config = { readonly [Name in keyof Variables]: z.output<Variables[Name]['schema']> };

/** The one message that stops a start: every fault at once. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';
}

/** @throws ConfigFault naming every wrong variable, its value's place and what it may be */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const entries = Object.entries(configVariables).map(([name, variable]) => {
    const given = environment[name];
    const read = variable.schema.safeParse(given === '' ? undefined : given);
    if (!read.success) {
      const shown = 'isSecret' in variable ? '' : ` "${given}"`;
      faults.push(`  ${name}${shown} ${read.error.issues[0]?.message ?? 'is not usable'}`);
    }
    return [name, read.data];
  });
  const config = Object.fromEntries(entries) as Config;
  faults.push(
    ...misspelled(environment),
    ...unlocked(config),
    ...crowded(config),
    ...oneDoor(config),
  );
  if (faults.length > 0) {
    throw new ConfigFault(
      `Concordat did not start: the environment has ${faults.length} fault${faults.length > 1 ? 's' : ''}.\n${faults.join('\n')}\nCorrect or unset ${faults.length > 1 ? 'them' : 'it'}; docs/configuration.md lists every variable.`,
    );
  }
  return config;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** What others can reach asks them who they are. */
function unlocked({ CONCORDAT_HOST: host, CONCORDAT_AUTH: auth }: Config): string[] {
  if (auth !== 'none' || host === undefined || LOOPBACK.test(host)) return [];
  return [
    `  CONCORDAT_HOST "${host}" can be reached by others, and CONCORDAT_AUTH is none; set it to keys, with CONCORDAT_ADMIN_KEY for the first one`,
  ];
}

/** Registry and catalog keep what several processes would keep several times. */
const crowded = ({ CONCORDAT_PROCESSES: processes, CONCORDAT_ROLE: role }: Config): string[] =>
  processes > 1 && role !== 'gateway'
    ? [
        `  CONCORDAT_PROCESSES "${processes}" needs CONCORDAT_ROLE gateway, and it is ${role}; start registry and gateway apart, or leave it at 1`,
      ]
    : [];

/** Two servers cannot listen in one place; 0 is any that is free. */
const oneDoor = ({
  CONCORDAT_ROLE: role,
  CONCORDAT_REGISTRY_PORT: port,
  CONCORDAT_GATEWAY_PORT: other,
}: Config): string[] =>
  role === 'all' && port === other && port > 0
    ? [
        `  CONCORDAT_GATEWAY_PORT "${other}" is that of the registry, too; give each a port of its own`,
      ]
    : [];

/** A CONCORDAT_ name nobody reads is a typing mistake, and a silent one would cost an evening. */
function misspelled(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(environment)
    .filter(
      (name) =>
        name.startsWith('CONCORDAT_') &&
        !name.startsWith('CONCORDAT_TEST_') &&
        !commandLineVariables.has(name) &&
        !(name in configVariables),
    )
    .map((name) => {
      const meant = nearestName(name, Object.keys(configVariables));
      const advice = meant === undefined ? '' : `; did you mean ${meant}?`;
      return `  ${name} is not a variable Concordat knows${advice}`;
    });
}
