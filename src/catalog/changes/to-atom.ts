import { createHash } from 'node:crypto';
import { xmlText } from '#kernel';
import type { ChangesAnswer, ToldChange } from './changes-answer.js';

export interface FeedPlace {
  /** Where the catalog is: `https://concordat.example`. */
  readonly origin: string;
  /** What this feed was asked with: `/catalog/v1/changes.atom?team=orders`. */
  readonly self: string;
  /** The page that shows the same. */
  readonly page: string;
  /** The feed of what came before. */
  readonly next?: string | undefined;
}

const BEGINNING = '1970-01-01T00:00:00.000Z';

/** The same changes as a feed to subscribe to (RFC 4287), the pages behind it by RFC 5005. Pure. */
export function toAtom(
  { changes, since, contract }: Pick<ChangesAnswer, 'changes' | 'since' | 'contract'>,
  { origin, self, page, next }: FeedPlace,
): string {
  const whole = (path: string) => xmlText(origin + path);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `  <id>${whole(self)}</id>`,
    `  <title>${xmlText(contract ? `Changes of ${contract.name}` : 'What changed')}</title>`,
    // The same where nothing changed, so that who has it is told that nothing did.
    `  <updated>${changes[0]?.at ?? since?.slice(0, 10).concat('T00:00:00.000Z') ?? BEGINNING}</updated>`,
    '  <author><name>Concordat</name></author>',
    '  <generator>Concordat</generator>',
    `  <link rel="self" type="application/atom+xml" href="${whole(self)}"/>`,
    `  <link rel="alternate" type="text/html" href="${whole(page)}"/>`,
    ...(next === undefined ? [] : [`  <link rel="next" href="${whole(next)}"/>`]),
    ...changes.map((change) => entryOf(change, origin)),
    '</feed>',
    '',
  ].join('\n');
}

function entryOf(change: ToldChange, origin: string): string {
  const { key, at, by, kinds, sentence, reason, event, effect } = change;
  const first = effect?.first;
  const told = [
    ...(reason === undefined ? [] : [`“${reason}”`]),
    ...(effect ? [`${effect.says[0]?.toUpperCase()}${effect.says.slice(1)}.`] : []),
    ...(first === undefined ? [] : [first]),
  ];
  return [
    '  <entry>',
    `    <id>urn:uuid:${uuidOf(`${key} ${at}`)}</id>`,
    `    <title>${xmlText(event ? `${event.name}: ${sentence}` : sentence)}</title>`,
    `    <updated>${at}</updated>`,
    `    <published>${at}</published>`,
    `    <author><name>${xmlText(by || 'unnamed')}</name></author>`,
    `    <link rel="alternate" type="text/html" href="${xmlText(origin + placeOf(change))}"/>`,
    ...kinds.map((kind) => `    <category term="${kind}"/>`),
    `    <summary>${xmlText([sentence, ...told].join(' '))}</summary>`,
    '  </entry>',
  ].join('\n');
}

/** Where it is shown whole: between two versions, at the event, or among all changes. */
function placeOf({ event, version, at }: ToldChange): string {
  if (!event) return `/changes?until=${encodeURIComponent(justAfter(at))}`;
  const page = `/events/${encodeURIComponent(event.id)}`;
  return version === undefined || version === 1 ? page : `${page}/diff/${version - 1}..${version}`;
}

/** A moment is told in milliseconds, and is kept in finer ones. */
const justAfter = (at: string): string => new Date(Date.parse(at) + 1).toISOString();

/** A name of its own for ever (RFC 9562, version 8). */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(`concordat change ${text}`).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...parts, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
