import { z } from 'zod';
import { isDate, readStrictDocument } from '#contract';
import { notRight } from '../files/not-right.js';
import { noFile, type SourceTree } from '../files/source-tree.js';

const words = z.string().min(1, 'This is empty. Write something.').max(1_000);

export const WAIVERS_PATH = '.contracts/waivers.yaml';

export const waiver = z.strictObject({
  fp: z
    .string()
    .regex(/^[A-Z2-7]{16}$/, 'A fingerprint has 16 letters and digits. Copy it from the report.'),
  /** Holds for this contract only; without it, wherever the same change is made. */
  contract: words.optional(),
  /** Holds for contracts and schemas of this subject only. */
  subject: words.optional(),
  reason: words,
  by: words,
  until: z.string().refine(isDate, 'This is not a day of the calendar. Write it as YYYY-MM-DD.'),
});
const waiversDocument = z.strictObject({
  version: z.literal(1),
  waivers: z.array(waiver).max(10_000).default([]),
});

/** One change somebody answers for, until a day (that day included, UTC). */
export type Waiver = z.infer<typeof waiver>;

export async function readWaivers(tree: SourceTree, path: string): Promise<readonly Waiver[]> {
  const text = await tree.text(path);
  if (text === undefined && (await tree.filesBelow(path)) !== undefined)
    throw await noFile(tree, path);
  if (text === undefined) return [];
  const read = readStrictDocument(text, waiversDocument);
  if (read.ok) return read.value.waivers;
  throw notRight(path, read.error);
}

/** Dates of this form sort as texts do. */
export const isExpired = ({ until }: Waiver, today: string): boolean => until < today;
