import { limits, problem } from '#kernel';
import { registryProblems } from './problems.js';

/** A subject in its context; an empty subject stands for the whole context. */
export interface SubjectName {
  readonly context: string;
  readonly subject: string;
}

export const DEFAULT_CONTEXT = '.';
/** Where settings of the whole registry stand. */
export const GLOBAL: SubjectName = { context: '', subject: '' };
/** `:.__GLOBAL:` holds settings for every context, between a context's own and the registry's. */
export const EVERY_CONTEXT: SubjectName = { context: '.__GLOBAL', subject: '' };

const QUALIFIED = /^:(\.[A-Za-z0-9._-]*):(.*)$/s;
/** Names the dialect keeps for itself: they stand for a whole context and for no subject. */
const RESERVED: ReadonlySet<string> = new Set(['__GLOBAL', '__EMPTY']);
/** Control characters, U+FEFF and halves of surrogate pairs cannot be stored, or not be seen. */
// eslint-disable-next-line no-control-regex -- naming control characters is the point
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\ufeff]|\p{Cs}/u;

/** Reads `subject` or `:.context:subject`; a context given by the path is for bare names only. */
export function parseSubject(text: string, pathContext = DEFAULT_CONTEXT): SubjectName {
  const name = parseScope(text, pathContext);
  const isNone = name.subject === '' || RESERVED.has(name.subject);
  if (isNone || name.context === EVERY_CONTEXT.context) throw subjectInvalid(text);
  return name;
}

/** As `parseSubject`, but `:.context:` (no subject) is the whole context. */
export function parseScope(text: string, pathContext = DEFAULT_CONTEXT): SubjectName {
  if (text.length > limits.subjectCharacters.value || UNSEEN.test(text) || text.trim() === '')
    throw subjectInvalid(text);
  const [, context, subject] = QUALIFIED.exec(text) ?? [];
  if (context === EVERY_CONTEXT.context && subject === '') return EVERY_CONTEXT;
  return { context: context ?? parseContext(pathContext), subject: subject ?? text };
}

/** `ctx`, `.ctx` or `:.ctx:` as it stands in a path. */
export function parseContext(text: string): string {
  const bare = QUALIFIED.exec(text)?.[1] ?? (text.startsWith('.') ? text : `.${text}`);
  if (!/^\.[A-Za-z0-9._-]*$/.test(bare) || bare.length > limits.subjectCharacters.value)
    throw subjectInvalid(text);
  return bare;
}

export const printSubject = ({ context, subject }: SubjectName): string =>
  context === DEFAULT_CONTEXT ? subject : `:${context}:${subject}`;

const SHOWN_CHARACTERS = 100;
const subjectInvalid = (text: string) =>
  problem(registryProblems.SUBJECT_INVALID, {
    subject: text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text,
  });
