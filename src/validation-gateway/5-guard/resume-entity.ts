import type { EntityState, Resumed } from '#event-log';
import type { AskedOfEntity } from './asked-of-entity.js';
import { settleEntity } from './settle-entity.js';

/** What an event that waits says about its entity, as text: by it any gateway goes on. */
export const askedText = ({
  semantics: { kind, delivery, entity, transitions, conflict },
  version,
  ...asked
}: AskedOfEntity): string =>
  JSON.stringify({
    ...asked,
    ...{ semantics: { kind, delivery, entity, transitions, conflict }, version: String(version) },
  });

const askedOf = (text: string): AskedOfEntity => {
  const asked = JSON.parse(text) as Omit<AskedOfEntity, 'version'> & { readonly version: string };
  return { ...asked, version: BigInt(asked.version) };
};

/** An event that waited is held to the contract version that let it wait. */
export function resumeEntity(text: string, known: EntityState): Resumed {
  const ruling = settleEntity(askedOf(text), known);
  if (ruling.fate === 'append') return { fate: 'append', after: ruling.after };
  const { reason, pointer, message } =
    ruling.fate === 'refuse'
      ? ruling.refusal
      : { reason: 'STALE_VERSION', pointer: '', message: '' };
  return { fate: 'refuse', reason: { code: reason, pointer, message } };
}
