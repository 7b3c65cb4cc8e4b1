/** What `work` comes to, or `late()` when that takes longer. The work itself goes on. */
export async function withinMs<T, L>(
  timeoutMs: number,
  work: Promise<T>,
  late: () => L,
): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<L>((resolve) => {
    timer = setTimeout(() => resolve(late()), timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined); // Its late failure has been answered for already.
  }
}
