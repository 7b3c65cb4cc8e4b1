/** Verdicts that mean: not what the contract promises. Kept here because SQL needs them as a list. */
export const REFUSING_VERDICTS: readonly string[] = ['rejected', 'quarantined'];
