import type { ComparedVerdicts, FateCount } from '#event-log';
import type { Evidence } from '#registry';
import { reasons } from '../reasons.js';

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

/** Who is too fast is told to wait, and of `unsettled` nobody knows. */
const isUntold: ReadonlySet<string> = new Set(['deferred', 'unsettled']);

/** What a candidate refused or would have refused, of all events it was asked about. */
export function candidateEvidence(compared: readonly ComparedVerdicts[]): Evidence {
  const told = compared.filter(({ there }) => !isUntold.has(there.fate));
  const refused = told.filter(
    ({ there }) => there.fate === 'refused' && isByContract(there.reason),
  );
  const [most] = refused.toSorted((a, b) => b.count - a.count);
  return {
    judged: total(told),
    wouldRefuse: total(refused),
    ...(most && { example: { reason: most.there.reason, count: most.count } }),
  };
}

const total = (fates: readonly { readonly count: number }[]): number =>
  fates.reduce((sum, { count }) => sum + count, 0);

/**
 * What no mode lets pass says nothing about a mode; "other" stands for reasons of a contract. Who is
 * too fast is told to wait, and not refused.
 */
const isByContract = (reason: string): boolean =>
  reason !== '' &&
  reason !== 'RATE_EXCEEDED' &&
  (!(reason in reasons) || reasons[reason as keyof typeof reasons].isWaivable);
