import { type ProtoField } from '#schema';
import { changeOf, type Met, type Observation, type View } from './observation.js';

type Described = Pick<ProtoField, 'at' | 'doc' | 'options'>;

/** What other changes speak of, or what decides nothing by itself. */
const TOLD_ELSEWHERE = /^(default|json_name|packed|features\b.*)$/;

/** Options and descriptions: nothing that bytes carry. */
export function* describedChanges(
  view: View,
  at: Met<Described>,
  what: string,
): Generator<Observation> {
  const options = { writer: optionsOf(at.writer), reader: optionsOf(at.reader) };
  if (options.writer !== options.reader)
    yield {
      severity: 'info',
      change: changeOf(view, 'PROTO_OPTIONS_CHANGED', {
        at,
        shapes: options,
        say: (was, is) => `The options of ${what} are ${is || 'none'}; they were ${was || 'none'}.`,
      }),
    };
  if (at.writer.doc !== at.reader.doc)
    yield {
      severity: 'info',
      change: changeOf(view, 'PROTO_DOCUMENTATION_CHANGED', {
        at,
        shapes: { writer: at.writer.doc ?? '', reader: at.reader.doc ?? '' },
        say: () => `The description of ${what} changed.`,
      }),
    };
}

const optionsOf = ({ options }: Described): string =>
  [...options]
    .filter(([name]) => !TOLD_ELSEWHERE.test(name))
    .map(([name, value]) => `${name} = ${value}`)
    .sort()
    .join(', ');
