import type { Contract } from '#contract';
import type { VersionDocuments, VersionMade } from '../store/change-rows.js';
import type { KindOfVersion } from './change-words.js';

/** Two contracts of which one follows the other; whatever an older release left out is absent. */
interface Followed {
  readonly before: Partial<Contract>;
  readonly contract: Partial<Contract>;
  readonly schemaVersion: number;
}

const NAMED_MAX = 3;

/** What a version did, in one sentence. Pure. */
export function tellVersion({ n, kinds }: VersionMade, documents?: VersionDocuments): string {
  const followed = documents && followedOf(documents);
  const parts = kinds.flatMap((kind) => PARTS[kind]?.(followed) ?? []);
  const head = n === 1 ? 'A new event, version 1' : `Version ${n}`;
  return parts.length === 0 ? `${head}.` : `${head}: ${parts.join('; ')}.`;
}

/** Whether its sentence says more than its number. */
export const saysMore = ({ kinds }: VersionMade): boolean =>
  kinds.some((kind) => kind !== 'new' && kind !== 'version' && kind !== 'forced');

type Part = (of: Followed | undefined) => string | undefined;

const PARTS: Readonly<Partial<Record<KindOfVersion, Part>>> = {
  forced: () => 'let in by force',
  activated: (of) => `in force now${from(of?.before.status, 'was')}`,
  deprecated: (of) => deprecatedText(of),
  sunset: (of) => sunsetText(of),
  retired: () => 'retired, no longer in force',
  returned: (of) =>
    `back to an earlier schema${of ? `, version ${of.schemaVersion} of its subject` : ''}`,
  owner: (of) =>
    of
      ? `owned by ${teamOf(of.contract)}${from(teamOf(of.before), 'until now by')}`
      : 'another owner',
  enforcement: (of) =>
    of
      ? `${enforcedText(of.contract)}, until now ${enforcedText(of.before)}`
      : 'enforced otherwise',
};

const from = (word: string | undefined, how: string) =>
  word === undefined || word === '' ? '' : `, ${how} ${word}`;
const teamOf = ({ owner }: Partial<Contract>): string => owner?.team ?? '';

function enforcedText({ enforcement }: Partial<Contract>): string {
  const { mode = 'warn', percent = 100 } = enforcement ?? {};
  const words = {
    off: 'not looked at',
    observe: 'only observed',
    warn: 'only warned',
    enforce: 'enforced',
  };
  return mode === 'enforce' && percent < 100 ? `enforced for ${percent} %` : words[mode];
}

function deprecatedText(of: Followed | undefined): string {
  const fields = of ? daysSet(of, 'deprecatedOn') : [];
  if (!of || fields.length === 0) return 'deprecated';
  const isWhole = of.contract.status === 'deprecated' && of.before.status !== 'deprecated';
  const said = `${named(fields)} deprecated`;
  return isWhole ? `deprecated, and ${said}` : said;
}

function sunsetText(of: Followed | undefined): string {
  const day = of?.contract.deprecation?.sunset;
  const isMoved = day !== undefined && of?.before.deprecation?.sunset !== day;
  const fields = of ? daysSet(of, 'sunsetOn') : [];
  const isGoing = of?.contract.status === 'sunset' && of.before.status !== 'sunset';
  const parts = [
    ...(isGoing ? ['going'] : []),
    ...(isMoved ? [`goes on ${day}${from(of?.before.deprecation?.sunset, 'until now on')}`] : []),
    ...(fields.length > 0 ? [`${named(fields)} to go${dayOf(fields)}`] : []),
  ];
  return parts.join(', ') || 'to go';
}

type Set = readonly (readonly [path: string, day: string])[];

const named = (fields: Set): string =>
  fields.length <= NAMED_MAX ? fields.map(([path]) => path).join(', ') : `${fields.length} fields`;
function dayOf(fields: Set): string {
  const days = new Set(fields.map(([, day]) => day));
  return days.size === 1 ? ` on ${[...days].join()}` : '';
}

function daysSet({ before, contract }: Followed, day: 'deprecatedOn' | 'sunsetOn'): Set {
  return Object.entries(contract.fields ?? {}).flatMap(([path, { [day]: on }]) =>
    on === undefined || before.fields?.[path]?.[day] === on ? [] : [[path, on] as const],
  );
}

/** A document that a hand in the database broke says nothing; the change is told all the same. */
function followedOf({ document, before, schemaVersion }: VersionDocuments): Followed | undefined {
  try {
    const old = before === null ? {} : (JSON.parse(before) as Partial<Contract>);
    return { before: old, contract: JSON.parse(document) as Partial<Contract>, schemaVersion };
  } catch {
    return undefined;
  }
}
