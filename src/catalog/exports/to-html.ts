import { contractInWords } from '#contract';
import type { PublishedContract } from '#registry';
import type { SchemaNode } from '#schema';
import { fieldsInOrder } from './fields-in-order.js';

const ROWS_MAX = 2_000;

/** One set of tokens for both themes, as the live pages have; no script, nothing from elsewhere. */
const STYLE = `
:root{color-scheme:light dark;--paper:light-dark(#faf9f6,#10181a);--ink:light-dark(#16211f,#eef0ec);
--soft:light-dark(#4a5653,#aab3ae);--line:light-dark(#e2e0d9,#2c3739);--accent:light-dark(#1e5a4c,#8fd6bf);
--wash:light-dark(#efeee8,#1a2426)}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 ui-sans-serif,system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2.5rem 1.25rem 5rem}
h1{font-size:2.1rem;line-height:1.2;letter-spacing:-.03em;margin:.2em 0}
h2{font-size:1.25rem;margin:2.5rem 0 .75rem}
code,pre{font-family:ui-monospace,monospace;font-size:.92em}
.soft{color:var(--soft)}.lead{font-size:1.1rem;color:var(--soft);max-width:44rem}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;border-block:1px solid var(--line);padding:1rem 0}
dt{color:var(--soft);font-size:.85rem}dd{margin:0}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}
th{text-align:left;font-weight:500;color:var(--soft)}
th,td{padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--line);vertical-align:top}
pre{background:var(--wash);border-radius:.6rem;padding:1rem;overflow-x:auto}
.word{display:inline-block;border-radius:1rem;padding:0 .6rem;background:var(--wash);font-size:.85rem}`;

/** One contract as a page of its own: a file to mail, to print, to put on any web server. */
export function toHtml(
  published: PublishedContract,
  tree: SchemaNode | undefined,
  example: unknown,
): string {
  const { id, version, contract, publishedAt, publishedBy } = published;
  const { name, status, owner, channel, description } = contract;
  const facts: readonly (readonly [string, string])[] = [
    ['Owner', [owner.team, owner.contact].filter(Boolean).join(', ')],
    ['Topic', channel.topic],
    ['Version', `${version}, ${publishedAt.toISOString().slice(0, 10)}, ${publishedBy}`],
    ['Schema', `${contract.schema.subject}, id ${published.schemaId}`],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(name)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="soft"><code>${safe(id)}</code> <span class="word">${safe(status)}</span></p>
<h1>${safe(name)}</h1>
${[description.purpose, description.limitations].map((text) => (text ? `<p class="lead">${safe(text)}</p>` : '')).join('\n')}
<dl>${facts.map(([word, what]) => `<div><dt>${word}</dt><dd>${safe(what)}</dd></div>`).join('')}</dl>
<h2>What it promises</h2>
<ul>${contractInWords(contract)
    .map((sentence) => `<li>${safe(sentence)}</li>`)
    .join('')}</ul>
${tree ? `<h2>Fields</h2>\n${fieldTable(tree, published)}` : `<h2>Schema</h2>\n<pre tabindex="0">${safe(published.source.text)}</pre>`}
${example === undefined ? '' : `<h2>An example</h2>\n<pre tabindex="0">${safe(JSON.stringify(example, null, 2))}</pre>`}
</main>
</body>
</html>
`;
}

/** Text of others stays text. */
const safe = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

function fieldTable(tree: SchemaNode, { contract }: PublishedContract): string {
  const rows: string[] = [];
  for (const node of fieldsInOrder(tree, ROWS_MAX)) {
    const overlay = contract.fields[node.path];
    const told = [
      node.description,
      overlay?.classification && `Classified ${overlay.classification}.`,
      overlay?.deprecatedOn && `Deprecated on ${overlay.deprecatedOn}.`,
    ];
    const cells = [
      `<code>${safe(node.path)}</code>`,
      safe([node.type, ...node.constraints].join(', ')),
      node.required ? 'yes' : '',
      safe(told.filter(Boolean).join(' ')),
    ];
    rows.push(`<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  }
  const heads = ['Field', 'Type', 'Required', 'Meaning'].map(
    (head) => `<th scope="col">${head}</th>`,
  );
  return `<div class="wide" role="region" aria-label="Fields" tabindex="0"><table><thead><tr>${heads.join('')}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>`;
}
