import { describe, expect, it } from '@jest/globals';
import { acceptsHtml } from './accepts-html.js';

describe('the root address shows the page', () => {
  it.each([
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'text/html',
    'TEXT/HTML;level=1;q=0.4, application/json;q=0.3',
    'text/*',
  ])('to a client that prefers it: %s', (accept) => {
    expect(acceptsHtml(accept)).toBe(true);
  });

  it.each([
    undefined,
    '',
    '*/*',
    'application/json',
    'application/vnd.schemaregistry.v1+json, application/json;q=0.9, */*;q=0.1',
    'application/vnd.schemaregistry.v1+json, text/html;q=0.5',
    'text/html;q=0',
    'text/html;q=nonsense',
  ])('not to a registry client: %s', (accept) => {
    expect(acceptsHtml(accept)).toBe(false);
  });
});
