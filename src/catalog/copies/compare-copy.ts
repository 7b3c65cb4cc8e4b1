import { Injectable } from '@nestjs/common';
import { compareKeys, CopyDigest } from '#contract';
import { limits, problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import { AwaitPosition, type ServingStates } from '../state/await-position.js';
import { refusePersonalKeys } from '../state/find-states.js';
import { WantedStates } from '../state/wanted-states.js';
import type { CopiedEntity, CopyWish, KnownEntity } from './copied-entity.js';
import { judgeCopy, type Judged } from './judge-copy.js';
import { KnownEntities, type Stretch } from './known-entities.js';

/** A stretch as the holder of a copy knows it. */
export interface CopiedStretch {
  readonly upTo: string | null;
  /** Entities the copy has in it. */
  readonly count: number;
  readonly digest: string;
}

/** The part of an answer that a bound left undone is asked for again, from here on. */
export interface ComparedKeys extends Judged {
  /** `null`: the whole stretch is compared. */
  readonly comparedUpTo: string | null;
}

/** Holds a copy of the latest states against the log: first by stretches, then, where they differ, by keys. */
@Injectable()
export class CompareCopy {
  constructor(
    private readonly wanted: WantedStates,
    private readonly position: AwaitPosition,
    private readonly known: KnownEntities,
  ) {}

  /** @returns the stretches that are not the same on both sides */
  async stretches(
    id: string,
    copied: { readonly after: string; readonly stretches: readonly CopiedStretch[] },
    wish: CopyWish,
  ): Promise<readonly Stretch[]> {
    const { build } = await this.serving(id, wish);
    const differing: Stretch[] = [];
    let { after } = copied;
    for (const { upTo, count, digest } of copied.stretches) {
      const stretch = { after, upTo };
      if (!(await this.isSame(build.n, stretch, { count, digest, by: wish.by })))
        differing.push(stretch);
      after = upTo ?? after;
    }
    return differing;
  }

  /** What differs, key by key. */
  async keys(
    id: string,
    copied: Stretch & { readonly entities: readonly CopiedEntity[] },
    wish: CopyWish,
  ): Promise<ComparedKeys> {
    const { build } = await this.serving(id, wish);
    const limit = limits.comparedKeys.value;
    const known: KnownEntity[] = [];
    const all = { by: wish.by, withDeleted: true, limit };
    for await (const page of this.known.pages(build.n, copied, all)) known.push(...page);
    const end = known.length < limit ? null : (known.at(-1)?.key ?? null);
    const within = copied.entities.filter(({ key }) => end === null || compareKeys(key, end) <= 0);
    const { by, positions } = wish;
    const judged = judgeCopy({ by, topic: build.topic, positions, copied: within, known });
    return { ...judged, comparedUpTo: end };
  }

  /** One more than the copy has is enough to know that they differ. */
  private async isSame(
    build: string,
    stretch: Stretch,
    { count, digest, by }: Omit<CopiedStretch, 'upTo'> & Pick<CopyWish, 'by'>,
  ): Promise<boolean> {
    const made = new CopyDigest();
    let counted = 0;
    const living = { by, withDeleted: false, limit: count + 1 };
    for await (const page of this.known.pages(build, stretch, living)) {
      for (const { key, mark } of page) made.add(key, mark);
      counted += page.length;
    }
    return counted === count && made.end() === digest;
  }

  /**
   * States that know at least what the copy can know: all that was in the log when this was asked, and
   * whatever the copy says it has read. Else it would be held against something older than itself.
   */
  private async serving(id: string, wish: CopyWish): Promise<ServingStates> {
    const of = await this.wanted.of(id);
    refusePersonalKeys(of, wish);
    if (wish.by === 'version' && of.contract.semantics.entity?.version === undefined)
      throw problem(catalogProblems.VERSIONS_NOT_KEPT, { id });
    const { build, positions } = await this.position.run(id, [], 0);
    const { topic } = build;
    const ends = positions.map(({ partition, endOffset }) => ({
      ...{ topic, partition, offset: endOffset },
    }));
    const awaited = [...ends, ...wish.positions]
      .filter(({ offset }) => offset > 0)
      .map((place) => ({ ...place, offset: place.offset - 1 }));
    return this.position.run(id, awaited, wish.waitMs);
  }
}
