/** A member of a set, and which other members it refers to. */
export interface Referring {
  readonly subject: string;
  readonly refersTo: readonly string[];
}

export interface Ordered<Member> {
  /** Each after everything it refers to. */
  readonly order: readonly Member[];
  /** Those on a cycle: subjects from one round to itself. */
  readonly cycles: ReadonlyMap<Member, readonly string[]>;
}

/** Depth first, without recursion of ours: a chain may be as long as the set. */
export function orderByReference<Member extends Referring>(
  members: readonly Member[],
): Ordered<Member> {
  const bySubject = new Map(members.map((each) => [each.subject, each]));
  const order = new Set<Member>();
  const cycles = new Map<Member, readonly string[]>();
  for (const start of members) {
    const road: { readonly member: Member; readonly left: string[] }[] = [];
    const enter = (member: Member) => road.push({ member, left: [...member.refersTo] });
    if (!order.has(start)) enter(start);
    while (road.length > 0) {
      const last = road.at(-1);
      const next = bySubject.get(last?.left.pop() ?? '');
      if (next === undefined) {
        if (last && last.left.length === 0) {
          order.add(last.member);
          road.pop();
        }
        continue;
      }
      const at = road.findIndex(({ member }) => member === next);
      if (at >= 0) {
        const round = road.slice(at).map(({ member }) => member);
        for (const member of round)
          cycles.set(member, [...round.map(({ subject }) => subject), next.subject]);
      } else if (!order.has(next)) enter(next);
    }
  }
  return { order: [...order], cycles };
}
