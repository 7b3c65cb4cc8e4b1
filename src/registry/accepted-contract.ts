import { type Contract, readContract } from '#contract';
import { contractInvalid } from './contract-invalid.js';

/** @throws CONTRACT_INVALID */
export function acceptedContract(text: string): Contract {
  const read = readContract(text);
  const faults = read.ok ? fileFaults(read.value) : read.error;
  if (read.ok && faults.length === 0) return read.value;
  throw contractInvalid(faults);
}

/** A path means something on the author's disk only. */
function fileFaults({ schema: { file, definition } }: Contract) {
  if (file === undefined || definition !== undefined) return [];
  const message = `"${file}" is a path on your side; over HTTP the schema itself is needed. Put it under "definition", or use \`concordat publish\`, which does.`;
  return [{ code: 'CONTRACT_FILE_OVER_HTTP', pointer: '/schema/file', message }];
}
