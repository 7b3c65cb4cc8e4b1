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
  const newest = compared.old.at(-1);
  const status = (compared.promise?.contract ?? newest?.contract)?.status;
  const isPromised = status === undefined || !PROMISES_NOTHING.has(status);
  if (!contract || !newest || !isPromised || newest.source.text === source.text) return checked;
  const consumptions = await readersOf(contract.id);
  const [old, changed] = [treeOf(newest.source), treeOf(source)];
  if (consumptions.length === 0 || !old || !changed) return checked;
  const assumption = assumptionOf(file, compared.old);
  const { comparisons } = checkCompatibility({
    ...{ old: [newest], new: source, mode: 'FORWARD', assumption, reading: compared.reading },
    examples: contract.examples ?? [],
  });
  const [forward = { findings: [] }] = comparisons;
  const found = brokenNeeds({
    ...{ type: source.type, old, new: changed, forward, consumptions, today },
  });
  const findings = found.map((finding) => {
    const oldPlace = placeIn(newest.schemaPath, newest.locate, finding.oldPath);
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
