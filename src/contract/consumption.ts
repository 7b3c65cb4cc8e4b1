import { fail, ok, type Result } from '#kernel';
import { z } from 'zod';
import { type ContractFault } from './contract-fault.js';
import { readContractText } from './contract-text.js';
import { contractId, date, line, pointer, word } from './document-words.js';
import { faultsOf } from './document-faults.js';

/** What a consumer reads of one contract: the fields, the values it copes with, where and until when. */
export interface Consumption {
  readonly consumer: string;
  readonly owner: { readonly team: string; readonly contact?: string };
  /** The id of the contract it reads. */
  readonly of: string;
  /** By JSON Pointer. */
  readonly needs: Readonly<Record<string, Need>>;
  readonly environments: readonly string[];
  /** The day until which the team stands by this list. */
  readonly attestedUntil?: string;
}

export interface Need {
  /** The values it knows; absent when any will do. */
  readonly values?: readonly (string | number | boolean | null)[];
  readonly onUnknown: 'fail' | 'ignore';
}

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const need = z.strictObject({
  values: z.array(scalar).min(1).max(5_000).optional(),
  onUnknown: z.enum(['fail', 'ignore']).default('fail'),
});
const consumptionDocument = z.strictObject({
  apiVersion: z.literal('concordat/v1'),
  kind: z.literal('Consumption'),
  consumer: word,
  owner: z.strictObject({ team: line, contact: line.optional() }),
  of: contractId,
  needs: z.record(pointer, need),
  environments: z.array(word).max(100).default([]),
  attestedUntil: date.optional(),
});

/** Reads a consumer's document, from YAML or JSON text or an already parsed value. */
export function readConsumption(document: unknown): Result<Consumption, readonly ContractFault[]> {
  const text = readContractText(document);
  if (!text.ok) return text;
  const shaped = consumptionDocument.safeParse(text.value.value);
  if (!shaped.success) {
    const faults = faultsOf(shaped.error, consumptionDocument, text.value.value);
    return fail(faults.map((fault) => ({ ...fault, ...text.value.place(fault.pointer) })));
  }
  const { apiVersion: _apiVersion, kind: _kind, ...consumption } = shaped.data;
  return ok(consumption as Consumption);
}
