import type { ArrivedEvent } from './event.js';

/** Who sent an event, as far as known: by proof, else as it says itself, else ''. */
export const producerOf = ({ principal, context }: ArrivedEvent): string =>
  principal === '' ? (context?.source ?? '') : principal;
