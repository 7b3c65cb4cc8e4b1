import { paint, type Pen } from '../paint.js';
import type { ReviewAnswer, ReviewedEvent } from '../review-answers.js';

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** One section for each kind of finding, events by domain; what there is none of is not said. */
export function reviewAsText(review: ReviewAnswer, pen: Pen): string {
  const { day, inForce } = review;
  const head = `Review of ${day}: ${inForce} ${inForce === 1 ? 'contract' : 'contracts'} in force`;
  const sections = sectionsOf(review).filter(({ lines }) => lines.length > 0);
  if (sections.length === 0) return `${head}. Nothing stands out.`;
  const bodies = sections.map(({ title, lines }) =>
    [paint(pen, 'bold', `${title} (${lines.length})`), ...lines.map((line) => `  ${line}`)].join(
      '\n',
    ),
  );
  return [head, ...bodies].join('\n\n');
}

const sectionsOf = (review: ReviewAnswer): readonly Section[] => [
  {
    title: `Nobody read within ${review.days} days`,
    lines: byDomain(review.unread).map((each) => {
      const { topic, declared } = each;
      const said = declared.length > 0 ? `; declared, not seen: ${declared.join(', ')}` : '';
      return `${named(each)}, topic ${topic}${said}`;
    }),
  },
  { title: 'No event for a week', lines: byDomain(review.silent).map(named) },
  {
    title: 'Entities with several writers',
    lines: review.manyWriters.map(
      ({ entity, writers, policies, judged, conflicts, conflictRate }) =>
        `${entity}  ${writers.join(', ')}  conflict policy ${policies.join(', ')}  ${conflicts} of ${judged} events in conflict (${percent(conflictRate)})`,
    ),
  },
  {
    title: 'One event of a hundred or more refused, in a week',
    lines: byDomain(review.refused).map(
      (each) =>
        `${named(each)}  ${each.refused} of ${each.judged} (${percent(each.refused / each.judged)})`,
    ),
  },
  {
    title: 'Consumers who no longer stand by what they declared',
    lines: review.overdue.map(
      ({ consumer, team, of, attestedUntil }) =>
        `${consumer} (team ${team}) reads ${of}, until ${attestedUntil}`,
    ),
  },
];

const named = ({ id, owner, domain }: ReviewedEvent): string =>
  `${domain === undefined ? '' : `${domain}  `}${id} (team ${owner})`;

const byDomain = <Row extends ReviewedEvent>(rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((a, b) => `${a.domain ?? ''} ${a.id}`.localeCompare(`${b.domain ?? ''} ${b.id}`));

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
