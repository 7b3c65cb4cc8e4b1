import type { ProblemRow } from '#kernel';
import type { Evidence } from './traffic-evidence.js';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;
const percentOf = (share: number) => `${Number((100 * share).toPrecision(3))} %`;

const mostly = (producer: string | undefined) =>
  producer === undefined ? '' : `, most of it from ${producer || 'a producer without a name'}`;

/** Why a contract may not be enforced now, by its own limit. */
export const promotionProblems = {
  PROMOTION_REFUSED: row<{
    what: string;
    contract: string;
    limit: number;
    over: string;
    evidence: Evidence;
  }>({
    code: 'PROMOTION_REFUSED',
    http: 409,
    title: 'Too much would be refused',
    message: ({ what, contract, limit, over, evidence: { judged, wouldRefuse, example } }) =>
      `${what} contract "${contract}" would have refused ${wouldRefuse} of the ${judged} events of the last ${over} (${percentOf(wouldRefuse / judged)}), and enforcement.promoteBelow allows ${percentOf(limit)}${example ? `: for example ${example.reason}, ${example.count} times${mostly(example.producer)}` : ''}.`,
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
  CANDIDATE_UNOBSERVED: row<{ contract: string; over: string }>({
    code: 'CANDIDATE_UNOBSERVED',
    http: 409,
    title: 'The candidate was not compared',
    message: ({ contract, over }) =>
      `Contract "${contract}" had events in the last ${over}, and this candidate was asked about none of them, so nobody knows what it would have refused, and enforcement.promoteBelow asks for it.`,
    hint: () =>
      'Publish it with rollout.percent: 0 first, or publish with ?force=true, which leaves a mark.',
  }),
  ROLLOUT_NOT_FOUND: row<{ id: string }>({
    code: 'ROLLOUT_NOT_FOUND',
    http: 404,
    title: 'Nothing is tried',
    message: ({ id }) => `The newest version of contract "${id}" tries no candidate.`,
    hint: () => 'Publish the contract with a rollout first; docs/contract.md says how.',
  }),
};
