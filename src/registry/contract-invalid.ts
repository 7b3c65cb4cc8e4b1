import type { ContractFault } from '#contract';
import { type Problem, problem } from '#kernel';
import { registryProblems } from './problems.js';

/** All faults of a contract, the first one in the sentence. */
export function contractInvalid(faults: readonly ContractFault[]): Problem {
  const [first] = faults;
  const args = { count: faults.length, first: first ? sentenceOf(first) : 'it cannot be read.' };
  return problem(registryProblems.CONTRACT_INVALID, args, { members: { faults } });
}

const sentenceOf = ({ message, pointer }: { message: string; pointer: string }) =>
  pointer === '' ? message : `${message} [at ${pointer}]`;
