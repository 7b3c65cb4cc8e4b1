import type { Contract } from '#contract';

/** What a version of a contract did, by its permanent name. The catalog finds changes by these. */
export const changeKinds = {
  new: 'The first version of a contract',
  version: 'A later version',
  forced: 'It was let in although something spoke against it',
  activated: 'In force from then on',
  deprecated: 'The event, or a field of it, should not be used any more',
  sunset: 'The day it goes was set or moved, or it is going',
  retired: 'It is no longer in force',
  returned: 'A schema of an earlier version is in force again',
  owner: 'Another team answers for it',
  enforcement: 'What the gateway does with events that break it',
} as const;

export type ChangeKind = keyof typeof changeKinds;

export interface ContractChange {
  readonly before: Contract | undefined;
  readonly contract: Contract;
  readonly isForced: boolean;
  /** Of their subjects; 0 before the first. */
  readonly schemaVersions: { readonly old: number; readonly new: number };
}

const IN_FORCE: ReadonlySet<string> = new Set(['active', 'deprecated', 'sunset']);

/** What a publication did, in the order of the table above. Pure. */
export function kindsOf(change: ContractChange): readonly ChangeKind[] {
  const { before, contract, isForced, schemaVersions } = change;
  const became = (status: string) => contract.status === status && before?.status !== status;
  const wasInForce = before !== undefined && IN_FORCE.has(before.status);
  const isSo: Readonly<Record<ChangeKind, boolean>> = {
    new: before === undefined,
    version: before !== undefined,
    forced: isForced,
    activated: before !== undefined && !wasInForce && IN_FORCE.has(contract.status),
    deprecated: became('deprecated') || isLater('deprecatedOn', before, contract),
    sunset: became('sunset') || isLater('sunsetOn', before, contract),
    retired: became('retired'),
    returned:
      before?.schema.subject === contract.schema.subject && schemaVersions.new < schemaVersions.old,
    owner: before !== undefined && before.owner.team !== contract.owner.team,
    enforcement: before !== undefined && enforcedAs(before).join() !== enforcedAs(contract).join(),
  };
  return (Object.keys(isSo) as ChangeKind[]).filter((kind) => isSo[kind]);
}

const enforcedAs = ({ enforcement: { mode, percent } }: Contract) => [mode, percent];

type Day = 'deprecatedOn' | 'sunsetOn';

/** Whether a day is said that was not said before, of the event or of a field. */
function isLater(day: Day, before: Contract | undefined, contract: Contract): boolean {
  const old = before && daysOf(before, day);
  return [...daysOf(contract, day)].some(([place, said]) => old?.get(place) !== said);
}

function daysOf({ deprecation, fields }: Contract, day: Day): ReadonlyMap<string, string> {
  const whole = day === 'sunsetOn' ? deprecation?.sunset : deprecation?.from;
  const said = Object.entries(fields).flatMap(([path, { [day]: on }]) =>
    on === undefined ? [] : [[path, on] as const],
  );
  return new Map(whole === undefined ? said : [['', whole], ...said]);
}
