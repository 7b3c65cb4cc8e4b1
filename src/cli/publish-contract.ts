import type { CompatibilityReport, MeaningFinding } from '#compat';
import { z } from 'zod';
import { type Answer, ask, type Server, understood, unexpected } from './ask.js';
import type { Io } from './io.js';

/** What the registry said to one contract. */
export type Publication =
  | {
      readonly outcome: 'published' | 'unchanged';
      readonly id: string;
      readonly version: number;
      readonly meaning: readonly MeaningFinding[];
    }
  | {
      readonly outcome: 'refused';
      readonly code: string;
      readonly detail: string;
      readonly faults: readonly RemoteFault[];
      readonly report?: CompatibilityReport;
      readonly meaning: readonly MeaningFinding[];
    };

export interface RemoteFault {
  readonly pointer: string;
  readonly message: string;
}

interface Sent {
  /** YAML or JSON text with the schema inside. */
  readonly document: string;
  readonly isDryRun: boolean;
  /** Why it is published. */
  readonly why?: string | undefined;
}

export async function publishContract(
  io: Io,
  server: Server,
  { document, isDryRun, why }: Sent,
): Promise<Publication> {
  const isJson = document.trimStart().startsWith('{');
  const asked = new URLSearchParams({
    ...(isDryRun && { dryRun: 'true' }),
    ...(why !== undefined && { reason: why }),
  });
  const answer = await ask(
    io,
    server,
    `/v1/contracts${asked.size > 0 ? `?${asked.toString()}` : ''}`,
    {
      method: 'POST',
      headers: { 'content-type': isJson ? 'application/json' : 'application/yaml' },
      body: document,
    },
  );
  return publicationIn(server, answer);
}

/** @throws where the registry answered neither yes nor no */
export function publicationIn(server: Server, answer: Answer): Publication {
  if (answer.status === 200 || answer.status === 201) return accepted(server, answer);
  if (answer.status === 409 || answer.status === 422) return refused(server, answer);
  throw unexpected(server, answer);
}

const acceptance = z.object({
  ...{ id: z.string(), version: z.number(), created: z.boolean().optional() },
  meaning: z.array(z.custom<MeaningFinding>(isObject)).optional(),
});
const refusal = z.object({
  ...{ code: z.string().optional(), detail: z.string().optional() },
  faults: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
  compatibility: z.custom<CompatibilityReport>(isObject).optional(),
  findings: z.array(z.custom<Partial<MeaningFinding>>(isObject)).optional(),
});

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function accepted(server: Server, answer: Answer): Publication {
  const { id, version, created = true, meaning = [] } = understood(server, answer, acceptance);
  return { outcome: created ? 'published' : 'unchanged', id, version, meaning };
}

function refused(server: Server, answer: Answer): Publication {
  const said = understood(server, answer, refusal);
  return {
    outcome: 'refused',
    code: said.code ?? `HTTP_${answer.status}`,
    detail: said.detail ?? 'The registry gave no reason.',
    faults: said.faults ?? [],
    meaning: (said.findings ?? []).filter((each) => each.hurts !== undefined) as MeaningFinding[],
    ...(said.compatibility ? { report: said.compatibility } : {}),
  };
}
