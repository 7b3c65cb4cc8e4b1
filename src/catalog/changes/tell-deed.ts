import type { DeedDone } from '../store/change-rows.js';
import type { ToldDeed } from './change-words.js';

type Details = Readonly<Record<string, unknown>>;
type Tell = (details: Details, target: string) => string;

const NAMED_MAX = 4;

/** What the audit keeps, in one sentence. Pure. */
export function tellDeed({ action, id, details }: Pick<DeedDone, 'action' | 'id' | 'details'>): {
  readonly sentence: string;
  readonly reason: string;
} {
  const known = parsed(details);
  const isSaid = action.startsWith('rollout.') && typeof known['reason'] === 'string';
  return { sentence: SENTENCES[action](known, id), reason: isSaid ? text(known['reason']) : '' };
}

const SENTENCES: Readonly<Record<ToldDeed, Tell>> = {
  'config.changed': ({ change, before }, of) =>
    `Settings of ${scope(of)} changed: ${settingsText(change, before)}.`,
  'config.deleted': ({ before }, of) =>
    `Settings of ${scope(of)} taken back: ${settingsText(before, {})}.`,
  'consumption.declared': ({ consumer, needs }) =>
    `${text(consumer)} declares that it reads ${listed(Object.keys(objectOf(needs)), 'field')}.`,
  'consumption.withdrawn': ({ consumer }) => `${text(consumer)} reads it no longer.`,
  'contract.stepped-back': ({ version, refused, judged, reason, producer }) =>
    `Version ${text(version)} stepped back and only warns: ${count(refused)} of ${count(judged)} events were refused, most for ${text(reason)} from ${text(producer) || 'an unnamed producer'}.`,
  'mode.changed': ({ mode, before }, of) =>
    `${scope(of)} is ${text(mode)} from then on, until now ${text(before)}.`,
  'mode.deleted': (_, of) => `The mode of ${scope(of)} taken back.`,
  'rollout.changed': (details) =>
    `Another candidate policy is tried, or on more: ${tried(details)}.`,
  'rollout.promoted': () => 'The candidate is the policy in force from then on.',
  'rollout.resumed': ({ version }) => `Version ${text(version)} tries its candidate again.`,
  'rollout.started': (details) => `A candidate policy is tried ${tried(details)}.`,
  'rollout.stopped': () => 'The candidate is tried no longer; the policy in force decides all.',
  'version.registered': ({ version, isForced, isImported }, of) =>
    `Version ${text(version)} of the subject ${of} was registered outside of a contract${isForced === true ? ', by force' : ''}${isImported === true ? ', imported' : ''}.`,
  'versions.deleted': ({ versions, isPermanent }, of) =>
    `${deletedText(versions)} of the subject ${of} deleted${isPermanent === true ? ' for good' : ''}.`,
};

const tried = ({ percent }: Details): string =>
  percent === 0 ? 'beside the policy, and decides nothing' : `on ${text(percent)} % of events`;

function deletedText(versions: unknown): string {
  const numbers = (Array.isArray(versions) ? versions : []).map((each: unknown) =>
    text(objectOf(each)['version']),
  );
  if (numbers.length > NAMED_MAX) return `${numbers.length} versions`;
  return `${numbers.length === 1 ? 'Version' : 'Versions'} ${numbers.join(', ')}`;
}

const scope = (target: string): string =>
  target === 'everything' ? 'everything' : target.endsWith(':') ? `the context ${target}` : target;

function settingsText(change: unknown, before: unknown): string {
  const old = objectOf(before);
  const said = Object.entries(objectOf(change)).map(([name, value]) => {
    const was = old[name] === undefined ? '' : `, until now ${text(old[name])}`;
    return value === null ? `${name} as around it${was}` : `${name} ${text(value)}${was}`;
  });
  return said.slice(0, NAMED_MAX).join('; ') || 'nothing';
}

function listed(names: readonly string[], what: string): string {
  if (names.length === 0) return 'it';
  if (names.length > NAMED_MAX) return `${names.length} ${what}s of it`;
  return names.join(', ');
}

const count = (value: unknown): string =>
  typeof value === 'number' ? value.toLocaleString('en') : text(value);
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).slice(0, 300)
    : JSON.stringify(value ?? '').slice(0, 120);
const objectOf = (value: unknown): Details =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Details) : {};

/** What somebody changed by hand may be no JSON any more. */
function parsed(details: string): Details {
  try {
    return objectOf(JSON.parse(details));
  } catch {
    return {};
  }
}
