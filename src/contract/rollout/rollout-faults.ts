import { canonicalContract } from '../canonical-contract.js';
import type { Contract, Rollout } from '../contract.js';
import type { ContractFault } from '../contract-fault.js';
import { contradictionsIn } from '../contradictions.js';
import { guardsEntity, isDeduplicated } from '../guarding.js';
import { policyName, readCandidate, stickinessOf } from './candidate-of.js';

const AT = '/rollout/candidate';

/** What a contract says of its candidate that cannot be read, compared, or taken back again. */
export function rolloutFaults(contract: Contract): readonly ContractFault[] {
  const { rollout } = contract;
  if (!rollout) return [];
  const read = readCandidate(contract);
  const within = (fault: ContractFault) => ({ ...fault, pointer: `${AT}${fault.pointer}` });
  if (!read.ok) return read.error.map(within);
  const candidate = read.value;
  const own = contradictionsIn(candidate).map(within);
  return own.length > 0 ? own : [...disagreements({ contract, candidate, rollout })];
}

interface Tried {
  readonly contract: Contract;
  readonly candidate: Contract;
  readonly rollout: Rollout;
}

function* disagreements(tried: Tried): Generator<ContractFault> {
  const { contract, candidate, rollout } = tried;
  if (policyName(contract) === policyName(candidate))
    yield {
      code: 'CANDIDATE_NOT_DIFFERENT',
      pointer: AT,
      message:
        'The candidate is what is in force already. Say under rollout.candidate what it has otherwise, or remove the rollout.',
    };
  else if (!isShown(tried))
    yield {
      code: 'CANDIDATE_SHOWS_NOTHING',
      pointer: AT,
      message:
        isOnce(contract) === isOnce(candidate)
          ? 'What the candidate has otherwise changes no verdict, so there is nothing to try. Publish it as the contract itself.'
          : 'How often an event may arrive changes no verdict, only what is done where a broker does not confirm it, so comparing shows nothing. Set rollout.percent above 0, or publish it as the contract itself.',
    };
  if (stickinessOf(contract) === 'entity.key' && !contract.semantics.entity)
    yield {
      code: 'ENTITY_MISSING',
      pointer: '/rollout/stickiness',
      message:
        'The share is drawn by entity, and the contract names none. Declare semantics.entity, or draw it by key or producer.',
    };
  yield* otherLetters(tried);
  yield* missingHistory(tried);
  if (rollout.percent > 0) yield* irrevocable(tried);
}

const isOnce = ({ semantics }: Contract): boolean => semantics.delivery === 'at-most-once';

/** Whether events can show that another policy is tried: by their verdicts, or by how they are sent. */
const isShown = ({ contract, candidate, rollout }: Tried): boolean =>
  judgesBy(contract) !== judgesBy(candidate) ||
  (rollout.percent > 0 && isOnce(contract) !== isOnce(candidate));

/** What the gateway judges by: without what says how to send, and what to do with the policy itself. */
function judgesBy({ semantics, enforcement, ...rest }: Contract): string {
  const { delivery: _delivery, ...meaning } = semantics;
  const { rollbackAbove: _rollback, promoteBelow: _promote, ...mode } = enforcement;
  const { rollout: _rollout, ...others } = rest;
  return canonicalContract({ ...others, meaning, mode, isDeduplicated: isDeduplicated(semantics) });
}

function* otherLetters({ contract, candidate }: Tried): Generator<ContractFault> {
  if (contract.enforcement.deadLetterTopic === candidate.enforcement.deadLetterTopic) return;
  yield {
    code: 'CANDIDATE_OTHER_LETTERS',
    pointer: `${AT}/enforcement/deadLetterTopic`,
    message:
      'Copies of what is refused go to one topic, whichever policy refuses it. Say enforcement.deadLetterTopic in the contract itself.',
  };
}

/** Only what the policy in force keeps of the past can be looked at without writing. */
function* missingHistory({ contract, candidate }: Tried): Generator<ContractFault> {
  const isDedupNew = isDeduplicated(candidate.semantics) && !isDeduplicated(contract.semantics);
  const [now, then] = [contract.semantics.entity, candidate.semantics.entity];
  const isEntityNew =
    guardsEntity(candidate.semantics) &&
    (!guardsEntity(contract.semantics) || now?.type !== then?.type || now?.key !== then?.key);
  if (!isDedupNew && !isEntityNew) return;
  const what = isDedupNew ? 'ids of events' : 'entities';
  yield {
    code: 'CANDIDATE_NEEDS_HISTORY',
    pointer: `${AT}/semantics`,
    message: `The candidate compares ${what} with those admitted before, and the contract in force keeps none of them, so there is nothing to ask. Declare the same in semantics of the contract itself; with enforcement.mode: observe it refuses nobody.`,
  };
}

/** Where the candidate decides, it has to leave behind what the policy in force goes on with. */
function* irrevocable({ contract, candidate }: Tried): Generator<ContractFault> {
  const [now, then] = [contract.semantics, candidate.semantics];
  const differs = (of: (each: Contract) => unknown) =>
    canonicalContract([of(contract)]) !== canonicalContract([of(candidate)]);
  if (
    guardsEntity(now) !== guardsEntity(then) ||
    isDeduplicated(now) !== isDeduplicated(then) ||
    differs(({ semantics: { entity, transitions, operation } }) => [
      ...[entity?.type, entity?.key, entity?.version, entity?.canonical],
      ...[transitions?.field, operation],
    ])
  )
    yield {
      code: 'CANDIDATE_KEEPS_OTHER_HISTORY',
      pointer: `${AT}/semantics`,
      message:
        'Where it decides, the candidate would keep other things of an entity or of ids than the policy in force, which could not go on after it. Leave entity.key, entity.version, transitions.field, operation and dedup as they are, or set rollout.percent to 0.',
    };
  const mergeOf = ({ semantics: { conflict } }: Contract) =>
    conflict?.policy === 'merge' ? conflict : undefined;
  if (now.conflict?.policy === 'merge' && differs(mergeOf))
    yield {
      code: 'CANDIDATE_LEAVES_MERGE',
      pointer: `${AT}/semantics/conflict`,
      message:
        'What was merged would be lost wherever the candidate decides, also after it was switched off. Set rollout.percent to 0 to compare only.',
    };
  if (!guardsEntity(now) || !differs(({ semantics }) => semantics)) return;
  if (stickinessOf(contract) !== 'entity.key')
    yield {
      code: 'ROLLOUT_SPLITS_ENTITY',
      pointer: '/rollout/stickiness',
      message:
        'Two policies would write the history of one entity. Draw the share by entity.key where semantics differ.',
    };
  if (now.entity?.canonical === true && differs(({ semantics: { conflict } }) => conflict?.policy))
    yield {
      code: 'ROLLOUT_SPLITS_STATES',
      pointer: `${AT}/semantics/conflict`,
      message:
        'The latest states are folded under one conflict policy (semantics.entity.canonical). Set rollout.percent to 0 to compare only.',
    };
}
