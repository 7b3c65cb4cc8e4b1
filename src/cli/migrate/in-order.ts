import { type ContentVersion, placeOf, referredPlace } from './registry-content.js';

/**
 * Versions in steps: each refers only to those of earlier steps. What refers in a circle, which no
 * registry lets in, comes last.
 */
export function inOrder(
  versions: readonly ContentVersion[],
): readonly (readonly ContentVersion[])[] {
  const waiting = new Map(versions.map((each) => [placeOf(each), each]));
  const steps: ContentVersion[][] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ subject, references }) =>
      references.every((each) => !waiting.has(referredPlace(subject, each))),
    );
    const step = ready.length > 0 ? ready : [...waiting.values()];
    for (const each of step) waiting.delete(placeOf(each));
    steps.push(step);
  }
  return steps;
}
