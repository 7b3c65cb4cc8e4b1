import { Injectable } from '@nestjs/common';
import type { Contract } from '#contract';
import { CatalogIndex } from '../discover/catalog-index.js';
import { type Parties, PartyBook } from '../parties/party-book.js';
import { overlaps } from '../parties/overlaps.js';
import { type PartiesOfEvent, partiesOf } from '../parties/parties-of.js';
import { today } from '../parties/show-parties.js';

/** Something that goes: an event, or one field of it. */
export interface SunsetRow {
  readonly event: { readonly id: string; readonly name: string };
  readonly owner: string;
  readonly status: string;
  /** The field; absent when the whole event goes. */
  readonly field?: string;
  readonly deprecatedOn?: string;
  readonly sunsetOn?: string;
  readonly replacedBy?: string;
  readonly migration?: string;
  /** Who sent it within the last seven days. Of a field: who sent the event it belongs to. */
  readonly producers: readonly { readonly name: string; readonly accepted: number }[];
  readonly consumers: readonly SunsetConsumer[];
}

export interface SunsetConsumer {
  readonly name: string;
  readonly team?: string;
  readonly isDeclared: boolean;
  readonly isSeen: boolean;
}

export interface SunsetsAnswer {
  readonly today: string;
  readonly rows: readonly SunsetRow[];
}

type Going = Omit<SunsetRow, 'event' | 'owner' | 'status' | 'producers' | 'consumers'>;

/** What goes, when, and who still holds on to it; the nearest day first. */
@Injectable()
export class ListSunsets {
  constructor(
    private readonly index: CatalogIndex,
    private readonly book: PartyBook,
  ) {}

  async list(): Promise<SunsetsAnswer> {
    const [{ entries }, parties] = await Promise.all([this.index.current(), this.book.current()]);
    const day = today();
    const rows = entries.flatMap(({ published: { contract } }) => rowsOf(contract, parties, day));
    return { today: day, rows: rows.sort(nearestFirst) };
  }
}

const NEVER = '9999';
const nearestFirst = (one: SunsetRow, other: SunsetRow): number => {
  const [a, b] = [one, other].map((row) => `${row.sunsetOn ?? NEVER} ${row.event.id}`);
  return (a ?? '') < (b ?? '') ? -1 : 1;
};

function rowsOf(contract: Contract, parties: Parties, day: string): readonly SunsetRow[] {
  const going = [...wholeOf(contract), ...fieldsOf(contract)];
  if (going.length === 0 || contract.status === 'retired') return [];
  const { id, name, owner, status } = contract;
  const who = partiesOf(contract, parties, day);
  return going.map((each) => ({
    ...{ event: { id, name }, owner: owner.team, status },
    ...each,
    ...holding(who, each.field),
  }));
}

function wholeOf({ status, deprecation }: Contract): readonly Going[] {
  if (!deprecation && status !== 'deprecated' && status !== 'sunset') return [];
  const { from, sunset, migration } = deprecation ?? {};
  return [
    {
      ...(from !== undefined && { deprecatedOn: from }),
      ...(sunset !== undefined && { sunsetOn: sunset }),
      ...(migration !== undefined && { migration }),
    },
  ];
}

const fieldsOf = ({ fields }: Contract): readonly Going[] =>
  Object.entries(fields).flatMap(([field, { deprecatedOn, sunsetOn, replacedBy }]) =>
    deprecatedOn === undefined && sunsetOn === undefined
      ? []
      : [
          {
            field,
            ...(deprecatedOn !== undefined && { deprecatedOn }),
            ...(sunsetOn !== undefined && { sunsetOn }),
            ...(replacedBy !== undefined && { replacedBy }),
          },
        ],
  );

/** Of a field only its declared readers count, and those who read without saying what. */
function holding({ producers, consumers }: PartiesOfEvent, field: string | undefined) {
  const reads = consumers.filter(
    ({ isDeclared, needs }) =>
      field === undefined || !isDeclared || needs.some(({ path }) => overlaps(path, field)),
  );
  return {
    producers: producers
      .filter(({ isSeen }) => isSeen)
      .map(({ name, accepted }) => ({ name, accepted })),
    consumers: reads.map(({ name, team, isDeclared, isSeen }) => ({
      ...{ name, isDeclared, isSeen },
      ...(team !== undefined && { team }),
    })),
  };
}
