import { Injectable } from '@nestjs/common';
import type { RequestHeaders } from '#kernel';
import { type RefusedChange, RefusedChanges } from '#registry';
import type { CausesAnswer } from '../answers.js';
import { CatalogIndex } from '../discover/catalog-index.js';
import type { IndexEntry } from '../discover/index-entry.js';
import { CheckHealth } from '../health/check-health.js';
import type { HealthAnswer } from '../health/health-answer.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import type { SunsetRow } from '../sunset/list-sunsets.js';
import { CollectNews } from './collect-news.js';

interface ChangedRow {
  readonly event: { readonly id: string; readonly name: string };
  /** The newest, and how many were published within the week that ends with it. */
  readonly version: number;
  readonly versions: number;
  /** What these are compared with. */
  readonly before: number | null;
  readonly isForced: boolean;
  readonly publishedAt: string;
  readonly publishedBy: string;
  /** Empty where nothing was said. */
  readonly reason: string;
}

export interface HomeAnswer {
  readonly catalogSize: number;
  readonly troubles: HealthAnswer['troubles'];
  readonly traffic: { readonly accepted: number; readonly refused: number };
  readonly series: HealthAnswer['series'];
  readonly waiting: CausesAnswer['waiting'];
  readonly causes: CausesAnswer['causes'];
  /** The day it is for the server: countdowns begin here. */
  readonly today: string;
  readonly sunsets: readonly SunsetRow[];
  readonly sunsetsInAll: number;
  readonly refusedChanges: readonly (Omit<RefusedChange, 'firstAt' | 'lastAt'> & {
    readonly firstAt: string;
    readonly lastAt: string;
  })[];
  readonly changed: readonly ChangedRow[];
  /** Subjects that are in no contract, so that nobody owns them. */
  readonly undescribed: number;
  /** Critical events that name nobody to call. */
  readonly uncalled: readonly {
    readonly id: string;
    readonly name: string;
    readonly owner: string;
  }[];
}

const ROWS = 5;
const REFUSED_ROWS = 6;

/** What needs somebody, the most pressing first. */
@Injectable()
export class Welcome {
  private readonly uncalled = new KeptAnswers<HomeAnswer['uncalled']>(1);

  constructor(
    private readonly index: CatalogIndex,
    private readonly health: CheckHealth,
    private readonly news: CollectNews,
    private readonly refused: RefusedChanges,
  ) {}

  async welcome(headers: RequestHeaders): Promise<HomeAnswer> {
    const [{ entries, byId }, health, news, refused] = await Promise.all([
      this.index.current(),
      this.health.check(headers),
      this.news.collect(ROWS),
      this.refused.latest(REFUSED_ROWS),
    ]);
    const { changed, ...rest } = news;
    const refusedVerdicts = new Set(['rejected', 'quarantined']);
    const sum = (isRefused: boolean) =>
      health.verdicts
        .filter(({ verdict }) => refusedVerdicts.has(verdict) === isRefused)
        .reduce((all, { count }) => all + count, 0);
    return {
      catalogSize: entries.length,
      troubles: health.troubles,
      traffic: { accepted: sum(false), refused: sum(true) },
      series: health.series,
      ...rest,
      refusedChanges: refused.map(({ firstAt, lastAt, ...row }) => ({
        ...{ ...row, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() },
      })),
      changed: changed.map(({ id, publishedAt, ...row }) => ({
        event: { id, name: byId.get(id)?.row.name ?? id },
        ...row,
        publishedAt: publishedAt.toISOString(),
      })),
      uncalled: this.uncalled.of(entries, '', () => uncalledOf(entries)),
    };
  }
}

const uncalledOf = (entries: readonly IndexEntry[]): HomeAnswer['uncalled'] =>
  entries
    .filter(({ contract }) => isUncalled(contract))
    .slice(0, ROWS)
    .map(({ row: { id, name, owner } }) => ({ id, name, owner }));

const isUncalled = (contract: {
  criticality: string;
  status: string;
  owner: { oncall?: string };
}) =>
  contract.criticality === 'critical' &&
  contract.status !== 'retired' &&
  contract.owner.oncall === undefined;
