import type { Problem } from '#kernel';
import { reasons } from '../reasons.js';
import { isAccepted, type Verdict } from '../verdict.js';
import { plainContract } from './plain-contract.js';
import { toldToKafka } from './told-to-kafka.js';

/** Where records were addressed. There is one cluster here, whatever its name. */
export interface RecordPlace {
  readonly cluster: string;
  readonly topic: string;
}

/** One record in the words of the dialect's third version, then in ours. */
export function answerRecord(place: RecordPlace, verdict: Verdict): Record<string, unknown> {
  const { position, refusal } = verdict;
  const { message, ours } = toldToKafka(verdict);
  if (refusal && !isAccepted(verdict))
    return { error_code: reasons[refusal.reason].http, message, ...ours };
  return {
    ...{ error_code: 200, cluster_id: place.cluster, topic_name: verdict.topic },
    ...{ partition_id: position?.partition ?? null, offset: position?.offset ?? null },
    ...ours,
  };
}

/** The same as text: of nearly every record it is put together by hand, which takes a fraction of the time. */
export function recordText(place: RecordPlace, verdict: Verdict): string {
  const contract = plainContract(verdict);
  if (contract === undefined) return JSON.stringify(answerRecord(place, verdict));
  const { topic, position } = verdict;
  const named = `"cluster_id":${JSON.stringify(place.cluster)},"topic_name":${JSON.stringify(topic)}`;
  const at = `"partition_id":${position?.partition ?? null},"offset":${position?.offset ?? null}`;
  return `{"error_code":200,${named},${at},"status":"accepted","contract":${contract}}`;
}

/** A record nobody could read. */
export const answerUnreadRecord = ({ row, message, hint, extras }: Problem) => ({
  ...{ error_code: row.http, message, status: 'rejected', reason: row.code, remedy: hint },
  pointer: extras.pointer,
});

/** Of a batch of which anything was taken, as text. */
export function entriesText(place: RecordPlace, verdicts: readonly Verdict[]): string {
  const texts: Readonly<Record<'taken' | 'refused', string[]>> = { taken: [], refused: [] };
  for (const verdict of verdicts) {
    const members = recordText(place, verdict).slice(1);
    const text = `{"id":${JSON.stringify(verdict.entryId)},${members}`;
    texts[isAccepted(verdict) ? 'taken' : 'refused'].push(text);
  }
  return `{"successes":[${texts.taken.join()}],"failures":[${texts.refused.join()}]}`;
}

/** Of a batch of which nothing was taken, as members of a problem. */
export const refusedEntries = (place: RecordPlace, verdicts: readonly Verdict[]) => ({
  successes: [],
  failures: verdicts.map((verdict) => ({ id: verdict.entryId, ...answerRecord(place, verdict) })),
});
