import { thrownAs } from '../thrown-as.js';
import { builtInFiles } from './built-in/built-in-files.js';
import { parseProto } from './parse.js';
import { Unreadable } from './unreadable.js';

/** The paths that a text imports and does not bring along; none where it cannot be read. */
export function importsOf(text: string): readonly string[] {
  try {
    return parseProto(text)
      .imports.map(({ path }) => path)
      .filter((path) => !builtInFiles.has(path));
  } catch (error) {
    thrownAs(Unreadable, error);
    return [];
  }
}
