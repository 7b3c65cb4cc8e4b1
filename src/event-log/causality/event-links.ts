import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { limits } from '#kernel';
import {
  addLinks,
  forgetLinks,
  linksAround,
  linksOfCorrelation,
  type NamedEvent,
  recentLinks,
} from '../store/event-links.js';
import type { EventLink, LinkedEvents } from './event-link.js';

const FORGOTTEN_AT_ONCE = 5_000;

/** Which event caused which, across contracts and brokers, for as long as links are kept. */
@Injectable()
export class EventLinks {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** An event that is known already stays as it is, unless it waited or was kept for a person. */
  async add(links: readonly EventLink[]): Promise<void> {
    if (links.length > 0) await addLinks(this.dataSource.manager, links);
  }

  /** All lists are empty where no event of that id says, or is said, to belong to another. */
  async around(event: NamedEvent): Promise<LinkedEvents> {
    const most = limits.linkedEvents.value;
    const tx = this.dataSource.manager;
    const { events, causes, effects } = await linksAround(tx, event, most + 1);
    const correlation = events.find(({ correlationId }) => correlationId)?.correlationId;
    const correlated =
      correlation === undefined ? [] : await linksOfCorrelation(tx, correlation, most + 1);
    const isCut = [events, causes, effects, correlated].some(({ length }) => length > most);
    const some = (links: readonly EventLink[]) => links.slice(0, most);
    const around = { events: some(events), causes: some(causes), effects: some(effects) };
    return { ...around, correlated: some(correlated), isCut };
  }

  /** Those of one contract that were linked last, newest first. */
  recent(contractId: string, most: number): Promise<readonly EventLink[]> {
    return recentLinks(this.dataSource.manager, contractId, most);
  }

  async forget(olderThanDays: number): Promise<void> {
    const tx = this.dataSource.manager;
    while ((await forgetLinks(tx, olderThanDays, FORGOTTEN_AT_ONCE)) === FORGOTTEN_AT_ONCE);
  }
}
