import { Injectable } from '@nestjs/common';
import { Quarantine } from '#event-log';
import type { CauseCasesAnswer, CausesAnswer } from '../answers.js';
import { CatalogIndex } from '../discover/catalog-index.js';
import { refusalRow } from '../event/refusal-row.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import { type CauseFilter, type CauseRow, QuarantineCauses } from '../store/quarantine-causes.js';

const CASES_SHOWN = 50;
const KEPT_MAX = 20;

/** What is refused and why, by cause: what one person can do about many events at once. */
@Injectable()
export class ListCauses {
  private readonly kept = new KeptAnswers<Promise<readonly CauseRow[]>>(KEPT_MAX);

  constructor(
    private readonly causes: QuarantineCauses,
    private readonly quarantine: Quarantine,
    private readonly index: CatalogIndex,
  ) {}

  async list(filter: CauseFilter): Promise<CausesAnswer> {
    const [{ stamp, ...waiting }, { byId }] = await Promise.all([
      this.causes.waiting(),
      this.index.current(),
    ]);
    const causes = await this.causesOf(filter, stamp);
    const nameOf = (id: string | null) => (id === null ? undefined : byId.get(id)?.row.name);
    return { waiting, causes: causes.map((row) => causeOf(row, nameOf(row.contractId))) };
  }

  /** Grouping thousands of cases takes longer than asking whether any of them moved. */
  private async causesOf(filter: CauseFilter, stamp: string): Promise<readonly CauseRow[]> {
    if (filter.state !== 'open') return this.causes.list(filter);
    return this.kept.of(stamp, JSON.stringify(filter), () => this.causes.list(filter));
  }

  async cases(filter: CauseFilter, cause: string): Promise<CauseCasesAnswer> {
    const ids = await this.causes.cases(filter, cause, CASES_SHOWN);
    const found = await Promise.all(ids.map((id) => this.quarantine.get(id)));
    return { cases: found.filter((each) => each !== undefined).map(refusalRow) };
  }
}

function causeOf(row: CauseRow, name: string | undefined): CausesAnswer['causes'][number] {
  const { contractId, firstSeen, lastSeen, ...rest } = row;
  return {
    ...rest,
    ...(contractId !== null && { event: { id: contractId, name: name ?? contractId } }),
    firstSeen: firstSeen.toISOString(),
    lastSeen: lastSeen.toISOString(),
  };
}
