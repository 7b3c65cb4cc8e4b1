import { renderReport } from '#compat';
import { placeInJsonText } from '#schema';
import type { Compared } from '../compare.js';

/** The report with every place as `file:line:column`, where the text is a file. */
export function reportInPlaces({ name, old, schemaPath, source, report }: Compared): string {
  if (!report) return '';
  const before = old.at(-1);
  const texts = {
    old: { path: before?.schemaPath, text: before?.source.text ?? '' },
    new: { path: schemaPath, text: source.text },
  };
  const locate = (side: 'old' | 'new', pointer: string): string | undefined => {
    const { path, text } = texts[side];
    const place = path === undefined ? undefined : placeInJsonText(text, pointer);
    return place && `${path}:${place.line}:${place.column}  ${pointer}`.trimEnd();
  };
  return `\n${renderReport(report, { subject: name, locate })}`;
}
