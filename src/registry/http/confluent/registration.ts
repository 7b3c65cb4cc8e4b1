import { problem } from '#kernel';
import { registryProblems } from '../../problems.js';
import type { Registration } from '../../admit-schema.js';
import type { SubjectName } from '../../subject-name.js';
import { isOn, type Query } from '../read-query.js';
import { readSchemaRequest } from '../read-schema-request.js';

/** The body and query of `POST /subjects/{subject}/versions`. */
export function registrationOf(request: {
  readonly name: SubjectName;
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: Query;
  readonly createdBy: string;
}): Registration {
  const { name, body, query, createdBy } = request;
  refuseGivenId(name, body['id']);
  return {
    name,
    draft: readSchemaRequest(body),
    normalize: isOn(query, 'normalize'),
    createdBy,
    isForced: isOn(query, 'force'),
    expectedVersion: expectedVersionOf(body['version']),
  };
}

function refuseGivenId({ subject, context }: SubjectName, id: unknown): void {
  if (id === undefined || id === null || id === -1) return;
  const why = `Subject ${subject} in context ${context} is not in import mode`;
  throw problem(registryProblems.OPERATION_NOT_PERMITTED, { why });
}

/** 0 and -1 stand for "whichever comes next". */
function expectedVersionOf(version: unknown): number | undefined {
  if (version === undefined || version === null || version === 0 || version === -1)
    return undefined;
  if (typeof version === 'number' && Number.isInteger(version) && version > 0) return version;
  throw problem(registryProblems.REQUEST_INVALID, {
    where: 'version',
    expected: 'a version number',
  });
}
