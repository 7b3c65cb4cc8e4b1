interface Wish {
  readonly type: string;
  readonly q: number;
}

const wishes = (accept: string): readonly Wish[] =>
  accept.split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = q === undefined ? 1 : Number(q.slice(2));
    return { type, q: Number.isFinite(weight) ? weight : 0 };
  });

/**
 * Whether the client would rather have a page (RFC 9110 §12.5.1). A wildcard is no wish for one:
 * registry clients send any type, or nothing, and read JSON.
 */
export function acceptsHtml(accept: string | undefined): boolean {
  const asked = wishes(accept ?? '');
  const most = (pattern: RegExp) =>
    Math.max(0, ...asked.filter(({ type }) => pattern.test(type)).map(({ q }) => q));
  const html = most(/^(text\/(html|\*)|application\/xhtml\+xml)$/);
  return html > 0 && html >= most(/^application\/(.+\+)?json$/);
}
