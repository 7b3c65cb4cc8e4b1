import { limits, problem } from '#kernel';
import type { SetMember } from '../check-set.js';
import { registryProblems } from '../problems.js';
import { parseSubject, printSubject } from '../subject-name.js';
import { readSchemaRequest } from './read-schema-request.js';
import { readTerms } from './read-terms.js';

type Members = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const wrong = (where: string, expected: string) =>
  problem(registryProblems.REQUEST_INVALID, { where, expected });

/** `schemas` of a check. A reference without a version means the newest: in the set, if it is there. */
export function readSchemaSet(asked: Members): readonly SetMember[] {
  const { schemas } = asked;
  const most = limits.checkedSchemas.value;
  if (!Array.isArray(schemas) || schemas.length === 0 || schemas.length > most)
    throw wrong('schemas', `a list of 1 to ${most} schemas`);
  const members = schemas.map((each: unknown, index) =>
    readMember(each, `schemas[${index}]`, asked),
  );
  const subjects = members.map(({ name }) => printSubject(name));
  const twice = subjects.findIndex((each, index) => subjects.indexOf(each) < index);
  if (twice >= 0) throw wrong(`schemas[${twice}].subject`, 'a subject named once in the set');
  return members;
}

function readMember(value: unknown, where: string, asked: Members): SetMember {
  const { subject, references, ...rest } = isObject(value) ? value : {};
  if (typeof subject !== 'string' || subject === '') throw wrong(`${where}.subject`, 'a subject');
  const newest = Array.isArray(references)
    ? references.map((each: unknown) =>
        isObject(each) && each['version'] === undefined ? { ...each, version: -1 } : each,
      )
    : references;
  return {
    name: parseSubject(subject),
    draft: readSchemaRequest({ schemaType: 'JSON', ...rest, references: newest }),
    terms: { ...readTerms(asked), ...readTerms(rest) },
  };
}
