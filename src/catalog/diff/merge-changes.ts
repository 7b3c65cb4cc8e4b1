import type { DescribedChange } from '#registry';
import type { Change, ChangeVerdict } from '../answers.js';

type Report = DescribedChange['report'];
type Finding = Report['comparisons'][number]['findings'][number];
type Meaning = DescribedChange['meaning'][number];

const ORDER = { breaking: 0, warning: 1, info: 2 } as const;

/**
 * One change, two verdicts: the engine tells of a change once for each direction. What it looks
 * like is the same in both, so that is what they are joined by.
 */
export function mergeChanges(
  { report, meaning }: DescribedChange,
  fieldAt: (finding: Finding) => string | undefined,
): readonly Change[] {
  const merged = new Map<string, Change>();
  for (const { direction, findings } of report.comparisons) {
    for (const finding of findings) {
      const { ruleId, oldPath, newPath, message } = finding;
      const key = JSON.stringify([ruleId, oldPath, newPath, message]);
      const before = merged.get(key) ?? schemaChange(finding, fieldAt(finding));
      merged.set(key, {
        ...before,
        severity: worse(before.severity, finding.severity),
        [direction]: verdictOf(finding),
      });
    }
  }
  return [...merged.values(), ...meaning.map(meaningChange)].sort(
    (a, b) => ORDER[a.severity] - ORDER[b.severity],
  );
}

const worse = (one: Change['severity'], other: Change['severity']) =>
  ORDER[one] <= ORDER[other] ? one : other;

const told = ({ ruleId, severity, message, why, fix, oldPath, newPath, fingerprint }: Finding) => ({
  ...{ key: fingerprint, ruleId, severity, message, why, fix, oldPath, newPath },
});

const schemaChange = (finding: Finding, field: string | undefined): Change => ({
  ...{ ...told(finding), about: 'schema' },
  ...(field !== undefined && { field }),
});

const meaningChange = (finding: Meaning): Change => ({
  ...{ ...told(finding), about: 'meaning', hurts: finding.hurts },
  ...(finding.evidence && {
    evidence: { ...finding.evidence, events: finding.evidence.events.map(parsed) },
  }),
});

function verdictOf(finding: Finding): ChangeVerdict {
  const witness = witnessOf(finding);
  return { severity: finding.severity, ...(witness && { witness }) };
}

/** The event that breaks, as it is shown. */
export function witnessOf({ witness }: Pick<Finding, 'witness'>): ChangeVerdict['witness'] {
  if (!witness) return undefined;
  const { event, rejectedBy, reason } = witness;
  const place = PLACE.exec(reason);
  const pointer = place?.[1] ?? '';
  const because = place ? reason.slice(place[0].length) : reason;
  return { event: parsed(event), rejectedBy, pointer, reason: because };
}

/** Reasons name the place first: `/total: The number must be …`. */
const PLACE = /^((?:\/[^/]*?)*): /;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
