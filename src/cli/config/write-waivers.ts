import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isMap, isSeq, parseDocument } from 'yaml';
import { problem } from '#kernel';
import { DiskTree } from '../files/disk-tree.js';
import { makeFolder } from '../files/make-folder.js';
import { cliProblems } from '../problems.js';
import { readWaivers, type Waiver } from './waivers.js';

export interface WaiversFile {
  readonly cwd: string;
  readonly path: string;
}

const FIRST = 'version: 1\nwaivers: []\n';
const isSame = (a: Waiver, b: Waiver): boolean =>
  a.fp === b.fp && a.contract === b.contract && a.subject === b.subject;

/** One more, or another day for one that is there; comments and order stay as they are. */
export async function addWaiver(file: WaiversFile, waiver: Waiver): Promise<'added' | 'renewed'> {
  const known = await readWaivers(new DiskTree(file.cwd), file.path);
  const at = known.findIndex((each) => isSame(each, waiver));
  await edited(file, (items, node) => {
    if (at >= 0) items[at] = node(waiver);
    else items.push(node(waiver));
  });
  return at >= 0 ? 'renewed' : 'added';
}

export async function removeWaivers(
  file: WaiversFile,
  isGone: (index: number) => boolean,
): Promise<void> {
  await edited(file, (items) => {
    const kept = items.filter((_, index) => !isGone(index));
    items.splice(0, items.length, ...kept);
  });
}

/** The file was read by its strict reader before, so it is what it should be. */
async function edited(
  { cwd, path }: WaiversFile,
  change: (items: unknown[], node: (waiver: Waiver) => unknown) => void,
): Promise<void> {
  const text = (await new DiskTree(cwd).text(path)) ?? FIRST;
  const document = parseDocument(text, { schema: 'core' });
  if (isMap(document.contents) && !isSeq(document.get('waivers')))
    document.set('waivers', document.createNode([]));
  const list = document.get('waivers');
  if (!isSeq(list)) return;
  change(list.items, (waiver) => document.createNode(waiver));
  list.flow = list.items.length === 0;
  const full = resolve(cwd, path);
  try {
    await makeFolder(dirname(full));
    await writeFile(full, document.toString({ lineWidth: 0 }));
  } catch (error) {
    throw problem(cliProblems.FILE_NOT_WRITTEN, { path, why: (error as Error).message });
  }
}
