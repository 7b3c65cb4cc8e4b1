import { problem } from '#kernel';
import { cliProblems } from './problems.js';

/**
 * What a command with several actions is to do, by its first word.
 *
 * @param what the actions are done to, such as keys
 * @throws ACTION_UNKNOWN
 */
export function actionOf<Action>(
  actions: Readonly<Record<string, Action>>,
  what: string,
  word = '',
): Action {
  const action = Object.hasOwn(actions, word) ? actions[word] : undefined;
  if (action) return action;
  throw problem(cliProblems.ACTION_UNKNOWN, { given: word, what, known: Object.keys(actions) });
}
