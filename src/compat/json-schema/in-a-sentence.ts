/** Why something is not decided, as people read it: the reason, and the keyword at fault. */
export function inASentence(reason: string, pointer?: string): string {
  const capital = reason.charAt(0).toUpperCase() + reason.slice(1);
  return pointer === undefined ? `${capital}.` : `${capital} (at "${pointer}").`;
}
