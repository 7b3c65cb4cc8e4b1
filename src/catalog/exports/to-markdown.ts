import { contractInWords } from '#contract';
import type { PublishedContract } from '#registry';
import type { SchemaNode } from '#schema';
import { fieldsInOrder } from './fields-in-order.js';

const ROWS_MAX = 500;

/** A contract as a page to read anywhere: whose it is, what it promises, of what it is made. */
export function toMarkdown(
  published: PublishedContract,
  tree: SchemaNode | undefined,
  example: unknown,
): string {
  const { id, version, contract } = published;
  const { name, owner, channel, description, status } = contract;
  const parts = [
    `# ${plain(name)}`,
    `\`${id}\` · version ${version} · ${status} · owned by ${plain(owner.team)} · topic \`${channel.topic}\``,
    ...[description.purpose, description.limitations].flatMap((text) =>
      text ? [plain(text)] : [],
    ),
    '## What it promises',
    contractInWords(contract)
      .map((sentence) => `- ${plain(sentence)}`)
      .join('\n'),
    ...(tree ? ['## Fields', fieldTable(tree, published)] : []),
    ...(example === undefined
      ? []
      : ['## An example', `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Text of others stays text: no tag, no link, no cell of its own making. */
const plain = (text: string): string =>
  text.replace(/[\\`*_[\]<>|]/g, (mark) => `\\${mark}`).replace(/\s+/g, ' ');

function fieldTable(tree: SchemaNode, { contract }: PublishedContract): string {
  const rows: string[] = [];
  for (const node of fieldsInOrder(tree, ROWS_MAX)) {
    const kept = contract.fields[node.path]?.classification;
    const cells = [
      `\`${node.path.replaceAll('`', '').replaceAll('|', '\\|')}\``,
      plain([node.type, ...node.constraints].join(', ')),
      node.required ? 'yes' : '',
      plain([node.description ?? '', kept ? `Classified ${kept}.` : ''].join(' ').trim()),
    ];
    rows.push(`| ${cells.join(' | ')} |`);
  }
  return ['| field | type | required | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
