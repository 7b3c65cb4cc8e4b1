import { markWords } from './mark-words';

/** The text, with the words that were searched for standing out. */
export function Marked(props: { readonly text: string; readonly words: string | undefined }) {
  if (!props.words) return props.text;
  return markWords(props.text, props.words).map(({ text, isMatch }, i) =>
    isMatch ? (
      <mark key={i} className="rounded-xs bg-warn-wash text-inherit">
        {text}
      </mark>
    ) : (
      text
    ),
  );
}
