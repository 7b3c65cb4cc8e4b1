import type { CheckRule } from '../check/contract-rules.js';
import { paint, type Pen } from '../paint.js';

const WHO = {
  backward: 'Readers of the new schema refuse events written under the old one.',
  forward: 'Readers still on the old schema refuse events written under the new one.',
  neither: 'It breaks nobody by itself.',
} as const;

const WIDTH = 78;

/** Between words, and indented. */
function wrapped(text: string): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => `  ${line}`);
}

/** A rule for a person at the terminal: the same row its page in docs/rules is made of. */
export function ruleAsText({ id, title, why, fix, example }: CheckRule, pen: Pen): string {
  return [
    `${paint(pen, 'bold', id)}  ${title}`,
    '',
    ...wrapped(why),
    '',
    paint(pen, 'bold', '  What to do'),
    ...wrapped(fix),
    ...(example
      ? [
          ...['', paint(pen, 'bold', '  For example')],
          ...[`  old  ${example.old}`, `  new  ${example.new}`, `       ${WHO[example.breaks]}`],
        ]
      : []),
  ].join('\n');
}
