import { Injectable } from '@nestjs/common';
import type { Contract } from '#contract';
import { problem } from '#kernel';
import type { PublishedContract } from '#registry';
import { CatalogIndex } from '../discover/catalog-index.js';
import { catalogProblems } from '../problems.js';
import {
  ContractVersions,
  type ListedVersion,
  type VersionAmongAll,
} from '../store/contract-versions.js';

/** Numbers of versions, as they stand in an address. */
export interface Span {
  readonly old: string;
  readonly new: string;
}

const numberOf = (version: string): number =>
  /^[1-9]\d{0,8}$/.test(version) ? Number(version) : 0;

/** The contracts of one event, by number. */
@Injectable()
export class EventContracts {
  constructor(
    private readonly index: CatalogIndex,
    private readonly store: ContractVersions,
  ) {}

  async revision(): Promise<number> {
    return (await this.index.current()).revision;
  }

  /** What the newest version says, without its schema. @throws EVENT_UNKNOWN */
  async said(id: string): Promise<Contract> {
    const { byId } = await this.index.current();
    const said = byId.get(id)?.contract ?? (await this.store.read(id))?.contract;
    if (!said) throw problem(catalogProblems.EVENT_UNKNOWN, { id });
    return said;
  }

  /** @throws EVENT_UNKNOWN */
  async latest(id: string): Promise<PublishedContract> {
    const latest = await this.store.read(id);
    if (!latest) throw problem(catalogProblems.EVENT_UNKNOWN, { id });
    return latest;
  }

  /** One of them with the list of all; absent means the newest. @throws EVENT_UNKNOWN, EVENT_VERSION_UNKNOWN */
  async amongAll(id: string, version?: string): Promise<VersionAmongAll> {
    const number = version === undefined ? undefined : numberOf(version);
    const found = await this.store.readAmongAll(id, number);
    if (found) return found;
    if (version !== undefined) return this.unknown(id, version);
    throw problem(catalogProblems.EVENT_UNKNOWN, { id });
  }

  /** Two versions, asked for together. @throws EVENT_UNKNOWN, EVENT_VERSION_UNKNOWN */
  async pair(id: string, span: Span): Promise<readonly [PublishedContract, PublishedContract]> {
    const found = await this.store.some(id, [numberOf(span.old), numberOf(span.new)]);
    const known = (version: string) =>
      found.find((each) => each.version === numberOf(version)) ?? this.unknown(id, version);
    return [await known(span.old), await known(span.new)];
  }

  private async unknown(id: string, version: string): Promise<never> {
    await this.said(id);
    throw problem(catalogProblems.EVENT_VERSION_UNKNOWN, { id, version });
  }

  /** The newest first, with their schemas. */
  newest(id: string, limit: number): Promise<readonly PublishedContract[]> {
    return this.store.newest(id, limit);
  }

  versions(id: string): Promise<readonly ListedVersion[]> {
    return this.store.list(id);
  }

  /** The version that judged an event; absent when it is not kept any more. */
  judge(id: string, version: number): Promise<PublishedContract | undefined> {
    return this.store.read(id, version);
  }
}
