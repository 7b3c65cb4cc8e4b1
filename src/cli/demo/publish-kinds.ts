import type { Server } from '../ask.js';
import type { Io } from '../io.js';
import { type Publication, publishContract } from '../publish-contract.js';
import { contractOfKind, type GithubKind } from './contract-of-kind.js';
import { fewAtATime, type Progress } from './progress.js';

export interface PublishedKind {
  readonly kind: string;
  readonly publication: Publication;
}

/** The registry compiles every schema before it keeps it; more at once would only queue there. */
const AT_A_TIME = 4;
const STAGE = 'publishing one contract for each kind of event';

export async function publishKinds(
  io: Io,
  registry: Server,
  { kinds, progress }: { readonly kinds: readonly GithubKind[]; readonly progress: Progress },
): Promise<readonly PublishedKind[]> {
  const publish = async (kind: GithubKind): Promise<PublishedKind> => {
    const document = JSON.stringify(contractOfKind(kind));
    const publication = await publishContract(io, registry, { document, isDryRun: false });
    return { kind: kind.name, publication };
  };
  progress.begin(STAGE);
  const published = await fewAtATime(kinds, publish, {
    width: AT_A_TIME,
    onDone: (done) => progress.step(STAGE, done, kinds.length),
  });
  progress.end();
  return published;
}
