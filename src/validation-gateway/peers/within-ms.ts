/** What `work` comes to, or `late()`, which may throw, when it takes longer. The work goes on. */
export async function withinMs<T, L>(
  timeoutMs: number,
  work: Promise<T>,
  late: () => L,
): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  try {
    // Not in the timer itself: what is thrown there reaches nobody and ends the process.
    return await Promise.race([work, timeout.then(late)]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined); // Its late failure has been answered for already.
  }
}
