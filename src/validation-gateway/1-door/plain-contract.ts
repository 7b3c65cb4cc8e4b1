import { onceForEach } from '../once-for-each.js';
import { isPlain, type Verdict } from '../verdict.js';
import { nameOf } from './verdict-in-words.js';

type Contract = NonNullable<Verdict['contract']>;
const inJson = onceForEach((contract: Contract): string => JSON.stringify(nameOf(contract)));

/**
 * Of an event that was accepted, and of which nothing more is to be said, the contract as JSON. Nearly
 * every event is one, and then its answer is put together by hand: to make an object of it and text of
 * that takes longer than to judge it.
 */
export const plainContract = (verdict: Verdict): string | undefined =>
  verdict.contract && isPlain(verdict) ? inJson(verdict.contract) : undefined;
