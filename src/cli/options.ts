import { Option } from 'commander';
import { modes } from '#compat';

/** Options that mean the same in several commands. */
export const registryOption = (): Option =>
  new Option('--registry <url>', 'address of the registry')
    .env('CONCORDAT_REGISTRY_URL')
    .default('http://127.0.0.1:8081');

export const gatewayOption = (): Option =>
  new Option('--gateway <url>', 'address of the gateway')
    .env('CONCORDAT_GATEWAY_URL')
    .default('http://127.0.0.1:8082');

export const formatOption = (): Option =>
  new Option('--format <format>', 'for people or for programs')
    .choices(['text', 'json'])
    .default('text');

export const modeOption = (): Option =>
  new Option('--mode <mode>', 'instead of what the contract says').choices(Object.keys(modes));

export const assumptionOption = (): Option =>
  new Option(
    '--assumption <assumption>',
    'what is taken for granted about fields no schema declares',
  ).choices(['open-world', 'declared-only', 'defaults-applied']);

export type Format = 'text' | 'json';
