import { type Consumption, readConsumption } from '#contract';
import { notRight } from './not-right.js';
import type { SourceTree } from './source-tree.js';

/** What a consumer declares in a file of its own, and the text as it is sent. */
export interface FoundConsumption {
  readonly path: string;
  readonly text: string;
  readonly consumption: Consumption;
}

const CONSUMPTION = /\.consumption\.(ya?ml|json)$/;

export const isConsumptionPath = (path: string): boolean => CONSUMPTION.test(path);

/** Of the files and folders named, those that say what a consumer reads. */
export async function findConsumptions(
  tree: SourceTree,
  paths: readonly string[],
): Promise<readonly FoundConsumption[]> {
  const found = new Map<string, FoundConsumption>();
  for (const named of paths) {
    const below = (await tree.filesBelow(named)) ?? [named];
    for (const path of below.filter(isConsumptionPath)) {
      const text = (await tree.text(path)) ?? '';
      const read = readConsumption(text);
      if (!read.ok) throw notRight(path, read.error);
      found.set(path, { path, text, consumption: read.value });
    }
  }
  return [...found.values()];
}
