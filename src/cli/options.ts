import { Option } from 'commander';
import { modes } from '#compat';

export const REGISTRY_URL = 'http://127.0.0.1:8081';

/** Options that mean the same in several commands. */
export const registryOption = ({ isConfigured = false } = {}): Option => {
  const option = new Option('--registry <url>', 'address of the registry').env(
    'CONCORDAT_REGISTRY_URL',
  );
  if (!isConfigured) return option.default(REGISTRY_URL);
  option.description += ` (default: what contracts.yaml says, else ${REGISTRY_URL})`;
  return option;
};

export const gatewayOption = (): Option =>
  new Option('--gateway <url>', 'address of the gateway')
    .env('CONCORDAT_GATEWAY_URL')
    .default('http://127.0.0.1:8082');

export const formatOption = (): Option =>
  new Option('--format <format>', 'for people or for programs')
    .choices(['text', 'json'])
    .default('text');

const DEFAULT_FORMATS: readonly string[] = ['text'];

/** `--format` again and again, each with a file of its own. */
export const formatsOption = (known: readonly string[]): Option =>
  new Option(
    '--format <format[=path]>',
    `${known.join(', ')}; may be given several times, with a file to write to`,
  )
    .default(DEFAULT_FORMATS, 'text')
    .argParser((text: string, before: readonly string[]) =>
      before === DEFAULT_FORMATS ? [text] : [...before, text],
    );

export const configOption = (): Option =>
  new Option('--config <path>', 'instead of contracts.yaml in the folder you are in');

export const modeOption = (): Option =>
  new Option('--mode <mode>', 'instead of what the contract says').choices(Object.keys(modes));

export const assumptionOption = (): Option =>
  new Option(
    '--assumption <assumption>',
    'what is taken for granted about fields no schema declares',
  ).choices(['open-world', 'declared-only', 'defaults-applied']);

export const textFormatsOption = (): Option =>
  new Option(
    '--formats <reading>',
    'whether a format of a JSON Schema refuses or only describes',
  ).choices(['assert', 'annotate']);

export const enumsOption = (): Option =>
  new Option(
    '--enums <reading>',
    'whether values are taken that an enum of a JSON Schema does not list',
  ).choices(['closed', 'open']);

export type Format = 'text' | 'json';
