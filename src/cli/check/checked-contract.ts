import type { Comparison, MeaningFinding } from '#compat';
import type { Finding } from '#kernel';
import { appendPointer, parsePointer } from '#schema';
import { type Compared, verdictOf } from '../compare.js';
import type { Locate } from '../files/read-found.js';
import type { CheckedContract, CheckFinding, PlaceInFile } from './check-result.js';

/** A comparison as the printers want it: every finding with its places. */
export function checkedContract(compared: Compared): CheckedContract {
  const { name, path, schemaPath, owner, subject, group, old, report, notes } = compared;
  const comparisons = report?.comparisons ?? [];
  return {
    ...{ name, path, schemaPath, notes },
    ...(owner === undefined ? {} : { owner }),
    ...(subject === undefined ? {} : { subject }),
    ...(group === undefined ? {} : { group }),
    verdict: verdictOf(compared) ?? 'new',
    ...(report ? { mode: report.mode, assumption: report.assumption } : {}),
    ...(report?.reading ? { reading: report.reading } : {}),
    ...(report?.window ? { window: report.window } : {}),
    against: old.map(({ version, where }) => ({ version, where })),
    findings: [
      ...comparisons.flatMap((each) =>
        each.findings.map((finding) => placed(finding, each, compared)),
      ),
      ...compared.meaning.map((finding) => placedInContract(finding, compared)),
    ],
    doubts: comparisons.flatMap(({ direction, oldVersion, undecidedBecause }) =>
      undecidedBecause === undefined ? [] : [{ direction, oldVersion, because: undecidedBecause }],
    ),
  };
}

function placed(
  finding: Finding,
  { direction, oldVersion }: Comparison,
  { old, schemaPath, locate }: Compared,
): CheckFinding {
  const before = old.find(({ version }) => version === oldVersion);
  const oldPlace = placeIn(before?.schemaPath, before?.locate, finding.oldPath);
  const newPlace = placeIn(schemaPath, locate, finding.newPath);
  return {
    ...finding,
    ...{ direction, oldVersion },
    ...(oldPlace ? { oldPlace } : {}),
    ...(newPlace ? { newPlace } : {}),
  };
}

export function placedInContract(finding: MeaningFinding, compared: Compared): CheckFinding {
  const { path, locateInContract, promise } = compared;
  const oldPlace = placeIn(promise?.path, promise?.locate, finding.oldPath);
  const newPlace = placeIn(path, locateInContract, finding.newPath);
  return { ...finding, ...(oldPlace ? { oldPlace } : {}), ...(newPlace ? { newPlace } : {}) };
}

/** What is not written has the place of what would hold it. */
export function placeIn(
  path: string | undefined,
  locate: Locate | undefined,
  pointer: string,
): PlaceInFile | undefined {
  if (path === undefined || !locate) return undefined;
  const hash = pointer.startsWith('/') ? -1 : pointer.indexOf('#');
  const document = pointer.slice(0, hash + 1);
  const tokens = parsePointer(pointer.slice(hash + 1)) ?? [];
  for (let length = tokens.length; length >= 0; length--) {
    const place = locate(document + appendPointer('', ...tokens.slice(0, length)));
    if (place) return { path, ...place };
  }
  return undefined;
}
