import type { CompatibilityReport, MeaningFinding } from '#compat';
import { type Answer, ask, type Server, unexpected } from './ask.js';
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

/** @param document YAML or JSON text with the schema inside */
export async function publishContract(
  io: Io,
  server: Server,
  { document, isDryRun }: { readonly document: string; readonly isDryRun: boolean },
): Promise<Publication> {
  const isJson = document.trimStart().startsWith('{');
  const answer = await ask(io, server, `/v1/contracts${isDryRun ? '?dryRun=true' : ''}`, {
    method: 'POST',
    headers: { 'content-type': isJson ? 'application/json' : 'application/yaml' },
    body: document,
  });
  if (answer.status === 200 || answer.status === 201) return accepted(answer);
  if (answer.status === 409 || answer.status === 422) return refused(answer);
  throw unexpected(server, answer);
}

function accepted({ body }: Answer): Publication {
  const said = body as {
    readonly id: string;
    readonly version: number;
    readonly created: boolean;
    readonly meaning?: readonly MeaningFinding[];
  };
  const { id, version, created, meaning = [] } = said;
  return { outcome: created ? 'published' : 'unchanged', id, version, meaning };
}

function refused({ status, body }: Answer): Publication {
  const said = body as {
    readonly code?: string;
    readonly detail?: string;
    readonly faults?: readonly RemoteFault[];
    readonly compatibility?: CompatibilityReport;
    readonly findings?: readonly Partial<MeaningFinding>[];
  };
  return {
    outcome: 'refused',
    code: said.code ?? `HTTP_${status}`,
    detail: said.detail ?? 'The registry gave no reason.',
    faults: said.faults ?? [],
    meaning: (said.findings ?? []).filter((each) => each.hurts !== undefined) as MeaningFinding[],
    ...(said.compatibility ? { report: said.compatibility } : {}),
  };
}
