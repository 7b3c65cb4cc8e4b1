import type { FastifyReply } from 'fastify';
import { problem } from '#kernel';
import { gatewayProblems } from '../problems.js';
import { onceForEach } from '../once-for-each.js';
import { countAccepted, type Refusal, type Verdict } from '../verdict.js';
import { announceRetry } from './announce-retry.js';
import { deferredProblem } from './deferred-problem.js';
import { plainContract } from './plain-contract.js';
import { toldToKafka } from './told-to-kafka.js';

const V2 = 'application/vnd.kafka.v2+json';
/** Of the dialect: refused for good, and worth sending again. */
const NON_RETRIABLE = 50002;
const RETRIABLE = 50003;
/** Ours: the event is not what its contract promises. */
const REFUSED = 42200;

/**
 * The dialect answers 200 whatever became of the records, and so does this one, unless the
 * producer prefers strict handling: 200 all · 207 some · 422 none. Both answer 503 when nothing
 * was acknowledged because the broker is away, and 429 because the producer is too fast.
 */
export function answerRecords(
  reply: FastifyReply,
  verdicts: readonly Verdict[],
  { topic, isStrict }: { readonly topic: string; readonly isStrict: boolean },
): unknown {
  const written = verdicts.find(({ schemaIds }) => schemaIds)?.schemaIds;
  const ids = { key_schema_id: written?.key ?? null, value_schema_id: written?.value ?? null };
  const accepted = countAccepted(verdicts);
  const members = () => ({ offsets: verdicts.map(offset), ...ids });
  if (accepted === 0) refuseAll(verdicts, { topic, isStrict, members });
  announceRetry(reply, verdicts);
  void reply.type(V2);
  if (isStrict && accepted < verdicts.length) void reply.status(207);
  let offsets = '';
  for (const verdict of verdicts) offsets += (offsets && ',') + offsetText(verdict);
  return `{"offsets":[${offsets}],"key_schema_id":${ids.key_schema_id},"value_schema_id":${ids.value_schema_id}}`;
}

function refuseAll(
  verdicts: readonly Verdict[],
  {
    topic,
    isStrict,
    members,
  }: { topic: string; isStrict: boolean; members: () => Record<string, unknown> },
): void {
  if (verdicts.every(({ refusal }) => refusal?.reason === 'UNKNOWN_TOPIC'))
    throw problem(gatewayProblems.TOPIC_UNKNOWN, topic.slice(0, 255));
  const deferred = deferredProblem(verdicts, members);
  if (deferred) throw deferred;
  if (isStrict)
    throw problem(gatewayProblems.NOTHING_ACCEPTED, verdicts.length, { members: members() });
}

function offsetText(verdict: Verdict): string {
  const contract = plainContract(verdict);
  if (contract === undefined) return refusedText(verdict) ?? JSON.stringify(offset(verdict));
  const place = verdict.position;
  const at = place ? `"partition":${place.partition},"offset":${place.offset}` : NOWHERE;
  return `{${at},"error_code":null,"error":null,"status":"accepted","contract":${contract}}`;
}

/** Under each contract all of what is said of a refusal but the id it is kept under, which comes last. */
const saidOf = onceForEach((_refusal: Refusal) => new WeakMap<object, string>());
const NO_CONTRACT = {};

/** Of a value that was refused before the same is said again, under the id of this event. */
function refusedText(verdict: Verdict): string | undefined {
  const { fate, refusal, waived, notes, policy, contract, schemaIds, quarantineId } = verdict;
  const isOnlyRefused = !waived && notes.length === 0 && !policy && !schemaIds;
  if (fate !== 'quarantined' || !refusal || !isOnlyRefused) return undefined;
  const said = saidOf(refusal);
  let text = said.get(contract ?? NO_CONTRACT);
  if (text === undefined) {
    text = JSON.stringify(offset({ ...verdict, quarantineId: undefined })).slice(0, -1);
    said.set(contract ?? NO_CONTRACT, text);
  }
  return `${text},"quarantine_id":${JSON.stringify(quarantineId)}}`;
}

const NOWHERE = '"partition":null,"offset":null';

/** The four members of the dialect first, then ours. */
function offset(verdict: Verdict): Record<string, unknown> {
  const { position } = verdict;
  const { message, ours } = toldToKafka(verdict);
  return {
    partition: position?.partition ?? null,
    offset: position?.offset ?? null,
    error_code: errorCode(verdict),
    error: message ?? null,
    ...ours,
  };
}

function errorCode({ fate, refusal }: Verdict): number | null {
  if (fate === 'deferred') return RETRIABLE;
  if (refusal?.reason === 'BROKER_REFUSED') return NON_RETRIABLE;
  return refusal ? REFUSED : null;
}
