import type { Model } from './linearizability.js';

/** What clients do to one subject. Contents are numbers; every two are incompatible. */
export type SubjectInput =
  | { readonly kind: 'register'; readonly content: number; readonly expected?: number }
  | { readonly kind: 'look-up'; readonly content: number }
  | { readonly kind: 'latest' }
  | { readonly kind: 'delete'; readonly version: number }
  | { readonly kind: 'set-level'; readonly level: 'NONE' | 'BACKWARD' };

/** Status and, where one is answered, the version. */
export interface SubjectOutcome {
  readonly status: number;
  readonly version?: number | undefined;
}

export interface SubjectState {
  readonly level: 'NONE' | 'BACKWARD';
  /** By version, from 1: its content, negative once it is deleted. */
  readonly versions: readonly number[];
}

type Step = { readonly state: SubjectState; readonly outcome: SubjectOutcome };

/** A subject as the registry's README promises it, on half a page. Contents count from 1. */
export const subjectModel: Model<SubjectState, SubjectInput, SubjectOutcome> = {
  initial: { level: 'BACKWARD', versions: [] },
  isSame: (told, expected) => told.status === expected.status && told.version === expected.version,
  step(state, input): Step {
    const { versions } = state;
    switch (input.kind) {
      case 'set-level':
        return { state: { ...state, level: input.level }, outcome: { status: 200 } };
      case 'latest':
        return { state, outcome: found(1 + versions.findLastIndex((each) => each > 0)) };
      case 'look-up':
        return { state, outcome: found(1 + versions.lastIndexOf(input.content)) };
      case 'delete':
        return remove(state, input.version);
      case 'register':
        return register(state, input.content, input.expected);
    }
  },
};

const found = (version: number): SubjectOutcome =>
  version > 0 ? { status: 200, version } : { status: 404 };

function remove(state: SubjectState, version: number): Step {
  const { versions } = state;
  if (!((versions[version - 1] ?? 0) > 0)) return { state, outcome: { status: 404 } };
  const left = versions.map((content, i) => (i === version - 1 ? -content : content));
  return { state: { ...state, versions: left }, outcome: found(version) };
}

function register(state: SubjectState, content: number, expected?: number): Step {
  const { versions, level } = state;
  const known = 1 + versions.lastIndexOf(content);
  if (known > 0 && expected === undefined) return { state, outcome: found(known) };
  const isFirst = !versions.some((each) => each > 0);
  if (level === 'BACKWARD' && !isFirst) return { state, outcome: { status: 409 } };
  const version = versions.length + 1;
  if (expected !== undefined && expected !== version) return { state, outcome: { status: 422 } };
  return { state: { ...state, versions: [...versions, content] }, outcome: found(version) };
}
