import {
  type CompatibilityReport,
  renderMeaning,
  renderReport,
  takenForGranted,
  windowInWords,
} from '#compat';
import {
  breaksIn,
  type CheckedContract,
  type CheckFinding,
  type CheckResult,
  type CheckVerdict,
  isOfChange,
  isRefusal,
  meaningIn,
  type PlaceInFile,
  waivedIn,
} from '../../check/check-result.js';
import { type Paint, paint, type Pen } from '../../paint.js';
import { baselineInWords, countsInWords } from './counts.js';

export function checkAsText(result: CheckResult, pen: Pen): string {
  const { contracts, failOn, waivers } = result;
  const undecided = contracts.filter(({ verdict }) => verdict === 'undecided').length;
  return [
    ...contracts
      .filter((each) => pen.isQuiet !== true || needsALook(each))
      .map((contract) => contractAsText(contract, pen)),
    `\n${countsInWords(result)} against ${baselineInWords(result)}.`,
    ...(undecided > 0 && failOn === 'breaking'
      ? [
          `Undecided is let pass because of --fail-on breaking: nothing was proved for ${undecided} of them.`,
        ]
      : []),
    ...waivers.expired.map((each) => paint(pen, 'red', `${waivers.path}: ${each}`)),
    ...waivers.unused.map((each) => `${waivers.path}: ${each}`),
  ]
    .map((part) => `${part}\n`)
    .join('');
}

const needsALook = ({ verdict, notes, findings }: CheckedContract): boolean =>
  !(verdict === 'compatible' || verdict === 'new') ||
  notes.length > 0 ||
  findings.some(({ severity }) => severity === 'warning');

const MARKS: Readonly<Record<CheckVerdict, readonly [mark: string, style: Paint]>> = {
  compatible: ['✓', 'green'],
  incompatible: ['✗', 'red'],
  refused: ['✗', 'red'],
  undecided: ['?', 'yellow'],
  waived: ['~', 'yellow'],
  removed: ['-', 'red'],
  new: ['+', 'cyan'],
};

/** A line, and below it what must be read: findings and remarks. */
export function contractAsText(contract: CheckedContract, pen: Pen): string {
  const { name, verdict, mode, assumption, reading, against, notes, window, group } = contract;
  const [mark, style] = MARKS[verdict];
  const where = against.at(-1)?.where;
  const terms =
    mode === undefined
      ? verdict === 'removed'
        ? `it was ${where}`
        : `nothing older there${group === undefined ? '' : ` in group "${group}"`}`
      : [
          mode,
          ...(assumption ? takenForGranted({ assumption, ...(reading ? { reading } : {}) }) : []),
          ...(group === undefined ? [] : [`group "${group}"`]),
          `against ${where}`,
          ...(window ? [windowInWords(window)] : []),
        ].join(' · ');
  return [
    `${paint(pen, style, `${mark} ${verdict}`)}  ${paint(pen, 'bold', name)}  ${paint(pen, 'dim', terms)}`,
    ...breaksIn(contract).filter(isRefusal).map(refusalInWords),
    ...notes.map((note) => `  ${note}`),
    ...waivedIn(contract).map(
      ({ message, ruleId, waiver }) =>
        `  waived until ${waiver?.until} by ${waiver?.by}: ${message}  [${ruleId}]\n    ${waiver?.reason}`,
    ),
    ...detailsOf(contract),
  ].join('\n');
}

const refusalInWords = ({ message, newPlace }: CheckFinding): string =>
  newPlace ? `  ${newPlace.path}:${newPlace.line}:${newPlace.column}  ${message}` : `  ${message}`;

function detailsOf(contract: CheckedContract): readonly string[] {
  const breaks = breaksIn(contract);
  const fingerprints = breaks.map(({ ruleId, fingerprint }) => `  fp ${fingerprint}  ${ruleId}`);
  if (contract.verdict === 'removed')
    return contract.findings
      .flatMap(({ message, why, fix }) => [`  ${message}`, `  ${why}`, `  ${fix}`])
      .concat(fingerprints);
  const { verdict } = contract;
  if (verdict === 'refused')
    return [
      ...worthALook(contract),
      ...distinct(breaks.flatMap(({ why, fix }) => [`  ${why}`, `  ${fix}`])),
      ...fingerprints,
    ];
  if (verdict !== 'incompatible' && verdict !== 'undecided') return worthALook(contract);
  const locate = (side: 'old' | 'new', pointer: string): string | undefined => {
    const place = placesOf(contract, side).get(pointer);
    return place && `${place.path}:${place.line}:${place.column}  ${pointer}`.trimEnd();
  };
  const schema = reportOf(contract);
  const report =
    schema.comparisons.length > 0 && renderReport(schema, { subject: contract.name, locate });
  const meaning = renderMeaning(
    meaningIn(contract).filter(({ waiver }) => !waiver),
    locate,
  );
  return [
    '',
    ...(report === false ? [] : [report]),
    ...(meaning === '' ? [] : [meaning, '']),
    ...(fingerprints.length > 0 ? [...fingerprints, ''] : []),
  ];
}

const distinct = (lines: readonly string[]): readonly string[] => [...new Set(lines)];

/** Changes of meaning that depend on what the two sides do are said even where nothing breaks. */
const worthALook = (contract: CheckedContract): readonly string[] =>
  meaningIn(contract).flatMap(({ severity, message, ruleId }) =>
    severity === 'warning' ? [`  look at  ${message}  [${ruleId}]`] : [],
  );

const placesOf = (
  { findings }: CheckedContract,
  side: 'old' | 'new',
): ReadonlyMap<string, PlaceInFile | undefined> =>
  new Map(
    findings.map((each) =>
      side === 'old' ? [each.oldPath, each.oldPlace] : [each.newPath, each.newPlace],
    ),
  );

/** What is left of the report once waived breaks are told apart. */
function reportOf({ findings, doubts, ...contract }: CheckedContract): CompatibilityReport {
  const { verdict, mode = 'NONE', assumption = 'open-world' } = contract;
  const keys = [...findings, ...doubts].flatMap(({ direction, oldVersion }) =>
    direction === undefined || oldVersion === undefined ? [] : [{ direction, oldVersion }],
  );
  const distinct = new Map(keys.map((key) => [`${key.oldVersion} ${key.direction}`, key]));
  // A contract can be refused for what it says itself, between schemas that break nobody.
  const isBroken = findings.some((each) => each.severity === 'breaking' && each.direction);
  const isOpen = verdict === 'undecided' || doubts.length > 0;
  const stated = isBroken ? 'incompatible' : isOpen ? 'undecided' : 'compatible';
  return {
    ...{ verdict: stated, mode, assumption },
    ...(contract.reading ? { reading: contract.reading } : {}),
    comparisons: [...distinct.values()].map(({ direction, oldVersion }) => {
      const isIts = (each: { direction?: string; oldVersion?: number }): boolean =>
        each.direction === direction && each.oldVersion === oldVersion;
      const because = doubts.find(isIts)?.because;
      return {
        ...{ direction, oldVersion, verdict: stated },
        findings: findings.filter(isOfChange).filter((each) => isIts(each) && !each.waiver),
        ...(because === undefined ? {} : { undecidedBecause: because }),
      };
    }),
  };
}
