import type { StoredEvent } from '../chain/digest-of.js';
import type { NewEvent } from '../logged-event.js';
import { storable } from './columns.js';
import { headersToJson } from './headers.js';

/** The columns of an event as PostgreSQL will give them back: what its digest is taken of. */
export const asStored = (event: NewEvent): StoredEvent => ({
  key: event.key,
  value: event.value,
  headers: headersToJson(event.headers),
  contractId: event.contract?.id ?? null,
  contractVersion: event.contract?.version ?? null,
  schemaId: event.schemaId ?? null,
  eventId: storable(event.eventId) ?? null,
  source: storable(event.source) ?? null,
});
