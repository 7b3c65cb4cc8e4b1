import type { CloudEvent } from './cloud-event.js';

/** What goes wrong in practice, done to a real event. */
export interface Mutation {
  /** Whose event it starts from; the last real example of this kind. */
  readonly kind: string;
  /** What the producer did, in the past tense. */
  readonly story: string;
  /** The body of one request in the structured form. */
  readonly body: (event: CloudEvent) => string | Uint8Array<ArrayBuffer>;
}

type Payload = Record<string, unknown>;

/** A change to the payload, before the event is written as JSON. */
const inPayload = (change: (payload: Payload) => void) => (event: CloudEvent) => {
  const copy = structuredClone(event);
  change(copy.data);
  return JSON.stringify(copy);
};
/** A change to the written text: for what no JSON writer would ever produce. */
const inText = (search: RegExp, replacement: string) => (event: CloudEvent) =>
  JSON.stringify(event).replace(search, replacement);
const inEnvelope = (change: Partial<CloudEvent>) => (event: CloudEvent) =>
  JSON.stringify({ ...event, ...change });

const DEPTH = 80;
const nested = (): unknown => JSON.parse('['.repeat(DEPTH) + ']'.repeat(DEPTH));

function withHalfACharacter(event: CloudEvent): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(JSON.stringify(event), 'utf8');
  const at = bytes.indexOf('"sender":{"login":"') + '"sender":{"login":"'.length;
  bytes[at] = 0xff; // No UTF-8 text holds this byte (RFC 3629 §1).
  return bytes;
}

function withoutPayload(event: CloudEvent): string {
  const { data: _dropped, ...envelope } = event;
  return JSON.stringify(envelope);
}

export const mutations: readonly Mutation[] = [
  {
    kind: 'pull_request',
    story: 'dropped a required field',
    body: inPayload((payload) => delete payload['number']),
  },
  {
    kind: 'issues',
    story: 'invented an action',
    body: inPayload((payload) => (payload['action'] = 'banished')),
  },
  {
    kind: 'release',
    story: 'sent an id as text',
    body: inPayload((payload) => ((payload['release'] as Payload)['id'] = 'seventeen')),
  },
  {
    kind: 'deployment',
    story: 'sent null for the sender',
    body: inPayload((payload) => (payload['sender'] = null)),
  },
  {
    kind: 'workflow_job',
    story: 'sent a date in words',
    body: inPayload(
      (payload) => ((payload['workflow_job'] as Payload)['started_at'] = 'yesterday'),
    ),
  },
  {
    kind: 'push',
    story: 'added a field to a closed schema',
    body: inPayload((payload) => (payload['force_reason'] = 'rebased')),
  },
  {
    kind: 'watch',
    story: 'added a field its contract keeps out',
    body: inPayload((payload) => (payload['campaign'] = 'spring')),
  },
  {
    kind: 'label',
    story: 'wrote the same key twice',
    body: inText(/"data":\{/, '"data":{"action":"created",'),
  },
  {
    kind: 'member',
    story: 'smuggled in a __proto__',
    body: inText(/"data":\{/, '"data":{"__proto__":{"site_admin":true},'),
  },
  {
    kind: 'repository_dispatch',
    story: `nested an array ${DEPTH} deep`,
    body: inPayload((payload) => (payload['client_payload'] = { nested: nested() })),
  },
  {
    kind: 'fork',
    story: 'broke a character in half',
    body: withHalfACharacter,
  },
  {
    kind: 'star',
    story: 'labelled a star as a push',
    body: inEnvelope({ type: 'com.github.push' }),
  },
  {
    kind: 'gollum',
    story: 'used a type nobody has a contract for',
    body: inEnvelope({ type: 'com.github.teleport' }),
  },
  { kind: 'milestone', story: 'forgot the payload', body: withoutPayload },
];
