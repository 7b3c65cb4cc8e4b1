import type { ProblemRow } from '#kernel';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;

/** Messages are the dialect's own, word for word; hints are ours. */
export const associationProblems = {
  ASSOCIATION_NOT_FOUND: row<{ resource: string }>({
    code: 'ASSOCIATION_NOT_FOUND',
    http: 404,
    confluent: 40410,
    title: 'No such association',
    message: ({ resource }) => `Association for '${resource}' not found.`,
    hint: () => 'GET /associations/resources/{namespace}/{name} tells the ids of a resource.',
  }),
  ASSOCIATIONS_TOO_MANY: row<{ most: number }>({
    code: 'ASSOCIATIONS_TOO_MANY',
    http: 409,
    confluent: 40902,
    title: 'Too many associations',
    message: ({ most }) => `A maximum of ${most} associations already exist`,
    hint: () => 'Let the subjects of the resources refer to one schema instead.',
  }),
  RESOURCE_ASSOCIATED: row<{ type: string; resource: string }>({
    code: 'RESOURCE_ASSOCIATED',
    http: 409,
    confluent: 40903,
    title: 'Resource already associated',
    message: ({ type, resource }) =>
      `An association of type '${type}' already exists for resource '${resource}'`,
    hint: () => 'Change it with PUT /associations/resources/{id}, or delete it first.',
  }),
  SUBJECT_ASSOCIATED: row<{ subject: string }>({
    code: 'SUBJECT_ASSOCIATED',
    http: 409,
    confluent: 40904,
    title: 'Subject already associated',
    message: ({ subject }) => `An association already exists for subject '${subject}'`,
    hint: () => 'A STRONG association wants the subject for itself; make this one WEAK.',
  }),
  SUBJECT_OWNED: row<{ subject: string }>({
    code: 'SUBJECT_OWNED',
    http: 409,
    confluent: 40905,
    title: 'Subject belongs to another resource',
    message: ({ subject }) => `A strong association already exists for subject '${subject}'`,
    hint: () => 'Make that one WEAK first, or name another subject.',
  }),
  SUBJECT_WITHOUT_VERSION: row<{ subject: string }>({
    code: 'SUBJECT_WITHOUT_VERSION',
    http: 409,
    confluent: 40907,
    title: 'Subject has no version',
    message: ({ subject }) => `No active (non-deleted) version exists for subject '${subject}'`,
    hint: () => 'Send the schema with the association, or register it first.',
  }),
  ASSOCIATION_FROZEN: row<{ type: string; subject: string }>({
    code: 'ASSOCIATION_FROZEN',
    http: 409,
    confluent: 40908,
    title: 'Association is frozen',
    message: ({ type, subject }) =>
      `The association of type  '${type}' is frozen for subject '${subject}'`,
    hint: () => 'It goes only with its resource: DELETE with ?cascadeLifecycle=true.',
  }),
  ASSOCIATION_INVALID: row<{ where: string; expected: string }>({
    code: 'ASSOCIATION_INVALID',
    http: 422,
    confluent: 42212,
    title: 'Association invalid',
    message: ({ where, expected }) =>
      `The association specified an invalid value for property: '${where}', detail: ${expected}`,
    hint: () => 'The message names the member and what it takes.',
  }),
  ASSOCIATION_BATCH_TOO_LARGE: row({
    code: 'ASSOCIATION_BATCH_TOO_LARGE',
    http: 422,
    confluent: 42213,
    title: 'Batch of associations too large',
    message: () => 'Associations batchMutate request exceeded a configured limit',
    hint: () => 'Send it in parts of at most associationRequests requests.',
  }),
} as const;
