/** What the system says when a folder cannot be had, and what it means to somebody at a terminal. */
const REASONS: readonly { readonly sign: RegExp; why(home: string): string }[] = [
  {
    sign: /EACCES|EPERM|EROFS|Permission denied|Read-only file system/,
    why: (home) =>
      `the data folder ${home} cannot be written. Let the user who starts Concordat write there`,
  },
  {
    sign: /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/,
    why: (home) => `there is no room left for the data folder ${home}. Make room there`,
  },
  {
    sign: /ENOTDIR|EEXIST.*mkdir/,
    why: (home) => `the data folder ${home} is a file, or lies below one. Move that file away`,
  },
];

/** Says of what the system refuses below a folder what happened and what to do; the rest is passed on. */
export async function inFolder<T>(home: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const isElsewhere = said.includes('spawn ');
    const reason = isElsewhere ? undefined : REASONS.find(({ sign }) => sign.test(said));
    if (!reason) throw cause;
    const otherwise =
      'choose another folder with CONCORDAT_DATA_DIR, or set DATABASE_URL to a PostgreSQL of your own';
    throw new Error(`${reason.why(home)}, ${otherwise}.`, { cause });
  }
}
