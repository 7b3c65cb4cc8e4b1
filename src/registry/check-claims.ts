import type { Contract } from '#contract';
import { type Problem, problem } from '#kernel';
import { registryProblems } from './problems.js';
import { type Claim, contracts } from './store/contracts.js';
import type { Sql } from './store/sql.js';

/** One contract holds a topic's type, and one the truth about an entity. */
export async function checkClaims(tx: Sql, contract: Contract): Promise<void> {
  if (contract.status === 'draft' || contract.status === 'retired') return;
  const claim = await contracts.claimAgainst(tx, contract);
  if (claim) throw claimTaken(contract, claim);
}

function claimTaken(contract: Contract, { kind, claimant, document }: Claim): Problem {
  const extras = { contract: contract.id, members: { claimant } };
  if (kind === 'topic') {
    const args = { topic: contract.channel.topic, type: contract.envelope?.type ?? '', claimant };
    return problem(registryProblems.CONTRACT_TOPIC_TAKEN, args, extras);
  }
  if (kind === 'letters') {
    const args = { topic: contract.channel.topic, claimant };
    return problem(registryProblems.CONTRACT_TOPIC_OF_LETTERS, args, extras);
  }
  if (kind === 'letters-topic') {
    const args = { topic: contract.enforcement.deadLetterTopic ?? '', claimant };
    return problem(registryProblems.DEAD_LETTERS_UNDER_CONTRACT, args, extras);
  }
  const { semantics } = JSON.parse(document) as Contract;
  const args = {
    entity: contract.semantics.entity?.type ?? '',
    claimant,
    source: semantics.entity?.sourceOfTruth ?? '',
  };
  return problem(registryProblems.CONTRACT_TRUTH_TAKEN, args, extras);
}
