import { type FileNode, type OptionNode, type OptionValue } from './syntax-tree.js';

/** What an edition leaves to be set, by file, by message or by field. */
export interface Features {
  readonly field_presence: string;
  readonly enum_type: string;
  readonly repeated_field_encoding: string;
  readonly utf8_validation: string;
  readonly message_encoding: string;
  readonly json_format: string;
}

const PROTO3: Features = {
  field_presence: 'IMPLICIT',
  enum_type: 'OPEN',
  repeated_field_encoding: 'PACKED',
  utf8_validation: 'VERIFY',
  message_encoding: 'LENGTH_PREFIXED',
  json_format: 'ALLOW',
};
/** What each way to say the version stands for (protobuf.dev, "Feature Settings for Editions"). */
const BY_SYNTAX: Readonly<Record<FileNode['syntax'], Features>> = {
  proto3: PROTO3,
  editions: { ...PROTO3, field_presence: 'EXPLICIT' },
  proto2: {
    field_presence: 'EXPLICIT',
    enum_type: 'CLOSED',
    repeated_field_encoding: 'EXPANDED',
    utf8_validation: 'NONE',
    message_encoding: 'LENGTH_PREFIXED',
    json_format: 'LEGACY_BEST_EFFORT',
  },
};

export const fileFeatures = ({ syntax, options }: FileNode): Features =>
  featuresWith(BY_SYNTAX[syntax], options);

/** The features around, changed by what these options say. */
export function featuresWith(around: Features, options: readonly OptionNode[]): Features {
  const said: Record<string, string> = {};
  for (const { path, value } of options) {
    const [first, second] = path;
    if (first?.name !== 'features' || first.isExtension) continue;
    if (second && !second.isExtension && path.length === 2) say(said, second.name, value);
    if (!second && value.kind === 'message')
      for (const member of value.members)
        if (!member.isExtension) say(said, member.name, member.value);
  }
  return Object.keys(said).length === 0 ? around : { ...around, ...said };
}

function say(said: Record<string, string>, name: string, value: OptionValue): void {
  if (value.kind === 'name' && Object.hasOwn(PROTO3, name)) said[name] = value.text;
}

/** The value of a plain option such as `deprecated`; the last one, should there be several. */
export const plainOption = (options: readonly OptionNode[], name: string): OptionNode | undefined =>
  options.findLast(
    ({ path: [first, ...rest] }) => first?.name === name && !first.isExtension && rest.length === 0,
  );

export function isSwitchedOn(options: readonly OptionNode[], name: string): boolean | undefined {
  const value = plainOption(options, name)?.value;
  return value?.kind === 'name' ? value.text === 'true' : undefined;
}

const PSEUDO_OPTIONS = new Set(['default', 'json_name']);

/** Written among the options of a field, and no option: descriptors say it elsewhere. */
export const isPseudoOption = ({ path: [first, ...rest] }: OptionNode): boolean =>
  first !== undefined && !first.isExtension && rest.length === 0 && PSEUDO_OPTIONS.has(first.name);
