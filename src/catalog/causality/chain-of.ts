import type { EventLink, LinkedEvents } from '#event-log';

export interface Hop {
  readonly link: EventLink;
  readonly distance: number;
  readonly sinceCauseMs?: number;
}

/** Everything around an event in the order it came about: causes, the event, effects as a tree. */
export function chainOf(id: string, { events, causes, effects }: LinkedEvents): readonly Hop[] {
  const all = [...causes, ...events, ...effects];
  const byId = new Map(all.map((link) => [link.id, link]));
  const hop = (link: EventLink, distance: number): Hop => {
    const cause = byId.get(link.causationId ?? '');
    if (!cause || cause === link) return { link, distance };
    return { link, distance, sinceCauseMs: link.judgedAt.getTime() - cause.judgedAt.getTime() };
  };
  return [
    ...causes.map((link, i) => hop(link, -1 - i)).reverse(),
    ...events.map((link) => hop(link, 0)),
    ...treeOf(id, effects).map(([link, depth]) => hop(link, depth)),
  ];
}

/** Each effect below its cause, siblings by age. */
function treeOf(root: string, effects: readonly EventLink[]): readonly Effect[] {
  const byCause = new Map<string, EventLink[]>();
  for (const effect of [...effects].sort(byAge)) {
    const siblings = byCause.get(effect.causationId ?? '') ?? [];
    byCause.set(effect.causationId ?? '', [...siblings, effect]);
  }
  const told = new Set<EventLink>();
  const rows: Effect[] = [];
  const below = (id: string, depth: number) =>
    (byCause.get(id) ?? []).map((link): Effect => [link, depth]);
  const pending = below(root, 1);
  for (let next = pending.shift(); next; next = pending.shift()) {
    const [link, depth] = next;
    if (told.has(link)) continue;
    told.add(link);
    rows.push(next);
    pending.unshift(...below(link.id, depth + 1));
  }
  return rows;
}

type Effect = readonly [link: EventLink, depth: number];

const byAge = (one: EventLink, other: EventLink): number =>
  one.judgedAt.getTime() - other.judgedAt.getTime();
