import { versionAnswer } from '../../http/confluent/answers.js';
import { printSubject } from '../../subject-name.js';
import type { Association, Resource } from '../association.js';
import type { Associated } from '../keep-associations.js';

const resourceMembers = ({ id, type, name, namespace }: Resource) => ({
  resourceName: name,
  resourceNamespace: namespace,
  resourceId: id || undefined,
  resourceType: type,
});

const boundMembers = ({ subject, type, lifecycle, isFrozen }: Association) => ({
  subject: printSubject(subject),
  associationType: type,
  lifecycle,
  frozen: isFrozen,
});

/** One association, told with its resource. */
export const associationAnswer = (association: Association) => ({
  guid: association.guid,
  ...resourceMembers(association.resource),
  ...boundMembers(association),
});

/** A resource with what it is associated with. */
export const resourceAnswer = (resource: Resource, associated: readonly Associated[]) => ({
  ...resourceMembers(resource),
  associations: associated.map(({ association, stored }) => ({
    ...boundMembers(association),
    schema: stored && versionAnswer(stored),
  })),
});
