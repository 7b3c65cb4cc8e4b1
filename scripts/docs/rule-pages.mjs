// `docs/rules/<ID>.md`: one page for each rule a check can name, with the smallest golden pair that
// shows it where there is one.
import { glob, readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';

const LANGUAGES = { '.yaml': 'yaml', '.json': 'json', '.avsc': 'json', '.proto': 'protobuf' };
const WHO = {
  backward: 'Readers of the new schema refuse events written under the old one.',
  forward: 'Readers still on the old schema refuse events written under the new one.',
  neither: 'By itself it breaks nobody.',
};
const fenced = (text, language) => `\`\`\`${language}\n${text.trim()}\n\`\`\``;

/** Rule id → the golden folder with the shortest pair whose report names the rule as a break. */
export async function goldenExamples(root) {
  const examples = new Map();
  for await (const path of glob('test/golden/compat/**/expect.txt', { cwd: root })) {
    const folder = dirname(path);
    const report = await readFile(join(root, path), 'utf8');
    const old = await schemaOf(root, `${folder}/old.*`);
    const changed = await schemaOf(root, `${folder}/new.*`);
    if (!old || !changed) continue;
    // A pair of contracts is named after its rule; many of these changes hurt nobody by themselves.
    const meant = /compat\/contract\/([a-z-]+)\//.exec(folder)?.[1];
    const named = meant
      ? [`CONTRACT_${meant.replaceAll('-', '_').toUpperCase()}`]
      : [...report.matchAll(/^([A-Z][A-Z0-9_]+) {2,}\S/gm)].map(([, id]) => id);
    const example = { folder, old, changed, report };
    const size = old.text.length + changed.text.length;
    // The event is told for the first break; where others are named too, they would mislead.
    if (named.length !== 1 || !report.includes(named[0])) continue;
    const known = examples.get(named[0]);
    const isBetter = !known || size < known.size || (size === known.size && folder < known.folder);
    if (isBetter) examples.set(named[0], { ...example, size });
  }
  return examples;
}

async function schemaOf(root, pattern) {
  const [file] = await Array.fromAsync(glob(pattern, { cwd: root }));
  if (file === undefined) return undefined;
  return {
    text: await readFile(join(root, file), 'utf8'),
    language: LANGUAGES[extname(file)] ?? '',
  };
}

const witnessIn = (report) => /The smallest event that breaks: {3}(.*)\n {2}(.*)/.exec(report);

const languageOf = (text) => (/^[[{"]/.test(text) ? 'json' : 'protobuf');

/** The body below the title. */
export function rulePage(rule, golden) {
  const parts = [rule.why, `**What to do.** ${rule.fix}`];
  if (golden) {
    const { old, changed, report, folder } = golden;
    const [, event, reason] = witnessIn(report) ?? [];
    parts.push('## Example', 'Old:', fenced(old.text, old.language));
    parts.push('New:', fenced(changed.text, changed.language));
    if (event)
      parts.push('The smallest event that breaks:', fenced(event, 'json'), fenced(reason, 'text'));
    else if (old.language === 'yaml')
      parts.push('What `concordat diff` says:', fenced(report, 'text'));
    parts.push(`From \`${folder}\`, which a test judges again.`);
  } else if (rule.example) {
    const { old, new: changed, breaks } = rule.example;
    parts.push(
      '## Example',
      'Old:',
      fenced(old, languageOf(old)),
      'New:',
      fenced(changed, languageOf(old)),
      WHO[breaks],
    );
  }
  parts.push('[All rules](../rules.md)');
  return parts.join('\n\n');
}
