import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { isOutage, Problem } from '#kernel';
import { DescribeChange } from '#registry';
import { mergeChanges } from '../diff/merge-changes.js';
import { verdictOf } from '../diff/verdict-of.js';
import { ContractVersions } from '../store/contract-versions.js';
import { type ClassifiedVersion, classOf } from './class-of.js';

export interface NumberedVersion {
  readonly id: string;
  readonly version: number;
}

/** Of a version that cannot be read any more. */
const UNREAD: ClassifiedVersion = { class: 'undecided', changes: 0, breaking: 0 };
const KEPT_MAX = 20_000;
/** What is wanted of pages nobody looks at any more is let go. */
const WANTED_MAX = 200;
/** Comparing goes on in another process; publications and diffs that wait for it go first. */
const PAUSE_SHARE = 1;

/**
 * Whom each version breaks, worked out when somebody looks at it, one after the other. A version never
 * changes, so neither does what lies between it and the one before.
 */
@Injectable()
export class ClassifyVersions implements OnModuleDestroy {
  private readonly log = new Logger('catalog');
  private readonly kept = new Map<string, ClassifiedVersion>();
  private wanted: NumberedVersion[] = [];
  private working: Promise<void> | undefined;

  constructor(
    private readonly versions: ContractVersions,
    private readonly change: DescribeChange,
  ) {}

  onModuleDestroy(): void {
    this.wanted = [];
  }

  /** What is known of it; what is not is worked out next, and told to whoever asks again. */
  of(some: readonly NumberedVersion[]): readonly (ClassifiedVersion | undefined)[] {
    const unknown = some.filter((each) => each.version > 1 && !this.kept.has(keyOf(each)));
    const others = this.wanted.filter((each) => !unknown.some((one) => isSame(one, each)));
    this.wanted = [...unknown, ...others].slice(0, WANTED_MAX);
    if (this.wanted.length > 0)
      this.working ??= this.work().finally(() => (this.working = undefined));
    return some.map((each) => this.kept.get(keyOf(each)));
  }

  /** The same, waited for as long as it takes, though no longer than that. */
  async waited(some: readonly NumberedVersion[], patienceMs: number) {
    const known = this.of(some);
    if (!this.working || known.every((each, i) => each || some[i]?.version === 1)) return known;
    await Promise.race([this.working, sleep(patienceMs, undefined, { ref: false })]);
    return some.map((each) => this.kept.get(keyOf(each)));
  }

  /** What cannot be told now is told when somebody asks again. */
  private async work(): Promise<void> {
    for (let next = this.wanted.shift(); next; next = this.wanted.shift()) {
      const begun = performance.now();
      try {
        this.keep(keyOf(next), (await this.classify(next)) ?? UNREAD);
      } catch (error) {
        if (isOutage(error) || error instanceof Problem) return;
        this.log.warn({ err: error }, `${keyOf(next)} was not classified`);
        this.keep(keyOf(next), UNREAD);
      }
      await sleep((performance.now() - begun) * PAUSE_SHARE, undefined, { ref: false });
    }
  }

  private async classify({ id, version }: NumberedVersion): Promise<ClassifiedVersion | undefined> {
    const [old, changed] = await Promise.all([
      this.versions.read(id, version - 1),
      this.versions.read(id, version),
    ]);
    if (!old || !changed) return undefined;
    const described = await this.change.run(old, changed);
    return classOf({
      backward: verdictOf(described, 'backward'),
      forward: verdictOf(described, 'forward'),
      changes: mergeChanges(described, () => undefined),
    });
  }

  private keep(key: string, found: ClassifiedVersion): void {
    this.kept.set(key, found);
    const oldest = this.kept.keys().next();
    if (this.kept.size > KEPT_MAX && !oldest.done) this.kept.delete(oldest.value);
  }
}

const keyOf = ({ id, version }: NumberedVersion): string => `${id}@${version}`;
const isSame = (one: NumberedVersion, other: NumberedVersion): boolean =>
  one.id === other.id && one.version === other.version;
