import { problem } from '#kernel';
import { registryProblems } from '../problems.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The body as text; bytes that are not UTF-8 are refused rather than replaced. */
export function readText(body: unknown): string {
  try {
    return utf8.decode(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
  } catch {
    throw problem(registryProblems.BODY_NOT_JSON, 'it is not UTF-8');
  }
}

/** The body as a JSON object. Whatever the Content-Type says: clients of the dialect vary. */
export function readJson(body: unknown): Readonly<Record<string, unknown>> {
  const text = readText(body);
  if (text.trim() === '') throw problem(registryProblems.BODY_NOT_JSON, 'it is empty');
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw problem(registryProblems.REQUEST_INVALID, { where: 'body', expected: 'a JSON object' });
  return value as Readonly<Record<string, unknown>>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it is not JSON';
    throw problem(registryProblems.BODY_NOT_JSON, why.slice(0, 200));
  }
}
