import { problem } from '#kernel';
import { registryProblems } from './problems.js';
import { printSubject, type SubjectName } from './subject-name.js';

export const subjectNotFound = (name: SubjectName) =>
  problem(registryProblems.SUBJECT_NOT_FOUND, { subject: printSubject(name) });
