const texts = new WeakMap<object, string>();

/** The server draws a page from answers and sends them along: as they were told, they need not be written again. */
export function keepText(answer: unknown, text: string): void {
  if (typeof answer === 'object' && answer !== null) texts.set(answer, text);
}

/** JSON of an answer: the text it was read from, if that was kept. */
export const toldAs = (answer: unknown): string =>
  texts.get(answer as object) ?? JSON.stringify(answer);
