import { brokenNeeds, checkCompatibility, leftReaders, PROMISES_NOTHING } from '#compat';
import type { Consumption } from '#contract';
import { treeOf } from '#schema';
import { assumptionOf, type Compared } from '../compare.js';
import type { Found } from '../files/read-found.js';
import type { CheckedContract, CheckFinding } from './check-result.js';
import { placedInContract, placeIn } from './checked-contract.js';

/** Who declared to read a contract. */
export type ReadersOf = (contract: string) => Promise<readonly Consumption[]>;

export interface ReadersQuestion {
  readonly file: Found;
  readonly compared: Compared;
  readonly readersOf: ReadersOf;
  readonly today: string;
}

/** Names the declared consumers that cannot read the new version, whatever the mode protects. */
export async function withHurtReaders(
  checked: CheckedContract,
  question: ReadersQuestion,
): Promise<CheckedContract> {
  const { file, compared, readersOf, today } = question;
  const { contract, source } = file;
  const known = knownTo(compared, contract);
  const before = compared.promise?.contract ?? known?.contract;
  const isPromised = before === undefined || !PROMISES_NOTHING.has(before.status);
  if (!contract || !known || !isPromised) return checked;
  const isLeaving = before !== undefined && PROMISES_NOTHING.has(contract.status);
  const isSame = known.source.text === source.text;
  if (isSame && !isLeaving) return checked;
  const consumptions = await readersOf(contract.id);
  if (consumptions.length === 0) return checked;
  const left = isLeaving ? leftReaders({ old: before, new: contract, consumptions, today }) : [];
  const findings = [
    ...left.map((finding) => placedInContract(finding, compared)),
    ...(isSame ? [] : hurtBy(question, known, consumptions)),
  ];
  const isBroken = findings.some(({ severity }) => severity === 'breaking');
  return {
    ...checked,
    verdict: isBroken ? 'incompatible' : checked.verdict,
    findings: [...checked.findings, ...findings],
  };
}

type Known = Compared['old'][number];

function hurtBy(
  { file, compared, today }: ReadersQuestion,
  known: Known,
  consumptions: readonly Consumption[],
): readonly CheckFinding[] {
  const { contract, source } = file;
  const [old, changed] = [treeOf(known.source), treeOf(source)];
  if (!old || !changed) return [];
  const assumption = assumptionOf(file, compared.old);
  const { comparisons } = checkCompatibility({
    ...{ old: [known], new: source, mode: 'FORWARD', assumption, reading: compared.reading },
    examples: contract?.examples ?? [],
  });
  const [forward = { findings: [] }] = comparisons;
  const found = brokenNeeds({
    ...{ type: source.type, old, new: changed, forward, consumptions, today },
  });
  return found.map((finding) => {
    const oldPlace = placeIn(known.schemaPath, known.locate, finding.oldPath);
    const newPlace = placeIn(compared.schemaPath, compared.locate, finding.newPath);
    return { ...finding, ...(oldPlace && { oldPlace }), ...(newPlace && { newPlace }) };
  });
}

/** The version the contract promised, where the registry says so; newer ones may have come past it. */
function knownTo({ old, promise }: Compared, contract: Found['contract']): Known | undefined {
  const isMoved = promise?.contract.schema.subject !== contract?.schema.subject;
  const promised = isMoved ? undefined : promise?.schemaVersion;
  return old.find(({ version }) => version === promised) ?? old.at(-1);
}
