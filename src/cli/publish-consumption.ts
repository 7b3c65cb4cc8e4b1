import { z } from 'zod';
import { ask, type Server, understood, unexpected } from './ask.js';
import type { FoundConsumption } from './files/find-consumptions.js';
import type { Io } from './io.js';

/** What became of what one consumer declares. */
export interface Declared {
  readonly path: string;
  readonly consumer: string;
  readonly of: string;
  readonly fields: number;
  readonly outcome: 'declared' | 'refused';
  /** Needs that name no field of the contract. */
  readonly unknownFields: readonly string[];
  readonly detail?: string;
}

const declared = z.object({ created: z.boolean(), unknownFields: z.array(z.string()) });
const refusal = z.object({ detail: z.string() });

/** There is no such contract, it is retired, or the document is not one. */
const REFUSALS = new Set([404, 409, 422]);

/** Tells the registry what a consumer reads; in a dry run it is read here, and nobody is told. */
export async function publishConsumption(
  io: Io,
  server: Server,
  { found, isDryRun }: { readonly found: FoundConsumption; readonly isDryRun: boolean },
): Promise<Declared> {
  const { path, text, consumption } = found;
  const { consumer, of, needs } = consumption;
  const about = { path, consumer, of, fields: Object.keys(needs).length, unknownFields: [] };
  if (isDryRun) return { ...about, outcome: 'declared' };
  const isJson = text.trimStart().startsWith('{');
  const answer = await ask(io, server, '/v1/consumptions', {
    method: 'POST',
    headers: { 'content-type': isJson ? 'application/json' : 'application/yaml' },
    body: text,
  });
  if (REFUSALS.has(answer.status))
    return { ...about, outcome: 'refused', detail: understood(server, answer, refusal).detail };
  if (answer.status !== 200 && answer.status !== 201) throw unexpected(server, answer);
  const { unknownFields } = understood(server, answer, declared);
  return { ...about, outcome: 'declared', unknownFields };
}
