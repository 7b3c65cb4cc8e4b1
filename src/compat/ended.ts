/** A sentence with its full stop: one that ends in a quotation with a stop of its own has it already. */
export const ended = (sentence: string): string =>
  sentence.endsWith('."') ? sentence : `${sentence}.`;
