import type { QuarantineReason } from '#event-log';

/** Kept beside the verdict where the candidate of the contract decided; no reason by itself. */
export const BY_CANDIDATE: QuarantineReason = {
  code: 'CANDIDATE_POLICY',
  pointer: '',
  message: 'The candidate of the contract decided, not the policy in force.',
};
