import { durationMs } from '#contract';
import { modes } from '../../modes.js';
import { always, type Facet } from '../facet.js';
import { sunsetEffect } from './fields.js';
import type { Effect } from '../meaning-change.js';

const LOOSER: Effect = ['warning', 'consumers'];
/** The gateway took events that it refuses from now on. */
const STRICTER: Effect = ['breaking', 'producers'];

/** What is promised about later versions, and who promises it. */
export const promiseFacets: readonly Facet[] = [
  {
    ruleId: 'CONTRACT_COMPATIBILITY_CHANGED',
    at: '/compatibility/mode',
    what: 'compatibility mode',
    of: ({ compatibility }) => compatibility.mode,
    effect: (from, to) =>
      protects(to).every((each) => protects(from).includes(each)) ? LOOSER : ['info'],
  },
  {
    ruleId: 'CONTRACT_COMPATIBILITY_CHANGED',
    at: '/compatibility/window',
    what: 'compatibility window',
    of: ({ compatibility }) => compatibility.window,
    effect: (from, to) => (isWider(from, to) ? ['info'] : LOOSER),
  },
  {
    ruleId: 'CONTRACT_COMPATIBILITY_CHANGED',
    at: '/compatibility/group',
    what: 'compatibility group',
    of: ({ compatibility }) => compatibility.group,
    effect: always(LOOSER),
  },
  {
    ruleId: 'CONTRACT_READING_CHANGED',
    at: '/compatibility/enums',
    what: 'treatment of enums',
    of: ({ compatibility }) => compatibility.enums,
    effect: (_from, to) => (to === 'closed' ? STRICTER : LOOSER),
  },
  {
    ruleId: 'CONTRACT_READING_CHANGED',
    at: '/compatibility/formats',
    what: 'treatment of formats',
    of: ({ compatibility }) => compatibility.formats ?? 'assert',
    effect: (_from, to) => (to === 'assert' ? STRICTER : LOOSER),
  },
  {
    ruleId: 'CONTRACT_STATUS_CHANGED',
    at: '/status',
    what: 'status',
    of: ({ status }) => status,
    effect: (from, to) => STATUS[String(from)]?.[String(to)] ?? ['info'],
  },
  {
    ruleId: 'CONTRACT_DEPRECATION_CHANGED',
    at: '/deprecation/from',
    what: 'day from which the contract is deprecated',
    of: ({ deprecation }) => deprecation?.from,
    effect: always(['info']),
  },
  {
    ruleId: 'CONTRACT_SUNSET_MOVED',
    at: '/deprecation/sunset',
    what: 'sunset of the contract',
    of: ({ deprecation }) => deprecation?.sunset,
    effect: sunsetEffect,
  },
  ...(['team', 'contact', 'oncall'] as const).map((part): Facet => ({
    ruleId: 'CONTRACT_OWNER_CHANGED',
    at: `/owner/${part}`,
    what: { team: 'owner', contact: 'contact of the owner', oncall: 'on-call of the owner' }[part],
    of: ({ owner }) => owner[part],
    effect: always(['info']),
  })),
  ...(
    [
      ['/name', 'name', ({ name }) => name],
      ['/domain', 'domain', ({ domain }) => domain],
      ['/description/purpose', 'purpose', ({ description }) => description.purpose],
      ['/description/limitations', 'limitations', ({ description }) => description.limitations],
      ['/tags', 'list of tags', ({ tags }) => tags],
      ['/examples', 'list of examples', ({ examples }) => examples],
      [
        '/deprecation/migration',
        'guide for migration',
        ({ deprecation }) => deprecation?.migration,
      ],
    ] satisfies readonly (readonly [string, string, Facet['of']])[]
  ).map(([at, what, of]): Facet => ({
    ...{ ruleId: 'CONTRACT_DOCUMENTATION_CHANGED', at, what, of, effect: always(['info']) },
  })),
];

/** Every pair of readers and writers a mode protects. */
function protects(mode: unknown): readonly string[] {
  const { directions, isTransitive } = modes[mode as keyof typeof modes];
  return directions.flatMap((each) => (isTransitive ? [each, `${each} of all`] : [each]));
}

/** Where two windows cannot be compared, the new one is taken for the narrower. */
function isWider(from: unknown, to: unknown): boolean {
  const [before, after] = [String(from), String(to)];
  if (after === 'all') return true;
  const counts = [before, after].map((each) => Number(/^versions:(\d+)$/.exec(each)?.[1] ?? NaN));
  if (counts.every((each) => !Number.isNaN(each))) return Number(counts[1]) > Number(counts[0]);
  return before.startsWith('P') && after.startsWith('P') && durationMs(after) > durationMs(before);
}

const WITHDRAWN: Effect = ['breaking', 'producers', 'consumers'];
const ENDING: Effect = ['warning', 'producers', 'consumers'];
const gone = { draft: WITHDRAWN, proposed: WITHDRAWN };

/**
 * By what it was and what it becomes; everything else is the way of life. Who retires a contract
 * says that it ends; one that falls back to a draft is out of force without a word.
 */
const STATUS: Readonly<Record<string, Readonly<Record<string, Effect>>>> = {
  active: { ...gone, deprecated: ENDING, sunset: ENDING, retired: ENDING },
  deprecated: { ...gone, sunset: ENDING, retired: ENDING },
  sunset: { ...gone, retired: ENDING },
};
