import { Marked } from './marked';
import { proseParts } from './prose-parts';

/** A description written by a person, with the searched words standing out. */
export function Prose(props: { readonly text: string; readonly words?: string | undefined }) {
  return proseParts(props.text).map(({ text, isCode }, i) =>
    isCode ? (
      <code key={i}>
        <Marked text={text} words={props.words} />
      </code>
    ) : (
      <Marked key={i} text={text} words={props.words} />
    ),
  );
}
