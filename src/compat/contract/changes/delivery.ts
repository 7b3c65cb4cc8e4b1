import { invariant } from '#kernel';
import { durationMs, readRate, sizeBytes } from '#contract';
import { always, effects, type Facet, scale } from '../facet.js';

const isLonger = (from: unknown, to: unknown): boolean =>
  durationMs(String(to)) > durationMs(String(from));

const perSecond = (text: string): number => {
  const rate = readRate(text);
  invariant(rate, 'the rate of a contract that was read can be read');
  return rate.events / rate.perMs;
};

/** No limit is the highest one. */
function isLower(one: unknown, other: unknown, measure: (text: string) => number): boolean {
  const valueOf = (each: unknown) => (typeof each === 'string' ? measure(each) : Infinity);
  return valueOf(one) < valueOf(other);
}

/** How often an event arrives, and how soon. */
export const deliveryFacets: readonly Facet[] = [
  {
    ruleId: 'CONTRACT_DELIVERY_CHANGED',
    at: '/semantics/delivery',
    what: 'delivery',
    of: ({ semantics }) => semantics.delivery,
    effect: scale(
      ['at-most-once', 'at-least-once', 'effectively-once'],
      ['info'],
      ['breaking', 'consumers'],
    ),
  },
  {
    ruleId: 'CONTRACT_DEDUP_CHANGED',
    at: '/semantics/dedup/window',
    what: 'time in which repetitions are recognised',
    of: ({ semantics }) => semantics.dedup?.window,
    effect: (from, to) =>
      to === undefined
        ? ['breaking', 'consumers']
        : from === undefined || isLonger(from, to)
          ? ['info']
          : ['warning', 'consumers'],
    evidence: (_pair, _from, to) =>
      to === undefined
        ? {
            events: ['{"id":"1"}', '{"id":"1"}'],
            before: 'the second is a repetition and does not reach the consumers',
            now: 'both reach the consumers',
          }
        : undefined,
  },
  {
    ruleId: 'CONTRACT_DEDUP_CHANGED',
    at: '/semantics/dedup/onMismatch',
    what: 'answer to another event of the same id',
    of: ({ semantics }) => semantics.dedup?.onMismatch,
    effect: (from, to) =>
      from === undefined || to === undefined
        ? ['info']
        : to === 'accept'
          ? ['breaking', 'consumers']
          : ['breaking', 'producers'],
  },
  {
    ruleId: 'CONTRACT_STALENESS_CHANGED',
    at: '/semantics/staleness/p99',
    what: 'time within which 99 of 100 events arrive',
    of: ({ semantics }) => semantics.staleness?.p99,
    effect: staleness,
  },
  {
    ruleId: 'CONTRACT_STALENESS_CHANGED',
    at: '/semantics/staleness/max',
    what: 'time within which every event arrives',
    of: ({ semantics }) => semantics.staleness?.max,
    effect: staleness,
  },
  {
    ruleId: 'CONTRACT_UNDECLARED_CHANGED',
    at: '/undeclared',
    what: 'treatment of undeclared fields',
    of: ({ undeclared }) => undeclared,
    effect: (from, to) =>
      to === 'refuse'
        ? ['warning', 'producers']
        : from === 'refuse'
          ? ['warning', 'consumers']
          : ['info'],
  },
  {
    ruleId: 'CONTRACT_LIMIT_CHANGED',
    at: '/limits/size',
    what: 'largest size of an event',
    of: ({ limits }) => limits?.size,
    effect: (from, to) =>
      isLower(to, from, sizeBytes) ? ['breaking', 'producers'] : ['warning', 'consumers'],
  },
  {
    ruleId: 'CONTRACT_LIMIT_CHANGED',
    at: '/limits/rate',
    what: 'number of events a producer may send',
    of: ({ limits }) => limits?.rate,
    // Who is too fast is told to wait, and nothing is lost.
    effect: (from, to) =>
      isLower(to, from, perSecond) ? ['warning', 'producers'] : ['warning', 'consumers'],
  },
  {
    ruleId: 'CONTRACT_RETRY_CHANGED',
    at: '/retry',
    what: 'way in which producers come again',
    of: ({ retry }) => retry,
    effect: always(['warning', 'producers']),
  },
  {
    ruleId: 'CONTRACT_ENFORCEMENT_CHANGED',
    at: '/enforcement/mode',
    what: 'mode of enforcement',
    of: ({ enforcement }) => enforcement.mode,
    effect: scale(
      ['off', 'observe', 'warn', 'enforce'],
      ['warning', 'producers'],
      ['warning', 'consumers'],
    ),
  },
  {
    ruleId: 'CONTRACT_ENFORCEMENT_CHANGED',
    at: '/enforcement/percent',
    what: 'share of events that is enforced, in percent,',
    of: ({ enforcement }) => enforcement.percent,
    effect: (from, to) =>
      Number(to) > Number(from) ? ['warning', 'producers'] : ['warning', 'consumers'],
  },
  {
    ruleId: 'CONTRACT_ENFORCEMENT_CHANGED',
    at: '/enforcement/rollbackAbove',
    what: 'point at which enforcement steps back',
    of: ({ enforcement }) => enforcement.rollbackAbove,
    effect: effects({ changed: ['info'], added: ['info'], removed: ['warning', 'producers'] }),
  },
  {
    ruleId: 'CONTRACT_ENFORCEMENT_CHANGED',
    at: '/enforcement/promoteBelow',
    what: 'share of refusals above which it is not enforced',
    of: ({ enforcement }) => enforcement.promoteBelow,
    effect: effects({ changed: ['info'], added: ['info'], removed: ['warning', 'producers'] }),
  },
  {
    ruleId: 'CONTRACT_ENFORCEMENT_CHANGED',
    at: '/enforcement/deadLetterTopic',
    what: 'topic for copies of what is refused',
    of: ({ enforcement }) => enforcement.deadLetterTopic,
    effect: effects({
      changed: ['warning', 'consumers'],
      added: ['info'],
      removed: ['warning', 'consumers'],
    }),
  },
  {
    ruleId: 'CONTRACT_ENFORCEMENT_CHANGED',
    at: '/rollout/candidate',
    what: 'policy that is tried beside this one',
    of: ({ rollout }) => rollout?.candidate,
    effect: always(['info']),
  },
  {
    ruleId: 'CONTRACT_ENFORCEMENT_CHANGED',
    at: '/rollout/percent',
    what: 'percentage for which that policy decides',
    of: ({ rollout }) => rollout?.percent,
    effect: (from, to) =>
      Number(to ?? 0) > Number(from ?? 0) ? ['warning', 'producers'] : ['info'],
  },
  {
    ruleId: 'CONTRACT_ENFORCEMENT_CHANGED',
    at: '/rollout/stickiness',
    what: 'way in which that percentage is drawn',
    of: ({ rollout }) => rollout?.stickiness,
    effect: always(['info']),
  },
  {
    ruleId: 'CONTRACT_DOCUMENTATION_CHANGED',
    at: '/criticality',
    what: 'criticality',
    of: ({ criticality }) => criticality,
    effect: always(['info']),
  },
];

function staleness(from: unknown, to: unknown): ReturnType<Facet['effect']> {
  const isPromisedSooner = to !== undefined && (from === undefined || !isLonger(from, to));
  return isPromisedSooner ? ['warning', 'producers'] : ['warning', 'consumers'];
}
