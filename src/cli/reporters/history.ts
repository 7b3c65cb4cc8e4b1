import type { History, PublishedVersion } from '../history/history.js';
import { paint, type Pen } from '../paint.js';
import {
  breaksCounted,
  changeAsMarkdown,
  changeAsText,
  changeLines,
  changesInJson,
  type ChangeLine,
  NEW,
} from './change-lines.js';
import { counted } from './counted.js';
import { words } from './markdown-text.js';

const SAME: ChangeLine = { what: 'It promises the same as before.', effect: 'breaks nobody' };

function linesOf({ compared }: PublishedVersion): readonly ChangeLine[] {
  if (!compared) return [NEW];
  const lines = changeLines(compared);
  return lines.length === 0 ? [SAME] : lines;
}

/** `2026-11-23 09:30 UTC` */
const minute = (moment: string): string =>
  `${new Date(moment).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const headOf = ({ publishedAt, publishedBy, isForced }: PublishedVersion): string =>
  `${minute(publishedAt)} by ${publishedBy || 'unnamed'}${isForced ? ', forced' : ''}`;

/** Somebody else's words on one line of a terminal, which they must not command. */
const plain = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

const nothing = ({ registry, since }: History): string =>
  `Nothing was published at ${registry} since ${minute(since)}.`;

function countOf({ contracts }: History): string {
  const versions = contracts.flatMap((each) => each.versions);
  return `${counted(versions.length, 'version')} of ${counted(contracts.length, 'contract')}, ${breaksCounted(versions.flatMap(linesOf))}`;
}

function asText(history: History, pen: Pen): string {
  if (history.contracts.length === 0) return `${nothing(history)}\n`;
  const parts = history.contracts.map(({ id, team, versions }) =>
    [
      `${paint(pen, 'bold', id)}  ${paint(pen, 'dim', plain(team))}`,
      ...versions.flatMap((made) => [
        `  v${made.version}  ${plain(headOf(made))}`,
        ...(made.reason === undefined ? [] : [`    ${paint(pen, 'cyan', plain(made.reason))}`]),
        ...linesOf(made).flatMap((each) => changeAsText(each, pen, '    ')),
      ]),
      '',
    ].join('\n'),
  );
  return `Published since ${minute(history.since)}: ${countOf(history)}\n\n${parts.join('\n')}`;
}

function asMarkdown(history: History): string {
  if (history.contracts.length === 0) return `${words(nothing(history))}\n`;
  const parts = history.contracts.flatMap(({ id, versions }) => [
    `## ${words(id)}`,
    ...versions.flatMap((made) => [
      `**Version ${made.version}**, ${words(headOf(made))}`,
      ...(made.reason === undefined ? [] : [`> ${words(made.reason)}`]),
      linesOf(made).map(changeAsMarkdown).join('\n'),
    ]),
  ]);
  return `# Published since ${minute(history.since)}\n\n${countOf(history)}.\n\n${parts.join('\n\n')}\n`;
}

const NOTHING_COMPARED = { changes: [], doubts: [], notes: [] };

function asJson({ registry, since, contracts }: History): string {
  const told = contracts.map((each) => ({
    ...each,
    versions: each.versions.map(({ compared, ...made }) => ({
      ...made,
      change: compared ? 'changed' : 'added',
      ...(compared ? changesInJson(compared) : NOTHING_COMPARED),
    })),
  }));
  return `${JSON.stringify({ formatVersion: 1, registry, since, contracts: told }, undefined, 2)}\n`;
}

export const historyFormats: Readonly<Record<string, (history: History, pen: Pen) => string>> = {
  text: asText,
  markdown: asMarkdown,
  json: asJson,
};
