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

/** Where a search ends that would take longer than anybody waits. */
const PLACES_MAX = 3_000_000;

/** A place of the search: what may come next there, and what is being tried. */
interface Place<State> {
  readonly first: number;
  readonly state: State;
  readonly left: number[];
  tried?: number;
}

/**
 * Is there an order of the operations, each somewhere between its call and its return, that one
 * process doing one thing after the other could have answered so? The search of Wing and Gong, with
 * Lowe's memory of places already searched: the operations done and the state they led to. A way is as
 * long as its history, so it is kept in a list and not on the stack.
 */
export function isLinearizable<State, Input, Outcome>(
  model: Model<State, Input, Outcome>,
  history: History<Input, Outcome>,
): boolean {
  const operations = [...history].sort((a, b) => a.calledAt - b.calledAt);
  const searched = new Set<string>();
  const isDone = new Array<boolean>(operations.length).fill(false);
  let openCount = operations.filter(({ outcome }) => outcome !== undefined).length;

  /** A place nobody was at before. */
  const newPlace = (from: number, state: State): Place<State> | undefined => {
    let first = from;
    while (isDone[first]) first++;
    const key = `${first} ${doneAfter(first)} ${JSON.stringify(state)}`;
    if (searched.has(key)) return undefined;
    searched.add(key);
    if (searched.size > PLACES_MAX)
      throw new Error(`No order was found at ${PLACES_MAX} places: too much was left unanswered.`);
    return { first, state, left: candidates(first) };
  };

  /** Those done beyond the first that is not; few, since only what overlaps can overtake. */
  const doneAfter = (first: number): string => {
    const done: number[] = [];
    for (let i = first; i < operations.length; i++) if (isDone[i]) done.push(i - first);
    return done.join(',');
  };

  /** Open operations that began before any open one ended; the one to try first stands last. */
  const candidates = (first: number): number[] => {
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
    return found.sort((a, b) => endOf(operations[b]) - endOf(operations[a]));
  };

  const mark = (index: number, done: boolean): void => {
    isDone[index] = done;
    if (operations[index]?.outcome !== undefined) openCount += done ? -1 : 1;
  };

  /** Where an operation leads, if it can have been the next; one nobody was told of has to lead on. */
  const after = (index: number, state: State): State | undefined => {
    const { input, outcome: told } = operations[index] as Operation<Input, Outcome>;
    const next = model.step(state, input);
    if (told === undefined)
      return JSON.stringify(next.state) === JSON.stringify(state) ? undefined : next.state;
    return model.isSame(told, next.outcome) ? next.state : undefined;
  };

  const way = [newPlace(0, model.initial) as Place<State>];
  for (let place = way.at(-1); place && openCount > 0; place = way.at(-1)) {
    if (place.tried !== undefined) mark(place.tried, false);
    delete place.tried;
    const index = place.left.pop();
    if (index === undefined) way.pop();
    const state = index === undefined ? undefined : after(index, place.state);
    if (index === undefined || state === undefined) continue;
    mark(index, true);
    place.tried = index;
    const next = newPlace(place.first, state);
    if (next) way.push(next);
  }
  return openCount === 0;
}

const endOf = (operation: Operation<unknown, unknown> | undefined): number =>
  operation?.outcome === undefined ? Infinity : operation.returnedAt;
