import { z } from 'zod';
import { type Contract, readContract, withMessages } from '#contract';
import type { SchemaSource } from '#schema';
import { type Server, understood, wishFor } from '../ask.js';
import { checkedContract } from '../check/checked-contract.js';
import type { CheckedContract } from '../check/check-result.js';
import { compare } from '../compare.js';
import { inContract, type ResolveReferences } from '../files/read-found.js';
import type { Io } from '../io.js';

export interface Span {
  readonly id: string;
  readonly old: number;
  readonly new: number;
}

const whole = z.object({
  source: z.string(),
  schema: z.object({ type: z.enum(['AVRO', 'JSON', 'PROTOBUF']), text: z.string() }).optional(),
});

interface Side {
  readonly path: string;
  readonly text: string;
  readonly contract: Contract;
  readonly source: SchemaSource;
}

/** Both directions of a version against the one before, under what it makes true of its writers. */
export async function compareWithBefore(
  io: Io,
  server: Server,
  { span, references }: { readonly span: Span; readonly references: ResolveReferences },
): Promise<CheckedContract> {
  const { id, old, new: made } = span;
  const sideOf = (version: number) => readSide(io, server, { id, version, references });
  const [before, after] = await Promise.all([sideOf(old), sideOf(made)]);
  if (!before || !after) return unread(id, before ? made : old);
  const { path, text, contract, source } = after;
  const locate = () => undefined;
  const found = { path, schemaPath: path, text, contract, source, locate, isSame: false };
  const promise = { contract: before.contract, path: before.path, locate: inContract(before.text) };
  const { group } = before.contract.compatibility;
  const older = {
    ...{ version: old, where: before.path, source: before.source, promise },
    ...(group !== undefined && { group }),
  };
  const locateInContract = inContract(text);
  const compared = compare({ ...found, referencedPaths: [], locateInContract }, [older], {
    mode: 'FULL',
  });
  return checkedContract(compared);
}

async function readSide(
  io: Io,
  server: Server,
  asked: { id: string; version: number; references: ResolveReferences },
): Promise<Side | undefined> {
  const { id, version } = asked;
  const path = `/v1/contracts/${encodeURIComponent(id)}/versions/${version}`;
  const answer = await wishFor(io, server, { path, status: 200 });
  const { source: text, schema } = understood(server, answer, whole);
  const read = readContract(text);
  if (!read.ok || !schema) return undefined;
  const contract = read.value;
  const references = await asked.references(contract.schema.references);
  const source = withMessages(contract, { ...schema, references });
  return { path: `${id} version ${version}`, text, contract, source };
}

/** A schema that was deleted for good, or a document older than the words of this release. */
const unread = (id: string, version: number): CheckedContract => ({
  ...{ name: id, path: id, schemaPath: id, verdict: 'undecided', against: [], findings: [] },
  doubts: [],
  notes: [`Version ${version} can no longer be read, so nothing tells what changed.`],
});
