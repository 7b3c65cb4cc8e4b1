import { fail, ok, type Result } from '#kernel';
import { type z } from 'zod';
import { type ContractFault } from './contract-fault.js';
import { readContractText } from './contract-text.js';
import { faultsOf } from './document-faults.js';

/**
 * Reads any document people write beside contracts, YAML or JSON, with the same care: a key nobody
 * reads is refused with the nearest known word, and each fault has its line.
 */
export function readStrictDocument<T>(
  text: string,
  shape: z.ZodType<T>,
): Result<T, readonly ContractFault[]> {
  const read = readContractText(text);
  if (!read.ok) return read;
  const shaped = shape.safeParse(read.value.value);
  if (shaped.success) return ok(shaped.data);
  const faults = faultsOf(shaped.error, shape, read.value.value);
  return fail(faults.map((fault) => ({ ...fault, ...read.value.place(fault.pointer) })));
}
