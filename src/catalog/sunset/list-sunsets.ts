import { Injectable } from '@nestjs/common';
import type { Contract } from '#contract';
import { overlaps } from '#schema';
import { CatalogIndex } from '../discover/catalog-index.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import { type Parties, PartyBook } from '../parties/party-book.js';
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
  /** Of all that is asked for, on this page or not. */
  readonly counts: Readonly<Record<Pressing, number>>;
  readonly rows: readonly SunsetRow[];
  /** Where the next page begins. */
  readonly next?: string;
}

/** The day is over, within a month, later, or deprecated without a day. */
export type Pressing = 'over' | 'soon' | 'later' | 'never';

export interface SunsetsQuestion {
  /** Whose; absent means everybody's. */
  readonly team?: string | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
}

/** One thing that goes, as it was published. */
interface Leaving {
  readonly place: string;
  readonly contract: Contract;
  readonly going: Going;
}

type Going = Omit<SunsetRow, 'event' | 'owner' | 'status' | 'producers' | 'consumers'>;

const PAGE_ROWS = 100;

/** What goes, when, and who still holds on to it; the nearest day first. */
@Injectable()
export class ListSunsets {
  /** What goes holds until somebody publishes; who holds on to it is looked up for the rows shown. */
  private readonly kept = new KeptAnswers<readonly Leaving[]>(1, Infinity);

  constructor(
    private readonly index: CatalogIndex,
    private readonly book: PartyBook,
  ) {}

  async list({ team, after = '' }: SunsetsQuestion): Promise<SunsetsAnswer> {
    const [leaving, parties] = await Promise.all([this.leaving(), this.book.current()]);
    const day = today();
    const asked = leaving.filter(
      ({ contract }) => team === undefined || contract.owner.team === team,
    );
    const rest = asked.filter(({ place }) => place > after);
    const page = rest.slice(0, PAGE_ROWS);
    const last = rest.length > PAGE_ROWS ? page.at(-1) : undefined;
    return {
      today: day,
      counts: countsOf(asked, day),
      rows: page.map((each) => rowOf(each, parties, day)),
      ...(last && { next: last.place }),
    };
  }

  /** What goes next, a few rows of all. */
  async nearest(rows: number) {
    const [leaving, parties] = await Promise.all([this.leaving(), this.book.current()]);
    const day = today();
    return {
      today: day,
      rows: leaving.slice(0, rows).map((each) => rowOf(each, parties, day)),
      inAll: leaving.length,
    };
  }

  private async leaving(): Promise<readonly Leaving[]> {
    const { entries } = await this.index.current();
    return this.kept.of(entries, '', () =>
      entries
        .flatMap(({ contract }) => leavingOf(contract))
        .sort((one, other) => (one.place < other.place ? -1 : 1)),
    );
  }
}

const NEVER = '9999';

const leavingOf = (contract: Contract): readonly Leaving[] =>
  contract.status === 'retired'
    ? []
    : [...wholeOf(contract), ...fieldsOf(contract)].map((going) => ({
        place: `${going.sunsetOn ?? NEVER} ${contract.id} ${going.field ?? ''}`,
        contract,
        going,
      }));

const MONTH_MS = 30 * 86_400_000;

function countsOf(leaving: readonly Leaving[], day: string): Readonly<Record<Pressing, number>> {
  const inAMonth = new Date(Date.parse(day) + MONTH_MS).toISOString().slice(0, 10);
  const counts = { over: 0, soon: 0, later: 0, never: 0 };
  for (const { going } of leaving) counts[pressing(going, day, inAMonth)]++;
  return counts;
}

function pressing({ sunsetOn }: Going, day: string, inAMonth: string): Pressing {
  if (sunsetOn === undefined) return 'never';
  if (sunsetOn < day) return 'over';
  return sunsetOn <= inAMonth ? 'soon' : 'later';
}

function rowOf({ contract, going }: Leaving, parties: Parties, day: string): SunsetRow {
  const { id, name, owner, status } = contract;
  return {
    ...{ event: { id, name }, owner: owner.team, status },
    ...going,
    ...holding(partiesOf(contract, parties, day), going.field),
  };
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
