import type { ProblemRow } from '#kernel';
import type { Evidence } from './traffic-evidence.js';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;
const percentOf = (share: number) => `${Number((100 * share).toPrecision(3))} %`;

/** Why a contract may not be enforced now, by its own limit. */
export const promotionProblems = {
  PROMOTION_REFUSED: row<{ contract: string; limit: number; over: string; evidence: Evidence }>({
    code: 'PROMOTION_REFUSED',
    http: 409,
    title: 'Too much would be refused',
    message: ({ contract, limit, over, evidence: { judged, wouldRefuse, example } }) =>
      `Enforcing contract "${contract}" would have refused ${wouldRefuse} of the ${judged} events of the last ${over} (${percentOf(wouldRefuse / judged)}), and enforcement.promoteBelow allows ${percentOf(limit)}${example ? `: for example ${example.reason}, ${example.count} times, most of it from ${example.producer || 'a producer without a name'}` : ''}.`,
    hint: () =>
      'Mend the producers or the contract and publish again, raise the limit, or publish with ?force=true, which leaves a mark.',
  }),
  PROMOTION_UNOBSERVED: row<{ contract: string; over: string }>({
    code: 'PROMOTION_UNOBSERVED',
    http: 409,
    title: 'Nothing was observed',
    message: ({ contract, over }) =>
      `Contract "${contract}" is not checked now, so nobody knows what enforcing it would have refused in the last ${over}, and enforcement.promoteBelow asks for it.`,
    hint: () =>
      'Publish it with enforcement.mode: observe first, or publish with ?force=true, which leaves a mark.',
  }),
};
