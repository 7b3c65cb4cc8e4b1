import type { ReferencedSource } from '#schema';
import { type Decision, Procedure } from '../../src/compat/json-schema/decide.js';
import { toText } from '../../src/compat/json-schema/json.js';
import { type ExactSchema, readExactly } from '../../src/compat/json-schema/read-schema.js';

const DRAFTS = {
  4: 'http://json-schema.org/draft-04/schema#',
  6: 'http://json-schema.org/draft-06/schema#',
  7: 'http://json-schema.org/draft-07/schema#',
  2019: 'https://json-schema.org/draft/2019-09/schema',
  2020: 'https://json-schema.org/draft/2020-12/schema',
} as const;
export type TestedDraft = keyof typeof DRAFTS;

/** A schema of a draft, read as one from outside; a text is taken as it is. */
export function sideOf(
  schema: unknown,
  draft: TestedDraft = 7,
  references: readonly ReferencedSource[] = [],
): ExactSchema {
  const isObject = typeof schema === 'object' && schema !== null;
  const text =
    typeof schema === 'string'
      ? schema
      : JSON.stringify(isObject ? { $schema: DRAFTS[draft], ...schema } : schema);
  const read = readExactly({ type: 'JSON', text, references });
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

/** What the procedure says about every event of the writer. */
export const decide = (
  writer: unknown,
  reader: unknown,
  { draft = 7, stepsMax = 50_000 }: { draft?: TestedDraft; stepsMax?: number } = {},
): Decision => new Procedure().decide(sideOf(writer, draft), sideOf(reader, draft), { stepsMax });

/** The event that was found, or the outcome. */
export const shown = (decision: Decision): string =>
  decision.outcome === 'refuted' ? toText(decision.value) : decision.outcome;
