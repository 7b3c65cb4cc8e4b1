export interface TextPart {
  readonly text: string;
  readonly isMatch: boolean;
}

/** Cuts a text where it contains one of the words, whatever their case; joined it is the text. */
export function markWords(text: string, words: string): readonly TextPart[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  // A few letters change their length in lower case; the places would then be wrong.
  if (wanted.length === 0 || lower.length !== text.length) return [{ text, isMatch: false }];
  const isMarked = new Array<boolean>(text.length).fill(false);
  for (const word of wanted) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
      isMarked.fill(true, at, at + word.length);
    }
  }
  const parts: TextPart[] = [];
  for (let from = 0, to = 0; from < text.length; from = to) {
    const isMatch = isMarked[from] === true;
    while (to < text.length && isMarked[to] === isMatch) to++;
    parts.push({ text: text.slice(from, to), isMatch });
  }
  return parts;
}
