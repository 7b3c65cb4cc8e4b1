import { Injectable } from '@nestjs/common';
import type { Contract } from '#contract';
import { CatalogIndex } from '../discover/catalog-index.js';
import { KeptAnswers } from '../kept/kept-answers.js';
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

interface Board {
  readonly today: string;
  readonly rows: readonly SunsetRow[];
}

type Going = Omit<SunsetRow, 'event' | 'owner' | 'status' | 'producers' | 'consumers'>;

/** Who writes and reads now may be told a little later; what was published, never. */
const FRESH_MS = 2_000;
const PAGE_ROWS = 100;

/** What goes, when, and who still holds on to it; the nearest day first. */
@Injectable()
export class ListSunsets {
  private readonly kept = new KeptAnswers<Board>(1, FRESH_MS);

  constructor(
    private readonly index: CatalogIndex,
    private readonly book: PartyBook,
  ) {}

  async list({ team, after = '' }: SunsetsQuestion): Promise<SunsetsAnswer> {
    const { today, rows } = await this.board();
    const asked = rows.filter(({ owner }) => team === undefined || owner === team);
    const rest = asked.filter((row) => placeOf(row) > after);
    const page = rest.slice(0, PAGE_ROWS);
    const last = rest.length > PAGE_ROWS ? page.at(-1) : undefined;
    const counts = { over: 0, soon: 0, later: 0, never: 0 };
    for (const row of asked) counts[pressing(row, today)]++;
    return { today, counts, rows: page, ...(last && { next: placeOf(last) }) };
  }

  /** All that goes, the nearest day first. */
  async board(): Promise<Board> {
    const [{ entries }, parties] = await Promise.all([this.index.current(), this.book.current()]);
    return this.kept.of(entries, 'sunsets', () => {
      const day = today();
      const rows = entries.flatMap(({ contract }) => rowsOf(contract, parties, day));
      return { today: day, rows: rows.sort(nearestFirst) };
    });
  }
}

const NEVER = '9999';
const placeOf = ({ sunsetOn = NEVER, event, field = '' }: SunsetRow): string =>
  `${sunsetOn} ${event.id} ${field}`;
const nearestFirst = (one: SunsetRow, other: SunsetRow): number =>
  placeOf(one) < placeOf(other) ? -1 : 1;

const MONTH_MS = 30 * 86_400_000;

function pressing({ sunsetOn }: SunsetRow, today: string): Pressing {
  if (sunsetOn === undefined) return 'never';
  if (sunsetOn < today) return 'over';
  return Date.parse(sunsetOn) - Date.parse(today) <= MONTH_MS ? 'soon' : 'later';
}

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
