/** States in columns, each after every state it can come from, as far as circles allow. */
export interface StateLayout {
  readonly states: readonly PlacedState[];
  readonly steps: readonly Step[];
  readonly columns: number;
  readonly rows: number;
}

export interface Place {
  readonly column: number;
  readonly row: number;
}

export interface PlacedState extends Place {
  readonly name: string;
}

export interface Step {
  readonly from: PlacedState;
  readonly to: PlacedState;
  /** Where a step over several columns passes those between, so that it crosses no state. */
  readonly by: readonly Place[];
}

export type StateGraph = Readonly<Record<string, readonly string[]>>;

const SWEEPS = 6;

/**
 * A small layered layout: circles are broken where a depth-first walk meets its own path, columns
 * are longest ways, a long step holds a place in every column it passes, rows follow the mean of
 * the neighbours (Sugiyama, Tagawa, Toda 1981).
 */
export function layerStates(graph: StateGraph): StateLayout {
  const names = [...new Set([...Object.keys(graph), ...Object.values(graph).flat()])];
  const forward = withoutCircles(graph, names);
  const columnOf = longestWays(forward, names);
  const long = withWaypoints(forward, columnOf);
  const columns = ordered([...long.columnOf.keys()], long.columnOf, long.graph);
  const placed = new Map<string, PlacedState>();
  const rows = Math.max(0, ...columns.map((column) => column.length));
  columns.forEach((column, at) => {
    column.forEach((name, i) =>
      placed.set(name, { name, column: at, row: i + (rows - column.length) / 2 }),
    );
  });
  const states = names
    .flatMap((name) => placed.get(name) ?? [])
    .sort((a, b) => a.column - b.column || a.row - b.row);
  const steps = states.flatMap((from) =>
    [...new Set(graph[from.name] ?? [])].flatMap((name) => {
      const to = placed.get(name);
      const by = long.waysOf.get(wayName(from.name, name)) ?? [];
      return to ? [{ from, to, by: by.flatMap((way) => placed.get(way) ?? []) }] : [];
    }),
  );
  return { states, steps, columns: columns.length, rows };
}

/** What is left when every step back is taken away. */
function withoutCircles(graph: StateGraph, names: readonly string[]): StateGraph {
  const kept: Record<string, string[]> = {};
  const done = new Set<string>();
  const path = new Set<string>();
  const walk = (name: string): void => {
    path.add(name);
    kept[name] = (graph[name] ?? []).filter((next) => !path.has(next));
    for (const next of kept[name]) if (!done.has(next) && !path.has(next)) walk(next);
    path.delete(name);
    done.add(name);
  };
  const targets = new Set(Object.values(graph).flat());
  const first = names.filter((name) => !targets.has(name));
  for (const name of [...first, ...names]) if (!done.has(name)) walk(name);
  return kept;
}

function longestWays(graph: StateGraph, names: readonly string[]): ReadonlyMap<string, number> {
  const column = new Map<string, number>(names.map((name) => [name, 0]));
  // As many rounds as there are states: no way without circles is longer.
  for (let round = 0, isMoving = true; isMoving && round < names.length; round++) {
    isMoving = false;
    for (const name of names) {
      for (const next of graph[name] ?? []) {
        const least = (column.get(name) ?? 0) + 1;
        if ((column.get(next) ?? 0) >= least) continue;
        column.set(next, least);
        isMoving = true;
      }
    }
  }
  return column;
}

/** No name of a state has a zero character: JSON text cannot even show one unescaped. */
const wayName = (from: string, to: string): string => `${from}\0${to}`;

interface LongWays {
  readonly graph: StateGraph;
  readonly columnOf: ReadonlyMap<string, number>;
  /** The places a step passes, by the step. */
  readonly waysOf: ReadonlyMap<string, readonly string[]>;
}

/** Every step over more than one column becomes a chain of steps over one. */
function withWaypoints(graph: StateGraph, columns: ReadonlyMap<string, number>): LongWays {
  const columnOf = new Map(columns);
  const waysOf = new Map<string, readonly string[]>();
  const chained: Record<string, string[]> = {};
  for (const [from, nexts] of Object.entries(graph)) {
    for (const to of new Set(nexts)) {
      const first = (columns.get(from) ?? 0) + 1;
      const between = Math.max(0, (columns.get(to) ?? 0) - first);
      const ways = Array.from({ length: between }, (_, i) => `${wayName(from, to)}\0${i}`);
      ways.forEach((way, i) => columnOf.set(way, first + i));
      waysOf.set(wayName(from, to), ways);
      const chain = [from, ...ways, to];
      chain.slice(1).forEach((next, i) => (chained[chain[i] ?? ''] ??= []).push(next));
    }
  }
  return { graph: chained, columnOf, waysOf };
}

function ordered(
  names: readonly string[],
  columnOf: ReadonlyMap<string, number>,
  graph: StateGraph,
): readonly (readonly string[])[] {
  const count = Math.max(-1, ...columnOf.values()) + 1;
  const columns = Array.from({ length: count }, (_, i) =>
    names.filter((name) => columnOf.get(name) === i),
  );
  const neighbours = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const [from, nexts] of Object.entries(graph)) {
    for (const to of nexts) {
      neighbours.get(from)?.push(to);
      neighbours.get(to)?.push(from);
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const row = new Map(columns.flatMap((column) => column.map((name, i) => [name, i] as const)));
    const mean = (name: string) => {
      const around = neighbours.get(name) ?? [];
      const sum = around.reduce((all, other) => all + (row.get(other) ?? 0), 0);
      return around.length > 0 ? sum / around.length : (row.get(name) ?? 0);
    };
    for (const column of columns) column.sort((a, b) => mean(a) - mean(b));
  }
  return columns;
}
