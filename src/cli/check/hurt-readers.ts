import { brokenNeeds, checkCompatibility, PROMISES_NOTHING } from '#compat';
import type { Consumption } from '#contract';
import { treeOf } from '#schema';
import { assumptionOf, type Compared } from '../compare.js';
import type { Found } from '../files/read-found.js';
import type { CheckedContract } from './check-result.js';
import { placeIn } from './checked-contract.js';

/** Who declared to read a contract. */
export type ReadersOf = (contract: string) => Promise<readonly Consumption[]>;

export interface ReadersQuestion {
  readonly file: Found;
  readonly compared: Compared;
  readonly readersOf: ReadersOf;
  readonly today: string;
}

/** Names the declared consumers that cannot read the new schema, whatever the mode protects. */
export async function withHurtReaders(
  checked: CheckedContract,
  { file, compared, readersOf, today }: ReadersQuestion,
): Promise<CheckedContract> {
  const { contract, source } = file;
  const known = knownTo(compared, contract);
  const status = (compared.promise?.contract ?? known?.contract)?.status;
  const isPromised = status === undefined || !PROMISES_NOTHING.has(status);
  if (!contract || !known || !isPromised || known.source.text === source.text) return checked;
  const consumptions = await readersOf(contract.id);
  const [old, changed] = [treeOf(known.source), treeOf(source)];
  if (consumptions.length === 0 || !old || !changed) return checked;
  const assumption = assumptionOf(file, compared.old);
  const { comparisons } = checkCompatibility({
    ...{ old: [known], new: source, mode: 'FORWARD', assumption, reading: compared.reading },
    examples: contract.examples ?? [],
  });
  const [forward = { findings: [] }] = comparisons;
  const found = brokenNeeds({
    ...{ type: source.type, old, new: changed, forward, consumptions, today },
  });
  const findings = found.map((finding) => {
    const oldPlace = placeIn(known.schemaPath, known.locate, finding.oldPath);
    const newPlace = placeIn(compared.schemaPath, compared.locate, finding.newPath);
    return { ...finding, ...(oldPlace && { oldPlace }), ...(newPlace && { newPlace }) };
  });
  const isBroken = findings.some(({ severity }) => severity === 'breaking');
  return {
    ...checked,
    verdict: isBroken ? 'incompatible' : checked.verdict,
    findings: [...checked.findings, ...findings],
  };
}

/** The version the contract promised, where the registry says so; newer ones may have come past it. */
function knownTo(
  { old, promise }: Compared,
  contract: Found['contract'],
): Compared['old'][number] | undefined {
  const isMoved = promise?.contract.schema.subject !== contract?.schema.subject;
  const promised = isMoved ? undefined : promise?.schemaVersion;
  return old.find(({ version }) => version === promised) ?? old.at(-1);
}
