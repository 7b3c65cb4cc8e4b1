import type { PublishedContract } from '#registry';
import { treeOf } from '#schema';

/** The tree of what was written, comments included. */
export const treeOfContract = ({ source, writtenText }: PublishedContract) =>
  treeOf(writtenText === undefined ? source : { ...source, text: writtenText });
