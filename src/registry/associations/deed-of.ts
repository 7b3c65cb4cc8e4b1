import type { AuditAction, Deed } from '#audit';
import { printSubject } from '../subject-name.js';
import type { Association } from './association.js';

/** Under the name of its subject, which is what people ask the audit for. */
export const deedOf = (
  action: AuditAction,
  { subject, resource, type, lifecycle, isFrozen }: Association,
  actor: string,
): Deed => ({
  ...{ actor, action, target: printSubject(subject) },
  details: { resource: resource.name, namespace: resource.namespace, type, lifecycle, isFrozen },
});
