import type { VersionedSchema } from '#compat';
import type { Consumption, Contract } from '#contract';
import type { Found, Locate, ResolveReferences } from '../files/read-found.js';
import type { FoundPath } from '../files/find-files.js';

/** An older version, and where it was found. */
export interface OldVersion extends VersionedSchema {
  readonly where: string;
  /** The file its schema's text stands in, where it is a file. */
  readonly schemaPath?: string;
  readonly locate?: Locate;
  /** Where the baseline holds contracts and not only schemas. */
  readonly contract?: Contract;
  /** The compatibility group it belongs to; a version without one is in none. */
  readonly group?: string;
  /** What was promised until now, and where it is written. */
  readonly promise?: OldPromise;
}

export interface OldPromise {
  readonly contract: Contract;
  readonly path: string;
  readonly locate: Locate;
  /** Of the schema it was promised with, where newer ones came past the contract. */
  readonly schemaVersion?: number;
}

/** A contract or a schema the baseline has and the working tree lost. */
export interface Lost {
  readonly name: string;
  readonly where: string;
  readonly contract?: Contract;
}

/** Asking for every version of a long history is dear where one is compared. */
export interface WantedVersions {
  /** The newest of the group, and no other. */
  readonly isNewestEnough: boolean;
}

/** What new files are compared with. */
export interface Baseline {
  /** In words, for the report. */
  readonly label: string;
  /** Where the schemas that contracts refer to are found; only a registry has them. */
  readonly references?: ResolveReferences;
  /** Whether it holds this very text at this path. */
  readonly isKnown?: (path: string, text: string) => Promise<boolean>;
  /** Older versions, oldest first; none where the baseline does not know it. */
  counterpartOf(
    found: Found,
    at: FoundPath,
    wanted?: WantedVersions,
  ): Promise<readonly OldVersion[]>;
  /** Says which files will be asked for, where asking for all at once is cheaper. */
  prepare?(found: readonly Found[]): Promise<void>;
  /** What is no longer among the files found below these paths; absent where it cannot be told. */
  lost?(paths: readonly string[], found: readonly Found[]): Promise<readonly Lost[]>;
  /** Who declared to read a contract; only a registry has heard of it. */
  consumersOf?(contract: string): Promise<readonly Consumption[]>;
  /** Was there anything at a path that is gone now? */
  knew?(path: string): Promise<boolean>;
}
