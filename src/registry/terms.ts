import type { Assumption, LookBack } from '#compat';
import type { CompatibilityMode, Undeclared } from '#contract';
import type { KeywordReading } from '#schema';
import type { OwnMessage } from './named-messages.js';
import type { PromisedMessage } from './store/promised-messages.js';
import type { CompatibilitySettings, ScopedSettings, SubjectMode } from './store/settings.js';

/** By which rules a new version is judged. */
export interface Terms {
  readonly mode: CompatibilityMode;
  readonly assumption: Assumption;
  /** A metadata property: only versions with the same value are compared. */
  readonly group?: string | undefined;
  /** Which versions a transitive mode looks back at, where the subject has a contract. */
  readonly lookBack?: Omit<LookBack, 'nowMs'> | undefined;
  /** How the contract has keywords of JSON Schema read. */
  readonly reading?: KeywordReading | undefined;
  /** What contracts say which messages of the versions of a Protobuf subject are events. */
  readonly promised?: readonly PromisedMessage[] | undefined;
  /** The same of the contract a schema is published with. */
  readonly own?: OwnMessage | undefined;
  /** Events the contract shows; those that break are made to look like them. */
  readonly examples?: readonly unknown[] | undefined;
  /** Whether reserved names are refused; messages say so. */
  readonly validatesFields?: boolean | undefined;
}

export const assumptionOf = (undeclared: Undeclared): Assumption =>
  undeclared === 'refuse' ? 'declared-only' : 'open-world';

/** Nearest wins: subject, then the contract of the subject, context, global, built-in. */
export function termsIn(around: ScopedSettings, otherwise: CompatibilityMode): Terms {
  const own = around.configs.find(({ scope }) => scope === 'subject')?.settings;
  const outer = around.configs.filter(({ scope }) => scope !== 'subject');
  const find = <Key extends keyof CompatibilitySettings>(key: Key) =>
    around.configs.find(({ settings }) => settings[key] !== undefined)?.settings[key];
  const policy =
    own?.compatibilityPolicy ?? (around.contract ? undefined : find('compatibilityPolicy'));
  const promised = around.contract && assumptionOf(around.contract.undeclared);
  return {
    mode:
      own?.compatibility ??
      around.contract?.mode ??
      outer.find(({ settings }) => settings.compatibility)?.settings.compatibility ??
      otherwise,
    assumption: policy
      ? policy === 'LENIENT'
        ? 'declared-only'
        : 'open-world'
      : (promised ?? 'open-world'),
    group: find('compatibilityGroup') ?? around.contract?.group,
    lookBack: around.contract?.lookBack,
    reading: around.contract?.reading,
    validatesFields: find('validateFields'),
  };
}

export const nearest = <Key extends keyof CompatibilitySettings>(
  around: ScopedSettings,
  key: Key,
): CompatibilitySettings[Key] =>
  around.configs.find(({ settings }) => settings[key] !== undefined)?.settings[key];

/** The nearest one; only READONLY_OVERRIDE and FORWARD of the whole registry win over nearer ones. */
export function modeIn({ modes }: ScopedSettings): SubjectMode {
  const global = modes.find(({ scope }) => scope === 'global')?.mode;
  if (global === 'READONLY_OVERRIDE' || global === 'FORWARD') return global;
  return modes[0]?.mode ?? 'READWRITE';
}
