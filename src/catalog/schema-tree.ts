import type { PublishedContract } from '#registry';
import { type SchemaSource, treeOf } from '#schema';

/** What was written, comments included. */
export const writtenSource = ({ source, writtenText }: PublishedContract): SchemaSource =>
  writtenText === undefined ? source : { ...source, text: writtenText };

export const treeOfContract = (published: PublishedContract) => treeOf(writtenSource(published));
