import type { FateCount } from '#event-log';
import type { Evidence } from '#registry';
import { reasons } from './reasons.js';

/** What enforcing refuses, among fates: what was refused, and what was only warned about or noted. */
export function evidenceOf(fates: readonly FateCount[]): Evidence {
  const judged = fates.filter(({ verdict }) => verdict !== 'deferred');
  const refused = judged.filter(({ reason }) => isByContract(reason));
  const [most] = refused.toSorted((a, b) => b.count - a.count);
  return {
    judged: total(judged),
    wouldRefuse: total(refused),
    ...(most && {
      example: { reason: most.reason, producer: most.producer, count: most.count },
    }),
  };
}

const total = (fates: readonly FateCount[]): number =>
  fates.reduce((sum, { count }) => sum + count, 0);

/**
 * What no mode lets pass says nothing about a mode; "other" stands for reasons of a contract. Who is
 * too fast is told to wait, and not refused.
 */
const isByContract = (reason: string): boolean =>
  reason !== '' &&
  reason !== 'RATE_EXCEEDED' &&
  (!(reason in reasons) || reasons[reason as keyof typeof reasons].isWaivable);
