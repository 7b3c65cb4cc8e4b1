/** The words of one comment, without what makes it a comment. */
export function cleanComment(text: string): string {
  if (text.startsWith('//')) return text.replace(/^\/\/+ ?/, '').trimEnd();
  const lines = text.slice(2, -2).replace(/^\*+/, '').split('\n');
  return lines
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim();
}
