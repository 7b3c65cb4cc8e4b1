/** Carries why a document cannot be read out of its depths; never leaves this folder. */
export class NotImportable extends Error {}

/** A name in a sentence: whoever wrote the document chose how long it is. */
export const shown = (text: string): string =>
  `"${text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text}"`;

const SHOWN_MAX = 200;
