export interface ProsePart {
  readonly text: string;
  readonly isCode: boolean;
}

const LINK = /\[([^\]]+)\]\([^()\s]+\)/g;

/**
 * Descriptions in schemas are often Markdown. Code keeps its look, a link keeps its words (an
 * address from a schema is not one to send people to), and the rest is shown as it stands.
 */
export function proseParts(text: string): readonly ProsePart[] {
  return text
    .replace(LINK, '$1')
    .split(/(`[^`\n]+`)/)
    .filter(Boolean)
    .map((part) =>
      /^`[^`\n]+`$/.test(part)
        ? { text: part.slice(1, -1), isCode: true }
        : { text: part, isCode: false },
    );
}
