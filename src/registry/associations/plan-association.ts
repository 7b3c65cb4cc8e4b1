import { limits, problem } from '#kernel';
import { printSubject, type SubjectName } from '../subject-name.js';
import type { Association, AssociationType, Lifecycle, Resource } from './association.js';
import { associationProblems as rows } from './problems.js';

/** What somebody asks for; what is left out keeps its value, or gets the usual one. */
export interface AssociationWish {
  readonly type: AssociationType;
  readonly subject: SubjectName;
  /** The subject is named after the resource. */
  readonly isOwnSubject: boolean;
  readonly lifecycle?: Lifecycle | undefined;
  readonly isFrozen?: boolean | undefined;
  /** Its schema comes with it, so nobody else had the subject for anything. */
  readonly hasSchema: boolean;
}

export interface AssociationPlan {
  readonly resource: Resource;
  /** All there are of the resource, by id and by name, and of the subjects in question. */
  readonly standing: readonly Association[];
  /** Of one that is there: refuse what differs, or change it. */
  readonly isUpdate: boolean;
  readonly newGuid: () => string;
}

/**
 * The association that comes of a wish. A subject named after its resource, or whose schema comes
 * with the wish, belongs to the resource (STRONG) unless the wish says otherwise; any other may have
 * other readers, so it is WEAK.
 *
 * @throws Problem rows 40902 to 40905, 40908 and 42212
 */
export function planAssociation(wish: AssociationWish, plan: AssociationPlan): Association {
  const old = plan.standing.find(
    ({ type, resource }) => type === wish.type && isSame(resource, plan.resource),
  );
  if (!old) return checked(made(wish, plan), plan);
  if (printSubject(old.subject) !== printSubject(wish.subject)) throw exists(wish, plan);
  const next = {
    ...old,
    lifecycle: wish.lifecycle ?? old.lifecycle,
    isFrozen: wish.isFrozen ?? old.isFrozen,
  };
  if (next.lifecycle === old.lifecycle && next.isFrozen === old.isFrozen) return old;
  if (!plan.isUpdate) throw exists(wish, plan);
  if (old.isFrozen) throw frozen(old);
  return checked(next, plan);
}

export const frozen = ({ type, subject }: Pick<Association, 'type' | 'subject'>) =>
  problem(rows.ASSOCIATION_FROZEN, { type, subject: printSubject(subject) });

function made(wish: AssociationWish, { resource, standing, newGuid }: AssociationPlan) {
  const isTaken = standing.some(
    (one) =>
      one.type === wish.type &&
      one.resource.name === resource.name &&
      one.resource.namespace === resource.namespace,
  );
  if (isTaken)
    throw problem(rows.RESOURCE_ASSOCIATED, { type: wish.type, resource: resource.name });
  const { type, subject, isFrozen = false, isOwnSubject, hasSchema } = wish;
  const isStrong = isOwnSubject || hasSchema || isFrozen;
  const lifecycle = wish.lifecycle ?? (isStrong ? 'STRONG' : 'WEAK');
  return { guid: newGuid(), resource, type, subject, lifecycle, isFrozen };
}

function checked(next: Association, { standing }: AssociationPlan): Association {
  const { lifecycle, isFrozen, subject: name } = next;
  if (isFrozen && lifecycle === 'WEAK')
    throw problem(rows.ASSOCIATION_INVALID, {
      where: 'frozen',
      expected: 'association with lifecycle of WEAK cannot be frozen',
    });
  const subject = printSubject(name);
  const others = standing.filter(({ guid }) => guid !== next.guid);
  const sharing = others.filter((one) => printSubject(one.subject) === subject);
  if (sharing.some((one) => one.lifecycle === 'STRONG'))
    throw problem(rows.SUBJECT_OWNED, { subject });
  if (lifecycle === 'STRONG' && sharing.length > 0)
    throw problem(rows.SUBJECT_ASSOCIATED, { subject });
  const most = limits.associationsPerSubject.value;
  if (sharing.length >= most) throw problem(rows.ASSOCIATIONS_TOO_MANY, { most });
  return next;
}

/**
 * What a whole request makes of a resource: a key and a value are frozen together or not at all.
 *
 * @throws Problem row 42212
 */
export function checkFrozenAlike(resource: Resource, planned: readonly Association[]): void {
  const siblings = planned.filter((one) => isSame(one.resource, resource));
  if (new Set(siblings.map(({ isFrozen }) => isFrozen)).size < 2) return;
  throw problem(rows.ASSOCIATION_INVALID, {
    where: 'frozen',
    expected: 'all associations for a resource must be consistently frozen or non-frozen',
  });
}

const isSame = (one: Resource, other: Resource): boolean =>
  one.id === other.id && one.type === other.type;

const exists = ({ type }: AssociationWish, { resource }: AssociationPlan) =>
  problem(rows.RESOURCE_ASSOCIATED, { type, resource: resource.name });
