import { problem } from '#kernel';
import { type Server, understood, wishFor } from './ask.js';
import { type Io, say } from './io.js';
import { cliProblems } from './problems.js';
import { verdictAsText } from './reporters/verdict-text.js';
import { explainedVerdicts } from './explained-verdicts.js';

/** What became of an event, and each check that led to it. */
export async function explainEvent(
  io: Io,
  server: Server,
  { what, source }: { readonly what: string; readonly source: string | undefined },
): Promise<void> {
  const query = source === undefined ? '' : `?source=${encodeURIComponent(source)}`;
  const path = `/v1/verdicts/${encodeURIComponent(what)}${query}`;
  const answer = await wishFor(io, server, { path, status: 200 });
  const { verdicts } = understood(server, answer, explainedVerdicts);
  if (verdicts.length === 0) throw problem(cliProblems.EVENT_UNKNOWN, { what, url: server.url });
  say(io, verdicts.map((each) => verdictAsText(each, io)).join('\n\n'));
}
