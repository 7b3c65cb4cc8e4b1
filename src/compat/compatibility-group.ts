import type { Contract } from '#contract';
import { modes } from './modes.js';

/**
 * Where the metadata of a schema say which line of versions it belongs to. Versions are compared
 * within their group only, as `compatibilityGroup` of the Confluent dialect names such a property.
 */
export const GROUP_PROPERTY = 'concordat:group';

type Grouped = Pick<Contract, 'compatibility'>;

/** The property to look at, where any version that would be compared may be of another group. */
export function groupPropertyOf(contract: Grouped, before?: Grouped): string | undefined {
  const isGrouped = [contract, before].some((each) => each?.compatibility.group !== undefined);
  return isGrouped || modes[contract.compatibility.mode].isTransitive ? GROUP_PROPERTY : undefined;
}
