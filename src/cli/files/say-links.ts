import { posix } from 'node:path';
import type { Io } from '../io.js';
import { isConsumptionPath } from './find-consumptions.js';
import { isContractPath } from './find-files.js';

/**
 * Says which links were left out that are called as contracts are. They are not followed: a commit
 * holds a path behind them and no text, so against git each would pass as new.
 */
export function sayLinks(io: Io, links: ReadonlySet<string>, named: readonly string[]): void {
  const taken = new Set(named.map((path) => posix.normalize(path)));
  for (const link of links)
    if ((isContractPath(link) || isConsumptionPath(link)) && !taken.has(link))
      io.err(`"${link}" is a link and is left out: name it, or keep the file itself there.\n`);
}
