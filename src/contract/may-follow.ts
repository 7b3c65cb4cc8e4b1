import type { Semantics } from './contract.js';

type Graph = NonNullable<Semantics['transitions']>['graph'];

/** Whether a state may come after another. The same state again is no transition. */
export const mayFollow = (graph: Graph, from: string, to: string): boolean =>
  from === to || (Object.hasOwn(graph, from) && graph[from]?.includes(to) === true);

/** Every state the graph names, as a start or as a goal. */
export const statesIn = (graph: Graph): ReadonlySet<string> =>
  new Set(Object.entries(graph).flatMap(([from, to]) => [from, ...to]));
