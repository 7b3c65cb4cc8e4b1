import type { SchemaName } from '../payload.js';

/** Addresses of the registry, wherever it is: by id, by guid, by subject and version. */
const BY_ID = /\/schemas\/ids\/(\d{1,10})(?:\/schema)?$/;
const BY_GUID = /\/schemas\/guids\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const BY_VERSION = /\/subjects\/([^/]+)\/versions\/(\d{1,9})(?:\/schema)?$/;

/**
 * The schema a CloudEvents `dataschema` names, where it is an address of a registry. Any other URI
 * identifies a schema nobody here can look up, and the contract decides.
 */
export function schemaOfUri(uri: string | undefined): SchemaName | undefined {
  if (uri === undefined) return undefined;
  const [path = ''] = uri.split(/[?#]/);
  const id = BY_ID.exec(path)?.[1];
  if (id !== undefined) return { by: 'id', id: Number(id) };
  const guid = BY_GUID.exec(path)?.[1];
  if (guid !== undefined) return { by: 'guid', guid: guid.toLowerCase() };
  const [, subject, version] = BY_VERSION.exec(path) ?? [];
  if (subject === undefined) return undefined;
  return { by: 'version', subject: decoded(subject), version: Number(version) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
