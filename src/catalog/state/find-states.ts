import { Injectable } from '@nestjs/common';
import { type Contract, hidesAnything } from '#contract';
import { mayStandUnder, type Position, positionText } from '#event-log';
import { problem } from '#kernel';
import { parsePointer } from '#schema';
import { catalogProblems } from '../problems.js';
import { LatestStates, type StatePage } from '../store/latest-states.js';
import { AwaitPosition, type ServingStates } from './await-position.js';
import { lagOf } from './latest-state.js';
import { type Payload, ShowStates } from './show-states.js';
import { WantedStates } from './wanted-states.js';
import type { StatesOf } from './words-of-events.js';

/** How a reader wants to see states. */
export interface StateWish {
  readonly payload: Payload;
  /** What the reader was told when its events were taken, and wants to see. */
  readonly awaited: readonly Position[];
  readonly waitMs: number;
}

/** The latest state of one entity, or of all. */
@Injectable()
export class FindStates {
  constructor(
    private readonly wanted: WantedStates,
    private readonly position: AwaitPosition,
    private readonly states: LatestStates,
    private readonly show: ShowStates,
  ) {}

  /** @throws ENTITY_UNKNOWN and what keeps states from being served */
  async one(id: string, key: string, wish: StateWish): Promise<string> {
    const of = await this.wanted.of(id);
    const serving = await this.position.run(id, wish.awaited, wish.waitMs);
    const found = await this.states.find(serving.build.n, mayStandUnder(key));
    if (!found) {
      const entity = of.contract.semantics.entity?.type ?? 'entity';
      throw problem(catalogProblems.ENTITY_UNKNOWN, { entity, key: key.slice(0, 100) });
    }
    const [shown = ''] = await this.show.each([found], of, wish.payload);
    return `${shown.slice(0, -1)},"lag":${lagOf(serving.positions)}}`;
  }

  /** In the order of their keys. */
  async page(id: string, page: StatePage, wish: StateWish): Promise<string> {
    const of = await this.wanted.of(id);
    refusePersonalKeys(of, wish);
    const serving = await this.position.run(id, wish.awaited, wish.waitMs);
    const found = await this.states.page(serving.build.n, page);
    const shown = await this.show.each(found, of, wish.payload);
    const isLast =
      found.length === 0 || (await this.isLast(serving, found.at(-1)?.key ?? '', page));
    const about = JSON.stringify({
      ...{ contract: id, lag: lagOf(serving.positions), positions: placesOf(serving) },
      nextCursor: isLast ? null : found.at(-1)?.key,
    });
    return `${about.slice(0, -1)},"states":[${shown.join(',')}]}`;
  }

  /** All, a line each, as they are when their turn comes: never older than `positions`. */
  async export(
    id: string,
    page: StatePage,
    wish: StateWish,
  ): Promise<{ readonly positions: string; readonly lines: AsyncGenerator<string> }> {
    const of = await this.wanted.of(id);
    refusePersonalKeys(of, wish);
    const serving = await this.position.run(id, wish.awaited, wish.waitMs);
    const { topic } = serving.build;
    const positions = serving.positions.map(({ partition, nextOffset: offset }) =>
      positionText({ topic, partition, offset }),
    );
    return { positions: positions.join(','), lines: this.lines(of, page, wish.payload) };
  }

  /** A rebuild may take the place of what serves between two pages: keys are in order in both. */
  private async *lines(of: StatesOf, page: StatePage, payload: Payload): AsyncGenerator<string> {
    for (let after = page.after; ;) {
      const { build } = await this.position.run(of.id, [], 0);
      const found = await this.states.page(build.n, { ...page, after });
      const last = found.at(-1);
      if (!last) return;
      yield (await this.show.each(found, of, payload)).map((line) => `${line}\n`).join('');
      after = last.key;
    }
  }

  private async isLast({ build }: ServingStates, after: string, page: StatePage): Promise<boolean> {
    return (await this.states.page(build.n, { ...page, after, limit: 1 })).length === 0;
  }
}

const placesOf = ({ positions }: ServingStates) =>
  positions.map(({ partition, nextOffset }) => ({ partition, nextOffset }));

/** Who asks for one key knows it; a list would tell them all. */
export function refusePersonalKeys(
  { id, contract }: StatesOf,
  { payload }: Pick<StateWish, 'payload'>,
): void {
  if (payload === 'masked' && hidesKey(contract))
    throw problem(catalogProblems.KEYS_PERSONAL, { id });
}

function hidesKey({ fields, semantics }: Contract): boolean {
  const key = parsePointer(semantics.entity?.key ?? '') ?? [];
  return Object.entries(fields).some(([pointer, overlay]) => {
    const tokens = parsePointer(pointer) ?? [];
    const covers = tokens.every((token, i) => token === '*' || token === key[i]);
    return covers && tokens.length > 0 && hidesAnything({ fields: { [pointer]: overlay } });
  });
}
