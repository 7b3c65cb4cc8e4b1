import { Injectable } from '@nestjs/common';
import { Quarantine } from '#event-log';
import type { CauseCasesAnswer, CausesAnswer } from '../answers.js';
import { CatalogIndex } from '../discover/catalog-index.js';
import { refusalRow } from '../event/refusal-row.js';
import { type CauseFilter, type CauseRow, QuarantineCauses } from '../store/quarantine-causes.js';

const CASES_SHOWN = 50;

/** What is refused and why, by cause: what one person can do about many events at once. */
@Injectable()
export class ListCauses {
  constructor(
    private readonly causes: QuarantineCauses,
    private readonly quarantine: Quarantine,
    private readonly index: CatalogIndex,
  ) {}

  async list(filter: CauseFilter): Promise<CausesAnswer> {
    const [causes, waiting, { byId }] = await Promise.all([
      this.causes.list(filter),
      this.causes.waiting(),
      this.index.current(),
    ]);
    const nameOf = (id: string | null) => (id === null ? undefined : byId.get(id)?.row.name);
    return { waiting, causes: causes.map((row) => causeOf(row, nameOf(row.contractId))) };
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
