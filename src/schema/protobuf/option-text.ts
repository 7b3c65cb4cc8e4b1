import { quote } from './quoted.js';
import {
  type OptionMember,
  type OptionNode,
  type OptionStep,
  type OptionValue,
} from './syntax-tree.js';

/** Options as one line each would say them: name and value. */
export const optionTexts = (options: readonly OptionNode[]): ReadonlyMap<string, string> =>
  options.reduce((texts, { path, value }) => {
    const name = pathText(path);
    const before = texts.get(name);
    const text = valueText(value);
    return texts.set(name, before === undefined ? text : `${before}, ${text}`);
  }, new Map<string, string>());

export const pathText = (path: readonly OptionStep[]): string =>
  path.map(({ name, isExtension }) => (isExtension ? `(${name})` : name)).join('.');

/** As a .proto file would write it, on one line. */
export function valueText(value: OptionValue): string {
  switch (value.kind) {
    case 'name':
      return value.text;
    case 'whole':
      return value.value.toString();
    case 'real':
      return realText(value.value);
    case 'text':
      return quote(value.bytes);
    case 'list':
      return `[${value.items.map(valueText).join(', ')}]`;
    case 'message':
      return value.members.length === 0 ? '{}' : `{ ${value.members.map(memberText).join(', ')} }`;
  }
}

const memberText = ({ name, isExtension, value }: OptionMember): string =>
  `${isExtension ? `[${name}]` : name}: ${valueText(value)}`;

export function realText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  // A whole number may not have so many digits.
  return /^-?\d{16,}$/.test(text) ? value.toExponential() : text;
}
