import { fail, ok, type Result } from '#kernel';
import { type SchemaType } from '#schema';
import { type Contract } from './contract.js';
import { contradictionsIn } from './contradictions.js';
import { type ContractDocument, contractDocument } from './contract-document.js';
import { type ContractFault } from './contract-fault.js';
import { type ContractText, readContractText } from './contract-text.js';
import { faultsOf } from './document-faults.js';
import { rolloutFaults } from './rollout/rollout-faults.js';
import { unqualifiedSubject } from './unqualified-subject.js';

/** More faults than a person repairs at once. */
const FAULTS_MAX = 20;

/**
 * Reads a contract from YAML or JSON text, or from a value that was already parsed, and fills in
 * every default.
 *
 * @example readContract('apiVersion: concordat/v1\nkind: EventContract\n…')
 */
export function readContract(document: unknown): Result<Contract, readonly ContractFault[]> {
  const text = readContractText(document);
  if (!text.ok) return text;
  const shaped = contractDocument.safeParse(text.value.value);
  if (!shaped.success)
    return refuse(faultsOf(shaped.error, contractDocument, text.value.value), text.value);
  const contract = filled(shaped.data, text.value);
  const contradictions = contradictionsIn(contract);
  const faults = contradictions.length > 0 ? contradictions : rolloutFaults(contract);
  return faults.length > 0 ? refuse(faults, text.value) : ok(contract);
}

function refuse(
  faults: readonly ContractFault[],
  text: ContractText,
): { ok: false; error: readonly ContractFault[] } {
  return fail(
    faults.slice(0, FAULTS_MAX).map((fault) => ({ ...fault, ...placeOf(fault.pointer, text) })),
  );
}

/** A missing key has no place of its own, so the block it is missing from is shown. */
function placeOf(pointer: string, text: ContractText): ReturnType<ContractText['place']> {
  const place = text.place(pointer);
  if (place || pointer === '') return place;
  return placeOf(pointer.slice(0, pointer.lastIndexOf('/')), text);
}

const TYPES: Readonly<Record<ContractDocument['schema']['format'], SchemaType>> = {
  'json-schema': 'JSON',
  avro: 'AVRO',
  protobuf: 'PROTOBUF',
};

function filled(document: ContractDocument, text: ContractText): Contract {
  const { apiVersion: _apiVersion, kind: _kind, schema, ...rest } = document;
  const { format, subject, message, file, definition, references, accepts } = schema;
  return withoutUndefined({
    ...rest,
    name: document.name ?? document.id,
    schema: {
      type: TYPES[format],
      subject: unqualifiedSubject(subject ?? `${document.channel.topic}-value`),
      message,
      file,
      definition: definition === undefined ? undefined : definitionText(definition, text),
      references,
      accepts,
    },
  }) as Contract;
}

/** A definition written in place becomes JSON text; one given as text stays as it is. */
const definitionText = (definition: unknown, text: ContractText): string =>
  typeof definition === 'string'
    ? definition
    : (text.json('/schema/definition') ?? JSON.stringify(definition));

/** Absent is absent: an undefined member would look like a declared one. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, withoutUndefined(inner)]),
  );
}
