import { limits, problem } from '#kernel';
import { isObject, type Members, readMap, TEXTS, wrong } from '../../http/read-members.js';
import { type Query, textOf } from '../../http/read-query.js';
import { registryProblems } from '../../problems.js';
import { parseSubject } from '../../subject-name.js';
import { parseVersion } from '../../version-wanted.js';
import { KEY_ALGORITHMS, type KeyAlgorithm } from '../encryption-key.js';
import type { DekDraft } from '../keep-deks.js';
import type { KekChange } from '../keep-keks.js';
import type { KekToKeep } from '../keks.js';
import { keyProblems } from '../problems.js';

const invalid = (member: string) => problem(keyProblems.KEY_INVALID, { member });
const NAME = new RegExp(
  `^[\\p{L}_][\\p{L}\\p{Nd}_-]{0,${limits.keyNameCharacters.value - 1}}$`,
  'u',
);

/** @throws KEY_INVALID */
export function readKeyName(value: unknown): string {
  if (typeof value !== 'string' || !NAME.test(value)) throw invalid('name');
  return value;
}

/** Services that clients know under several names stand under one. */
const SERVICES = ['aws', 'azure', 'gcp'];
const kmsTypeOf = (type: string): string => {
  const service = SERVICES.find((each) => type.toLowerCase().startsWith(each));
  return service ? `${service}-kms` : type;
};

export function readKekDraft(body: Members): KekToKeep {
  const name = readKeyName(body['name']);
  const { kmsKeyId, kmsType } = body;
  if (typeof kmsKeyId !== 'string' || kmsKeyId === '') throw invalid('kmsKeyId');
  if (typeof kmsType !== 'string' || kmsType === '') throw invalid('kmsType');
  return {
    name,
    kmsType: kmsTypeOf(kmsType),
    kmsKeyId,
    kmsProps: readProps(body),
    doc: readText(body, 'doc'),
    isShared: readFlag(body, 'shared') ?? false,
    isDeleted: readFlag(body, 'deleted') ?? false,
  };
}

export function readKekChange(body: Members): KekChange {
  return {
    kmsProps: body['kmsProps'] === null ? null : readProps(body),
    doc: body['doc'] === null ? null : readText(body, 'doc'),
    isShared: readFlag(body, 'shared'),
  };
}

/** @param pathSubject stands for the member where the address has one */
export function readDekDraft(
  body: Members,
  around: { kekName: string; context: string; pathSubject?: string },
): DekDraft {
  const subject = around.pathSubject ?? body['subject'];
  if (typeof subject !== 'string' || subject === '') throw invalid('subject');
  const { encryptedKeyMaterial: material, version, algorithm } = body;
  const isMaterial = typeof material === 'string' && isBounded(material);
  if (material !== undefined && material !== null && !isMaterial)
    throw invalid('encryptedKeyMaterial');
  return {
    kekName: around.kekName,
    subject: parseSubject(subject, around.context),
    algorithm: algorithmNamed(algorithm ?? undefined),
    version: readVersion(version),
    encryptedKeyMaterial: isMaterial ? material : undefined,
    isDeleted: readFlag(body, 'deleted') ?? false,
  };
}

const isBounded = (material: string): boolean =>
  material !== '' && material.length <= limits.keyMaterialCharacters.value;

export const algorithmIn = (query: Query): KeyAlgorithm =>
  algorithmNamed(textOf(query, 'algorithm'));

function algorithmNamed(name: unknown): KeyAlgorithm {
  const algorithm = KEY_ALGORITHMS.find((each) => each === (name ?? 'AES256_GCM'));
  if (!algorithm) throw invalid('algorithm');
  return algorithm;
}

function readVersion(value: unknown): number {
  if (value === undefined || value === null) return 1;
  const written = typeof value === 'number' || typeof value === 'string' ? String(value) : '?';
  const version = parseVersion(written);
  if (version === 'latest') throw problem(registryProblems.VERSION_INVALID, { version: written });
  return version;
}

function readProps(body: Members): Readonly<Record<string, string>> | undefined {
  const props = readMap(body['kmsProps'], 'kmsProps', TEXTS);
  return isObject(props) && Object.keys(props).length === 0 ? undefined : props;
}

function readText(body: Members, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrong(registryProblems.REQUEST_INVALID, name, 'a text');
  return value;
}

function readFlag(body: Members, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean')
    throw wrong(registryProblems.REQUEST_INVALID, name, 'true or false');
  return value;
}
