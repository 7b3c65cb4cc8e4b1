// `docs/showcase.md`: changes that well-known registries judge wrongly, from the goldens a test judges.
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = 'test/golden/showcase/pairs';
const LANGUAGES = [
  ['JSON', 'JSON Schema'],
  ['AVRO', 'Avro'],
  ['PROTOBUF', 'Protobuf'],
];
const WORDS = {
  right: 'right',
  accepts: '**lets it through**',
  refuses: '**refuses it**',
  crashes: '**crashes**',
};
const OURS = { compatible: 'compatible, proved', incompatible: 'breaks', undecided: 'undecided' };
const code = (text) => `\`${text}\``;

export async function showcasePairs(root) {
  const paths = (await Array.fromAsync(glob(`${FOLDER}/*.json`, { cwd: root }))).sort();
  return Promise.all(
    paths.map(async (path) => JSON.parse(await readFile(join(root, path), 'utf8'))),
  );
}

function othersInWords(others) {
  const byWord = Object.groupBy(Object.keys(others), (name) => others[name]);
  return ['accepts', 'refuses', 'crashes', 'right']
    .filter((word) => byWord[word])
    .map((word) => `${WORDS[word]}: ${byWord[word].join(', ')}`)
    .join('; ');
}

function schemaInWords({ language }, schema) {
  if (language !== 'PROTOBUF') return code(JSON.stringify(schema));
  const lines = schema.filter((line) => !line.startsWith('syntax')).map((line) => line.trim());
  return code(lines.join(' '));
}

function oursInWords({ verdict, says, owed, note }) {
  const sentence = owed ? `Not judged yet: ${owed}` : says.join(' ');
  return [`**${OURS[verdict]}**.`, sentence, note && `_${note}_`].filter(Boolean).join(' ');
}

function evidenceInWords({ witness, bytes, reason }) {
  if (witness === undefined) return '';
  const event = witness.length > 0 ? code(witness) : '';
  return `${event}${bytes ? ` (bytes ${code(bytes)})` : ''} ${reason}`;
}

/** How many of the pairs each has judged, and how; ours last. */
function score(pairs) {
  const names = [...new Set(pairs.flatMap(({ others }) => Object.keys(others)))];
  const rows = names.map((name) => {
    const said = pairs.flatMap(({ others }) => (name in others ? [others[name]] : []));
    const of = (word) => said.filter((each) => each === word).length;
    return [name, said.length, of('right'), of('accepts'), of('refuses'), of('crashes')];
  });
  const ours = (verdict, expected) =>
    pairs.filter((pair) => pair.verdict === verdict && pair.expected === expected).length;
  const right = pairs.filter(({ verdict, expected }) => verdict === expected).length;
  const wrong = [ours('compatible', 'incompatible'), ours('incompatible', 'compatible')];
  return [...rows, ['**Concordat**', pairs.length, right, ...wrong, 0]];
}

function section(pairs, heading, table) {
  const isBreaking = pairs[0].expected === 'incompatible';
  const rows = pairs.map((pair) => [
    pair.change,
    `${schemaInWords(pair, pair.old)} → ${schemaInWords(pair, pair.new)}`,
    othersInWords(pair.others),
    oursInWords(pair),
    ...(isBreaking ? [evidenceInWords(pair)] : []),
  ]);
  const heads = ['change', 'old → new', 'others', 'Concordat'];
  return `## ${heading}\n\n${table([...heads, ...(isBreaking ? ['the event that breaks'] : [])], rows)}`;
}

/** The body below the introduction. */
export function showcaseBody(pairs, table) {
  const sections = LANGUAGES.flatMap(([language, title]) =>
    [
      ['incompatible', 'changes that break somebody'],
      ['compatible', 'changes that break nobody'],
    ].flatMap(([expected, heading]) => {
      const own = pairs.filter((pair) => pair.language === language && pair.expected === expected);
      return own.length > 0 ? [section(own, `${title}: ${heading}`, table)] : [];
    }),
  );
  const heads = ['', 'judged', 'right', 'breaks let through', 'safe changes refused', 'crashes'];
  return [table(heads, score(pairs)), ...sections].join('\n\n');
}
