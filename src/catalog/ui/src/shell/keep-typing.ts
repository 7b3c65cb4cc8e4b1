import { SEARCH_FIELD_ID } from './search-field';

const searchField = () => document.getElementById(SEARCH_FIELD_ID) as HTMLInputElement | null;

/** Who began to type into the server's drawing goes on in the page that takes its place. */
export function keepTyping(draw: () => void): void {
  const before = searchField();
  const isTyping = before !== null && before === document.activeElement;
  const typed = before?.value ?? '';
  draw();
  const after = searchField();
  if (!isTyping || !after) return;
  after.focus();
  if (after.value === typed) return;
  after.value = typed;
  after.dispatchEvent(new Event('input', { bubbles: true }));
}
