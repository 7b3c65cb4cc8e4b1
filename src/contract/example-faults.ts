import { appendPointer, languageOf, type Payload, type SchemaSource, sourceReadAs } from '#schema';
import type { Contract } from './contract.js';
import type { ContractFault } from './contract-fault.js';
import { withMessages } from './event-messages.js';
import { keywordReadingOf } from './keyword-reading-of.js';

/**
 * Examples that are no events of the contract's schema, read as the gateway reads events in JSON: who
 * copies one would be refused. Nothing is said of a schema that cannot be read or is too complex to run.
 */
export function* exampleFaults(contract: Contract, source: SchemaSource): Generator<ContractFault> {
  const { examples = [] } = contract;
  if (examples.length === 0) return;
  const payloads = payloadsOf(
    withMessages(contract, sourceReadAs(source, keywordReadingOf(contract))),
  );
  for (const [index, example] of examples.entries()) {
    const refusal = refusalOf(example, payloads);
    if (!refusal) continue;
    const at = refusal.pointer === '' ? '' : `${refusal.pointer}: `;
    yield {
      code: 'EXAMPLE_REFUSED',
      pointer: appendPointer('/examples', index) + refusal.pointer,
      message: `Example ${index + 1} is no event of the schema: ${at}${refusal.message}`,
    };
  }
}

/** Where the contract names none, any message of a .proto file may be the event. */
function payloadsOf(source: SchemaSource): readonly Payload[] {
  const language = languageOf(source.type);
  const read = language?.read(source);
  if (!language || !read?.ok || language.compileFaults(read.value).length > 0) return [];
  if (source.type !== 'PROTOBUF' || source.messages)
    return [language.payload(read.value, { encoding: 'json' })].filter(
      (each) => each !== undefined,
    );
  const payloads: Payload[] = [];
  for (;;) {
    const payload = language.payload(read.value, { encoding: 'json', message: [payloads.length] });
    if (!payload) return payloads;
    payloads.push(payload);
  }
}

/** What the first message says against an example that none takes. */
function refusalOf(example: unknown, payloads: readonly Payload[]) {
  const bytes = new TextEncoder().encode(JSON.stringify(example));
  let refusal: { readonly pointer: string; readonly message: string } | undefined;
  for (const payload of payloads) {
    const read = payload.read(bytes);
    if (read.ok) return undefined;
    refusal ??= read.error[0];
  }
  return refusal;
}
