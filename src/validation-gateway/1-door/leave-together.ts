let turn: Promise<void> | undefined;

/**
 * Work whose answer waits for the end of this turn of the event loop. All answers of a turn are then written one
 * after the other, as Redis does it: a reader on this machine is woken once by all of them, not once by
 * each, and waking it takes longer than to judge ten events.
 */
export async function leaveTogether<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } finally {
    await (turn ??= new Promise(next));
  }
}

function next(done: () => void): void {
  setImmediate(() => {
    turn = undefined;
    done();
  });
}
