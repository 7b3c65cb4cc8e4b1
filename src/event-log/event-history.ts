import { Injectable } from '@nestjs/common';
import { EventLog } from './event-log.js';
import { GuardedLog } from './guarded-log.js';
import type { Position } from './logged-event.js';
import { Quarantine } from './quarantine.js';
import type { QuarantineCase, QuarantineReason, QuarantineState } from './quarantined-event.js';
import type { AdmittedId } from './store/admitted-ids.js';
import type { WaitingEvent } from './store/held-events.js';

/** What is kept of the verdict over one event. */
export interface RememberedVerdict {
  readonly verdict: AdmittedId['fate'] | 'quarantined';
  readonly contract?: { readonly id: string; readonly version: number };
  readonly source: string | null;
  readonly at: Date;
  readonly position?: Position;
  readonly rememberedUntil?: Date;
  readonly heldUntil?: Date;
  /** SHA-256 of key and value, by which a repeat is known. */
  readonly inputHash?: string;
  readonly quarantineId?: string;
  readonly state?: QuarantineState;
  readonly count?: number;
  readonly reasons?: readonly QuarantineReason[];
  /** Codes of what was let pass; not set where nobody kept that. */
  readonly letPass?: readonly string[];
}

/** What became of events, wherever that is kept: ids, what waits, the log and the quarantine. */
@Injectable()
export class EventHistory {
  constructor(
    private readonly guarded: GuardedLog,
    private readonly quarantine: Quarantine,
    private readonly log: EventLog,
  ) {}

  /**
   * By the id of the event, newest first. Events of stateless contracts are not remembered by id,
   * only refused ones are.
   */
  async ofEvent(id: string, source?: string): Promise<readonly RememberedVerdict[]> {
    const [admitted, held, refused] = await Promise.all([
      this.guarded.lookUp(id, source),
      this.guarded.lookUpHeld(id, source),
      this.quarantine.ofEvent(id, source),
    ]);
    const verdicts = [...admitted.map(ofAdmitted), ...held.map(ofHeld), ...refused.map(ofRefused)];
    return verdicts.sort((a, b) => b.at.getTime() - a.at.getTime());
  }

  /** By the id a refused event is kept under. */
  async ofCase(id: string): Promise<readonly RememberedVerdict[]> {
    const found = await this.quarantine.get(id);
    return found ? [ofRefused(found)] : [];
  }

  /** By the position it was answered with, where the log still has it. */
  async at(position: Position): Promise<readonly RememberedVerdict[]> {
    const found = await this.log.readAt(position);
    if (!found) return [];
    const { contract, source, eventId, loggedAt } = found;
    const byId = eventId === undefined ? [] : await this.ofEvent(eventId, source);
    const known = byId.find((each) => isAt(each, position));
    if (known) return [known];
    const { topic, partition, offset } = position;
    return [
      {
        ...{ verdict: 'accepted', source: source ?? null, at: loggedAt },
        ...(contract && { contract }),
        position: { topic, partition, offset },
      },
    ];
  }
}

const isAt = ({ position: found }: RememberedVerdict, wanted: Position): boolean =>
  found?.topic === wanted.topic &&
  found.partition === wanted.partition &&
  found.offset === wanted.offset;

const ofAdmitted = (known: AdmittedId): RememberedVerdict => ({
  verdict: known.fate,
  contract: { id: known.contractId, version: known.contractVersion },
  source: known.source,
  ...(known.offset !== null && {
    position: { topic: known.topic, partition: known.partition, offset: known.offset },
  }),
  at: known.admittedAt,
  rememberedUntil: known.rememberedUntil,
  inputHash: known.bodyHash,
  letPass: known.letPass?.split(' ') ?? [],
});

const ofHeld = ({ contractId, contractVersion, source, at, until }: WaitingEvent) => ({
  ...({ verdict: 'held', source, at, heldUntil: until } as const),
  contract: { id: contractId, version: contractVersion },
});

const ofRefused = ({ contract, ...refused }: QuarantineCase): RememberedVerdict => ({
  verdict: 'quarantined',
  ...(contract && { contract }),
  source: refused.source ?? null,
  quarantineId: refused.id,
  state: refused.state,
  count: refused.count,
  reasons: refused.reasons,
  at: refused.lastSeen,
});
