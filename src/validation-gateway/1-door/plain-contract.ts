import { isPlain, type Verdict } from '../verdict.js';
import { contractOf } from './verdict-in-words.js';

const texts = new WeakMap<object, string>();

/**
 * Of an event that was accepted, and of which nothing more is to be said, the contract as JSON. Nearly
 * every event is one, and then its answer is put together by hand: to make an object of it and text of
 * that takes longer than to judge it.
 */
export function plainContract(verdict: Verdict): string | undefined {
  const { contract } = verdict;
  if (!contract || !isPlain(verdict)) return undefined;
  let text = texts.get(contract);
  if (text === undefined) texts.set(contract, (text = JSON.stringify(contractOf(verdict))));
  return text;
}
