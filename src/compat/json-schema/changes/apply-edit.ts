import { isArray, isObject, type Json } from '../json.js';
import type { Edit } from './change.js';

/** The document with one place changed; everything else is shared with the original. */
export function applyEdit(document: Json, { path, value }: Edit): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? true;
  if (isObject(document)) {
    const copy = new Map(document);
    const inner = copy.get(step);
    const changed =
      rest.length === 0
        ? value
        : inner === undefined
          ? undefined
          : applyEdit(inner, { path: rest, value });
    if (changed === undefined) copy.delete(step);
    else copy.set(step, changed);
    return copy;
  }
  if (isArray(document)) {
    const index = Number(step);
    const inner = document[index];
    const changed =
      rest.length === 0
        ? value
        : inner === undefined
          ? undefined
          : applyEdit(inner, { path: rest, value });
    return changed === undefined ? document.toSpliced(index, 1) : document.with(index, changed);
  }
  return document;
}
