import { Injectable } from '@nestjs/common';
import { contentHash } from '#contract';
import type { LatestState } from '../state/latest-state.js';
import { LatestStates } from '../store/latest-states.js';
import type { ComparedBy, KnownEntity } from './copied-entity.js';
import { markOf } from './judge-copy.js';

/** Keys between two others: after the first, up to and with the second. */
export interface Stretch {
  readonly after: string;
  /** `null`: to the end. */
  readonly upTo: string | null;
}

/** States are read with their values, to be hashed: a page must not hold many large ones. */
const PAGE = 500;

/** What the log says of the entities of a stretch, a page at a time. */
@Injectable()
export class KnownEntities {
  constructor(private readonly states: LatestStates) {}

  async *pages(
    build: string,
    { after, upTo }: Stretch,
    wanted: { readonly by: ComparedBy; readonly withDeleted: boolean; readonly limit: number },
  ): AsyncGenerator<readonly KnownEntity[]> {
    for (let [last, left] = [after, wanted.limit]; left > 0;) {
      const { withDeleted } = wanted;
      const limit = Math.min(PAGE, left);
      const page = await this.states.page(build, { after: last, upTo, withDeleted, limit });
      const end = page.at(-1);
      if (!end) return;
      yield page.map((state) => knownOf(state, wanted.by));
      [last, left] = [end.key, left - page.length];
    }
  }
}

function knownOf(state: LatestState, by: ComparedBy): KnownEntity {
  const { key, isDelete: isDeleted, value, partition, offset } = state;
  const version = state.version?.toString();
  const isHashed = by === 'content' && value !== null;
  const hash = isHashed ? contentHash(JSON.parse(value)) : undefined;
  return { key, version, mark: markOf({ version, hash }, by), isDeleted, partition, offset };
}
