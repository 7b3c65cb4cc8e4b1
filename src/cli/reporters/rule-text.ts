import type { CheckRule } from '../check/contract-rules.js';
import { paint, type Pen } from '../paint.js';

const WHO = {
  backward: 'Readers of the new schema refuse events written under the old one.',
  forward: 'Readers still on the old schema refuse events written under the new one.',
  neither: 'It breaks nobody by itself.',
} as const;

/** A rule for a person at the terminal: the same row its page in docs/rules is made of. */
export function ruleAsText({ id, title, why, fix, example }: CheckRule, pen: Pen): string {
  return [
    `${paint(pen, 'bold', id)}  ${title}`,
    '',
    `  ${why}`,
    `  ${fix}`,
    ...(example
      ? ['', `  old  ${example.old}`, `  new  ${example.new}`, `       ${WHO[example.breaks]}`]
      : []),
  ].join('\n');
}
