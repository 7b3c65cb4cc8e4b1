import { readContract, type Contract } from '#contract';

/** A contract that says the least, with what a test changes, every default filled in. */
export function contractOf(changes: Readonly<Record<string, unknown>> = {}): Contract {
  const read = readContract({
    apiVersion: 'concordat/v1',
    kind: 'EventContract',
    id: 'orders',
    owner: { team: 'orders' },
    channel: { topic: 'orders' },
    ...changes,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}
