import { Injectable } from '@nestjs/common';
import { Problem } from '#kernel';
import type { SchemaFault } from '#schema';
import { CheckCompatibility } from './check-compatibility.js';
import type { Judgement } from './judge-change.js';
import { orderByReference } from './order-by-reference.js';
import { refusedSchema } from './refused-schema.js';
import type { SchemaDraft, UnderstoodSchema } from './schema-draft.js';
import { parseSubject, printSubject, type SubjectName } from './subject-name.js';
import type { Terms } from './terms.js';

export interface SetMember {
  readonly name: SubjectName;
  readonly draft: SchemaDraft;
  readonly terms: Partial<Pick<Terms, 'mode' | 'assumption'>>;
}

/** What would become of one member, were the whole set registered. */
export type MemberVerdict = { readonly subject: string } & (
  Omit<Judgement, 'key'> | { readonly refusal: Problem } | { readonly undecidedBecause: string }
);

/** One request may keep its caller waiting this long; what is not reached by then is undecided. */
const TOTAL_MS = 20_000;
const TOO_LATE = `the whole set could not be compared in ${TOTAL_MS / 1_000} s; ask for fewer schemas at a time`;

/**
 * A set of schemas that refer to each other, in any order, against what is registered. Nothing is
 * written and nothing is locked: members are read beside each other, not stored one by one.
 */
@Injectable()
export class CheckSet {
  constructor(private readonly check: CheckCompatibility) {}

  async run(members: readonly SetMember[]): Promise<readonly MemberVerdict[]> {
    const asked = members.map((member) => ({ ...member, ...placed(member, members) }));
    const { order, cycles } = orderByReference(asked);
    const beside = new Map<string, UnderstoodSchema>();
    const verdicts = new Map<string, MemberVerdict>();
    const deadline = performance.now() + TOTAL_MS;
    for (const member of order) {
      const { subject, refersTo } = member;
      const fault = faultOf(cycles.get(member), refersTo, beside);
      if (fault) verdicts.set(subject, { subject, refusal: refusedSchema([fault]) });
      else if (performance.now() > deadline)
        verdicts.set(subject, { subject, undecidedBecause: TOO_LATE });
      else verdicts.set(subject, await this.one(member, subject, beside));
    }
    return asked.flatMap(({ subject }) => verdicts.get(subject) ?? []);
  }

  private async one(
    { name, draft, terms }: SetMember,
    subject: string,
    beside: Map<string, UnderstoodSchema>,
  ): Promise<MemberVerdict> {
    try {
      const checked = await this.check.run({ name, draft, terms, normalize: false, beside });
      beside.set(subject, checked.understood);
      return { subject, report: checked.report, needs: checked.needs };
    } catch (error) {
      if (error instanceof Problem && error.row.http < 500) return { subject, refusal: error };
      throw error;
    }
  }
}

/** -1 means the newest, and that is the one in the set. */
function placed({ name, draft }: SetMember, members: readonly SetMember[]) {
  const among = new Set(members.map((each) => printSubject(each.name)));
  const refersTo = draft.references
    .filter(({ version }) => version === -1)
    .map(({ subject }) => printSubject(parseSubject(subject, name.context)))
    .filter((subject) => among.has(subject));
  return { subject: printSubject(name), refersTo };
}

function faultOf(
  cycle: readonly string[] | undefined,
  refersTo: readonly string[],
  beside: ReadonlyMap<string, UnderstoodSchema>,
): SchemaFault | undefined {
  const at = { pointer: '' };
  if (cycle)
    return {
      ...at,
      code: 'SCHEMA_REFERENCE_CYCLE',
      message: `The schemas refer to each other in a circle: ${cycle.slice(0, CYCLE_SHOWN).join(' → ')}. None of them could be registered first; merge them, or break the circle.`,
    };
  const missing = refersTo.find((subject) => !beside.has(subject));
  if (missing === undefined) return undefined;
  return {
    ...at,
    code: 'REF_NOT_USABLE',
    message: `It refers to "${missing}" of this set, which cannot be registered as it is. Correct that one first.`,
  };
}

const CYCLE_SHOWN = 20;
