import type { CausesAnswer } from '../answers.js';
import {
  CAUSES_MAX,
  type CauseFilter,
  type CauseRow,
  type QuarantineCauses,
  type WaitingOfContract,
} from '../store/quarantine-causes.js';

export interface OpenCases {
  readonly waiting: CausesAnswer['waiting'];
  /** Those with most events first. */
  readonly causes: readonly CauseRow[];
}

export const OPEN: CauseFilter = { state: 'open', event: undefined, producer: undefined };

/** More are not worth asking for one by one. */
const CONTRACTS_MAX = 100;

/** Causes of all that waits: of contracts of which no case moved they are what they were. */
export class OpenCauses {
  private stamps: ReadonlyMap<string | null, string> = new Map();
  private causes: readonly CauseRow[] | undefined;

  constructor(private readonly store: Pick<QuarantineCauses, 'list' | 'waitingByContract'>) {}

  async read(): Promise<OpenCases> {
    const waiting = await this.store.waitingByContract();
    const stamps = new Map(waiting.map(({ contractId, stamp }) => [contractId, stamp]));
    const moved = new Set(
      [...stamps.keys(), ...this.stamps.keys()].filter(
        (id) => stamps.get(id) !== this.stamps.get(id),
      ),
    );
    const causes = (await this.exchanged(moved)) ?? (await this.store.list(OPEN));
    Object.assign(this, { stamps, causes });
    return { waiting: { cases: sum(waiting, 'cases'), events: sum(waiting, 'events') }, causes };
  }

  /** Nothing where one that was left out before may be among the first now. */
  private async exchanged(
    moved: ReadonlySet<string | null>,
  ): Promise<readonly CauseRow[] | undefined> {
    const { causes } = this;
    if (!causes || moved.size === 0) return causes;
    if (moved.size > CONTRACTS_MAX) return undefined;
    const others = causes.filter(({ contractId }) => !moved.has(contractId));
    const anew = await this.store.list(OPEN, [...moved]);
    const all = [...others, ...anew].sort(byEvents).slice(0, CAUSES_MAX);
    const [lastBefore, last] = [causes[CAUSES_MAX - 1], all[CAUSES_MAX - 1]];
    return !lastBefore || (last && byEvents(last, lastBefore) <= 0) ? all : undefined;
  }
}

const sum = (rows: readonly WaitingOfContract[], what: 'cases' | 'events') =>
  rows.reduce((all, row) => all + row[what], 0);

const byEvents = (a: CauseRow, b: CauseRow) =>
  b.events - a.events || (a.cause < b.cause ? -1 : Number(a.cause > b.cause));
