import { Injectable } from '@nestjs/common';
import { keyText, operationMeant, type Semantics, versionOf } from '#contract';
import { indexable, type LoggedEvent } from '#event-log';
import type { PublishedContract } from '#registry';
import { valueAtPointer } from '#schema';
import { EventContracts } from '../event/event-contracts.js';
import { unframed, valueReader } from '../field/readable-value.js';
import type { LoggedWord } from './latest-state.js';

interface Judge {
  readonly published: PublishedContract;
  readonly valueOf: (event: LoggedEvent) => unknown;
}

const JUDGES_KEPT = 200;

/** Whose states are made. */
export type StatesOf = Pick<PublishedContract, 'id' | 'contract'>;

/**
 * What events of the log say of the entities of a contract. Each is read by the contract version that
 * judged it, which never changes, so the same log always says the same.
 */
@Injectable()
export class WordsOfEvents {
  private readonly judges = new Map<string, Promise<Judge | undefined>>();

  constructor(private readonly contracts: EventContracts) {}

  /** In their order; `unread` counts those of the contract that name no entity anybody can find. */
  async read(
    events: readonly LoggedEvent[],
    of: StatesOf,
  ): Promise<{ readonly words: readonly LoggedWord[]; readonly unread: number }> {
    const words: LoggedWord[] = [];
    let unread = 0;
    for (const event of events) {
      const judge = event.contract && (await this.judge(event.contract));
      const isMine = event.contract?.id === of.id;
      const word = judge && wordOf(event, judge, of);
      if (word && (isMine || (word.state.isDelete && isSibling(judge, of)))) words.push(word);
      else if (isMine) unread++;
    }
    return { words, unread };
  }

  private judge({ id, version }: { readonly id: string; readonly version: number }) {
    const name = `${id}@${version}`;
    const known = this.judges.get(name);
    if (known) return known;
    if (this.judges.size >= JUDGES_KEPT) this.judges.clear();
    const found = this.contracts
      .judge(id, version)
      .then((published) => published && { published, valueOf: valueReader(published.source) });
    found.catch(() => this.judges.delete(name));
    this.judges.set(name, found);
    return found;
  }
}

/** Contracts of one topic that speak of the same kind of entity share its deletes. */
const isSibling = ({ published }: Judge, { contract }: StatesOf): boolean =>
  published.contract.semantics.entity?.type === contract.semantics.entity?.type;

function wordOf(event: LoggedEvent, judge: Judge, of: StatesOf): LoggedWord | undefined {
  const { contract, source: schema } = judge.published;
  const { entity = of.contract.semantics.entity, operation } = contract.semantics;
  const value = judge.valueOf(event);
  const read = (place: string | undefined) => place && readPlace(event, value, place);
  const isTombstone = event.value === null;
  const key = keyText(read(entity?.key)) ?? (isTombstone ? keyOfTombstone(event) : undefined);
  if (!entity || key === undefined || (value === undefined && !isTombstone)) return undefined;
  const isDelete = isTombstone || operationMeant(operation, read(operation?.from)) === 'delete';
  const state = {
    key: indexable(key),
    version:
      entity.version === undefined
        ? undefined
        : versionOf(read(entity.version) ?? attribute(event, 'entityversion')),
    clock: clockOf(event, contract.semantics),
    source: event.source,
    isDelete,
    value: isDelete ? null : schema.type === 'JSON' ? textOf(event) : JSON.stringify(value),
    ...{ contractId: judge.published.id, contractVersion: judge.published.version },
    ...{ eventId: event.eventId ?? null, partition: event.partition },
    ...{ offset: event.offset, loggedAt: event.loggedAt },
  };
  return { state, conflict: contract.semantics.conflict };
}

/** With all the digits it came with. */
const textOf = ({ value }: LoggedEvent): string => unframed(value ?? Buffer.of()).toString('utf8');

const keyOfTombstone = ({ key }: LoggedEvent): string | undefined =>
  key?.toString('utf8') || undefined;

const attribute = ({ headers }: LoggedEvent, name: string): string | undefined =>
  headers.find(([each]) => each === `ce_${name}`)?.[1].toString('utf8');

const readPlace = (event: LoggedEvent, value: unknown, place: string): unknown =>
  place.startsWith('@') ? attribute(event, place.slice(1)) : valueAtPointer(value, place);

/** As the gateway reads it: our extension, and the time for whoever needs no more. */
function clockOf(event: LoggedEvent, { conflict }: Semantics): string | undefined {
  const written = attribute(event, 'entityclock');
  if (written !== undefined || conflict?.policy === 'vector-clock') return written;
  const time = attribute(event, 'time');
  return time === undefined ? undefined : `${Date.parse(time)}.0`;
}
