import { consumerRules, meaningRules, type Rule, rules as schemaRules } from '#compat';

/** What two schemas alone do not show: the files around them say it. */
export type CheckRule = Omit<Rule, 'example'> & { readonly example?: Rule['example'] };

const rows: readonly CheckRule[] = [
  {
    id: 'CONTRACT_REMOVED',
    title: 'A contract was removed',
    why: 'Whoever reads the event relies on a promise that nobody makes any more.',
    fix: 'Bring it back, or set its status to "retired" and release that before the file is removed.',
  },
  {
    id: 'EXAMPLE_REFUSED',
    title: 'An example is no event of the schema',
    why: 'Whoever copies the example is refused by the gateway, and the contract is refused when it is published.',
    fix: 'Correct the example, or let the schema take it.',
  },
  {
    id: 'RECORDED_EVENT_REFUSED',
    title: 'A recorded event is refused',
    why: 'It was really sent, the old schema took it, and the new one would not.',
    fix: 'Let the new schema take what is sent, or have senders changed first.',
  },
  {
    id: 'UNDECIDED',
    title: 'It could not be decided',
    why: 'It was neither proved that every event passes nor found one that does not.',
    fix: 'Simplify the place that is named, or let a person judge and use --fail-on breaking.',
  },
  {
    id: 'WAIVER_EXPIRED',
    title: 'A waiver ran out',
    why: 'Somebody promised to repair a break by that day.',
    fix: 'Repair what it covers and remove it, or have it renewed.',
  },
];

/** Every rule a check can name. */
export const checkRules: Readonly<Record<string, CheckRule>> = {
  ...schemaRules,
  ...meaningRules,
  ...consumerRules,
  ...Object.fromEntries(rows.map((row) => [row.id, row])),
};
