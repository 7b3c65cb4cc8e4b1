import { Injectable } from '@nestjs/common';
import { Quarantine } from '#event-log';
import type { CauseCasesAnswer, CausesAnswer } from '../answers.js';
import { CatalogIndex } from '../discover/catalog-index.js';
import { refusalRow } from '../event/refusal-row.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import type { LastAnswer } from '../kept/last-answer.js';
import { LastAnswers } from '../kept/last-answers.js';
import { type CauseFilter, type CauseRow, QuarantineCauses } from '../store/quarantine-causes.js';
import { OPEN, type OpenCases, OpenCauses } from './open-causes.js';

const CASES_SHOWN = 50;
const KEPT_MAX = 20;

/** What is refused and why, by cause: what one person can do about many events at once. */
@Injectable()
export class ListCauses {
  private readonly kept = new KeptAnswers<Promise<readonly CauseRow[]>>(KEPT_MAX);
  private readonly open: LastAnswer<OpenCases>;

  constructor(
    private readonly causes: QuarantineCauses,
    private readonly quarantine: Quarantine,
    private readonly index: CatalogIndex,
    answers: LastAnswers,
  ) {
    const open = new OpenCauses(causes);
    this.open = answers.of(() => open.read());
  }

  async list(filter: CauseFilter): Promise<CausesAnswer> {
    const [{ waiting, causes }, { byId }] = await Promise.all([
      isEverything(filter) ? this.open.current() : this.narrowed(filter),
      this.index.current(),
    ]);
    const nameOf = (id: string | null) => (id === null ? undefined : byId.get(id)?.row.name);
    return { waiting, causes: causes.map((row) => causeOf(row, nameOf(row.contractId))) };
  }

  /** Open cases, of everything. */
  async waiting(): Promise<CausesAnswer['waiting']> {
    return (await this.open.current()).waiting;
  }

  /** Somebody did something about a case: whoever asks next sees it. */
  forget(): void {
    this.open.forget();
  }

  /** Grouping thousands of cases takes longer than asking whether any of them moved. */
  private async narrowed(filter: CauseFilter): Promise<OpenCases> {
    const { stamp, ...waiting } = await this.causes.waiting();
    const read = () => this.causes.list(filter);
    const isKept = filter.state === OPEN.state;
    const causes = isKept ? this.kept.of(stamp, JSON.stringify(filter), read) : read();
    return { waiting, causes: await causes };
  }

  async cases(filter: CauseFilter, cause: string): Promise<CauseCasesAnswer> {
    const ids = await this.causes.cases(filter, cause, CASES_SHOWN);
    const found = await Promise.all(ids.map((id) => this.quarantine.get(id)));
    return { cases: found.filter((each) => each !== undefined).map(refusalRow) };
  }
}

const isEverything = ({ state, event, producer }: CauseFilter): boolean =>
  state === OPEN.state && event === undefined && producer === undefined;

function causeOf(row: CauseRow, name: string | undefined): CausesAnswer['causes'][number] {
  const { contractId, firstSeen, lastSeen, ...rest } = row;
  return {
    ...rest,
    ...(contractId !== null && { event: { id: contractId, name: name ?? contractId } }),
    firstSeen: firstSeen.toISOString(),
    lastSeen: lastSeen.toISOString(),
  };
}
