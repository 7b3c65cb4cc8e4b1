/** What the process answers; public and permanent. */
export const exitCodes = {
  pass: 0,
  findings: 1,
  usage: 2,
  undecided: 3,
  waiting: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  pass: 'nothing stands against it',
  findings: 'something breaks, or was refused',
  usage: 'the command, a file or a reference is not right; the sentence says which and where',
  undecided: 'it could not be decided: the proof ran out of budget, or a server did not answer',
  waiting: 'it waits for a person’s approval',
};

/** A problem of the caller's making is a usage fault; one of the other side's left it undecided. */
export const exitCodeOfProblem = (http: number): ExitCode =>
  http >= 500 ? exitCodes.undecided : exitCodes.usage;

/** The worst of several: a fault in a file hides the rest, a break outweighs a doubt. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  const order = [exitCodes.usage, exitCodes.findings, exitCodes.undecided, exitCodes.waiting];
  return order.find((code) => codes.includes(code)) ?? exitCodes.pass;
}
