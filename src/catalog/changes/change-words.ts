import type { AuditAction } from '#audit';
import { type ChangeKind as KindOfVersion, changeKinds } from '#registry';

interface KindWords {
  /** As people choose it. */
  readonly word: string;
  readonly says: string;
}

/** What changed, by its permanent name: what a version did, and what else the audit keeps of contracts. */
export const changeWords = {
  new: { word: 'New event', says: changeKinds.new },
  version: { word: 'New version', says: changeKinds.version },
  forced: { word: 'Let in by force', says: changeKinds.forced },
  activated: { word: 'In force now', says: changeKinds.activated },
  deprecated: { word: 'Deprecated', says: changeKinds.deprecated },
  sunset: { word: 'Sunset', says: changeKinds.sunset },
  retired: { word: 'Retired', says: changeKinds.retired },
  returned: { word: 'Earlier schema back', says: changeKinds.returned },
  owner: { word: 'Another owner', says: changeKinds.owner },
  enforcement: {
    word: 'Enforcement',
    says: `${changeKinds.enforcement}; also where a version stepped back by itself`,
  },
  rollout: { word: 'Rollout', says: 'A candidate policy is tried, stopped, or became the policy' },
  readers: {
    word: 'Readers',
    says: 'A consumer said what it reads, or that it reads no longer',
  },
  schema: {
    word: 'Schemas alone',
    says: 'Versions of a subject were registered outside of a contract, or deleted',
  },
  settings: {
    word: 'Settings',
    says: 'What a subject, a context or everything is held to at registration',
  },
} as const satisfies Readonly<Record<KindOfVersion, KindWords>> &
  Readonly<Record<string, KindWords>>;

export type ChangeKind = keyof typeof changeWords;
export const CHANGE_KINDS = Object.keys(changeWords) as readonly ChangeKind[];

/** Entries of the audit that are told; publications are told from the versions themselves. */
export const toldDeeds = {
  'config.changed': 'settings',
  'config.deleted': 'settings',
  'consumption.declared': 'readers',
  'consumption.withdrawn': 'readers',
  'contract.stepped-back': 'enforcement',
  'mode.changed': 'settings',
  'mode.deleted': 'settings',
  'rollout.changed': 'rollout',
  'rollout.promoted': 'rollout',
  'rollout.resumed': 'rollout',
  'rollout.started': 'rollout',
  'rollout.stopped': 'rollout',
  'version.registered': 'schema',
  'versions.deleted': 'schema',
} as const satisfies Partial<Record<AuditAction, ChangeKind>>;

export type ToldDeed = keyof typeof toldDeeds;
export type { KindOfVersion };

const OF_VERSIONS: ReadonlySet<string> = new Set(Object.keys(changeKinds));
export const isOfVersion = (kind: ChangeKind): kind is KindOfVersion => OF_VERSIONS.has(kind);
export const TOLD_DEEDS = Object.keys(toldDeeds) as readonly ToldDeed[];

/** Whom a version breaks, of all that its changes do together. */
export const classWords = {
  'breaks-readers': 'breaks readers',
  'breaks-writers': 'breaks writers',
  'breaks-both': 'breaks readers and writers',
  undecided: 'not decided whom it breaks',
  'meaning-only': 'meaning only',
  compatible: 'compatible',
} as const;

export type ChangeClass = keyof typeof classWords;
