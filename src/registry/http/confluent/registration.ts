import { registryProblems } from '../../problems.js';
import type { GivenPlace } from '../../import-schema.js';
import type { AskedRegistration } from '../../register-schema.js';
import type { SubjectName } from '../../subject-name.js';
import { VERSION_MAX } from '../../version-wanted.js';
import { type Members, wrong } from '../read-members.js';
import { isOn, type Query } from '../read-query.js';
import { readDraft } from '../read-schema-request.js';
import { readTagChange } from './read-tags.js';

/** The body and query of `POST /subjects/{subject}/versions`. */
export function registrationOf(request: {
  readonly name: SubjectName;
  readonly body: Members;
  readonly query: Query;
  readonly createdBy: string;
}): AskedRegistration {
  const { name, body, query, createdBy } = request;
  const version = versionOf(body['version']);
  return {
    name,
    draft: readDraft(body),
    normalize: isOn(query, 'normalize'),
    createdBy,
    isForced: isOn(query, 'force'),
    expectedVersion: version,
    importedAs: placeOf(body, version),
    tags: readTagChange(body, 'schemaTagsToAdd', 'schemaTagsToRemove'),
    isPropagating: body['propagateSchemaTags'] === true,
  };
}

function placeOf({ id, guid }: Members, version: number | undefined): GivenPlace | undefined {
  if (id === undefined || id === null || id === -1) return undefined;
  if (typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= VERSION_MAX)
    return { id, version, guid: guidOf(guid) };
  throw wrong(registryProblems.REQUEST_INVALID, 'id', 'a whole number from 0 to 2^31-1');
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function guidOf(guid: unknown): string | undefined {
  if (guid === undefined || guid === null) return undefined;
  if (typeof guid === 'string' && GUID.test(guid)) return guid.toLowerCase();
  throw wrong(registryProblems.REQUEST_INVALID, 'guid', 'a UUID');
}

/** 0 and -1 stand for "whichever comes next". */
export function versionOf(version: unknown, where = 'version'): number | undefined {
  if (version === undefined || version === null || version === 0 || version === -1)
    return undefined;
  const isNumber = typeof version === 'number' && Number.isInteger(version);
  if (isNumber && version > 0 && version <= VERSION_MAX) return version;
  throw wrong(registryProblems.REQUEST_INVALID, where, 'a version number');
}
