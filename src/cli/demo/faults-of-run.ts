import type { Publication } from '../publish-contract.js';
import type { PublishedKind } from './publish-kinds.js';
import { isAccepted } from './send-events.js';
import type { Sent } from './stream-examples.js';

interface Run {
  readonly published: readonly PublishedKind[];
  readonly real: readonly Sent[];
  readonly mutated: readonly Sent[];
}

/** What should not have happened, in sentences; empty when the demo did what it shows. */
export function faultsOfRun({ published, real, mutated }: Run): readonly string[] {
  const refused = published.flatMap(({ kind, publication }) =>
    publication.outcome === 'refused' ? [contractRefused(kind, publication)] : [],
  );
  const slipped = mutated
    .filter(({ answer }) => isAccepted(answer))
    .map(
      ({ kind, story }) => `An event of ${kind} that ${story ?? 'was made wrong'} was accepted.`,
    );
  const lost = real.filter(
    ({ answer }) => !['accepted', 'quarantined', 'rejected'].includes(answer.verdict),
  );
  return [
    ...refused,
    ...slipped,
    ...(real.some(({ answer }) => isAccepted(answer)) ? [] : ['No real event was accepted.']),
    ...(lost.length > 0 ? [`${lost.length} real events got no final verdict.`] : []),
  ];
}

const contractRefused = (
  kind: string,
  { code, detail }: Publication & { outcome: 'refused' },
): string => `The contract of ${kind} was refused (${code}): ${detail}`;
