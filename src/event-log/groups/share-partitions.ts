/**
 * Which partitions are this member's while these members are there: in turn, so that shares differ by
 * one at most. Every member comes to the same answer from the same list.
 */
export function sharePartitions(
  partitions: readonly number[],
  members: readonly string[],
  member: string,
): ReadonlySet<number> {
  const inOrder = [...members].sort();
  const at = inOrder.indexOf(member);
  const sorted = [...partitions].sort((a, b) => a - b);
  return new Set(sorted.filter((_, i) => i % inOrder.length === at));
}
