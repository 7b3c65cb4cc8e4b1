import { posix } from 'node:path';
import { schemaFormats } from '#contract';
import { schemaTypeOf } from '../files/schema-type.js';

/** The folders that hold something; one below another is part of it. */
export function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = [...new Set(paths.map((path) => posix.dirname(path)))].sort();
  return folders.filter(
    (folder) => !folders.some((other) => other !== folder && isBelow(folder, other)),
  );
}

const isBelow = (folder: string, other: string): boolean =>
  other === '.' || folder.startsWith(`${other}/`);

export const configText = (folders: readonly string[], owner: string): string => `version: 1
modules:
${folders.map((path) => `  - { path: ${quoted(path)}, owner: ${quoted(owner)} }`).join('\n')}
check:
  # What a pull request is compared with, and what you compare with at your desk.
  against: { pull_request: 'git:origin/main', default: 'git:HEAD' }
`;

const ENDS = /\.schema\.json$|\.avsc$|\.proto$/;

export const contractPathOf = (schemaPath: string): string =>
  `${schemaPath.replace(ENDS, '')}.contract.yaml`;

/** A draft: it promises nothing until somebody completes it and says so. */
export function contractText(schemaPath: string, owner: string): string {
  const file = posix.basename(schemaPath);
  const name = slug(file.replace(ENDS, ''));
  const domain = slug(posix.basename(posix.dirname(schemaPath)));
  const id = domain === '' ? name : `${domain}.${name}`;
  return `apiVersion: concordat/v1
kind: EventContract
id: ${quoted(id)}
status: draft
owner: { team: ${quoted(owner)} }
schema: { format: ${schemaFormats[schemaTypeOf(schemaPath)]}, file: ${quoted(`./${file}`)} }
channel: { topic: ${quoted(id.slice(0, 249))} }
`;
}

/** Lower case, words joined by dashes: what ids and topics may hold. */
const slug = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** YAML's single quotes: only the quote itself needs doubling. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
