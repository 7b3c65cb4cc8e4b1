/** One operation as its client saw it. Without an outcome it may have happened at any time, or never. */
export interface Operation<Input, Outcome> {
  readonly input: Input;
  readonly calledAt: number;
  readonly returnedAt: number;
  readonly outcome: Outcome | undefined;
}

export interface Model<State, Input, Outcome> {
  readonly initial: State;
  /** What one operation, alone in the world, makes of a state, and what it answers. */
  step(state: State, input: Input): { readonly state: State; readonly outcome: Outcome };
  isSame(told: Outcome, expected: Outcome): boolean;
}

type History<Input, Outcome> = readonly Operation<Input, Outcome>[];

/**
 * Is there an order of the operations, each somewhere between its call and its return, that one
 * process doing one thing after the other could have answered so? The search of Wing and Gong, with
 * Lowe's memory of places already searched: the operations done and the state they led to.
 */
export function isLinearizable<State, Input, Outcome>(
  model: Model<State, Input, Outcome>,
  history: History<Input, Outcome>,
): boolean {
  const operations = [...history].sort((a, b) => a.calledAt - b.calledAt);
  const searched = new Set<string>();
  const isDone = new Array<boolean>(operations.length).fill(false);
  let openCount = operations.filter(({ outcome }) => outcome !== undefined).length;

  const search = (first: number, state: State): boolean => {
    if (openCount === 0) return true;
    while (isDone[first]) first++;
    const key = `${first} ${doneAfter(first)} ${JSON.stringify(state)}`;
    if (searched.has(key)) return false;
    searched.add(key);
    return candidates(first).some((index) => tryNext(index, first, state));
  };

  /** Those done beyond the first that is not; few, since only what overlaps can overtake. */
  const doneAfter = (first: number): string => {
    const done: number[] = [];
    for (let i = first; i < operations.length; i++) if (isDone[i]) done.push(i - first);
    return done.join(',');
  };

  /** Open operations that began before any open one ended. */
  const candidates = (first: number): readonly number[] => {
    const found: number[] = [];
    let soonestReturn = Infinity;
    for (let i = first; i < operations.length; i++) {
      const operation = operations[i];
      if (!operation || operation.calledAt > soonestReturn) break;
      if (isDone[i]) continue;
      found.push(i);
      if (operation.outcome !== undefined)
        soonestReturn = Math.min(soonestReturn, operation.returnedAt);
    }
    return found.sort((a, b) => endOf(operations[a]) - endOf(operations[b]));
  };

  const tryNext = (index: number, first: number, state: State): boolean => {
    const { input, outcome: told } = operations[index] as Operation<Input, Outcome>;
    const next = model.step(state, input);
    if (told !== undefined && !model.isSame(told, next.outcome)) return false;
    isDone[index] = true;
    if (told !== undefined) openCount--;
    const isFound = search(first, next.state);
    isDone[index] = false;
    if (told !== undefined) openCount++;
    return isFound;
  };

  return search(0, model.initial);
}

const endOf = (operation: Operation<unknown, unknown> | undefined): number =>
  operation?.outcome === undefined ? Infinity : operation.returnedAt;
