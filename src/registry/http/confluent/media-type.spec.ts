import { describe, expect, it } from '@jest/globals';
import { isTaken, mediaTypeFor } from './media-type.js';

describe('media types of the dialect', () => {
  it.each([
    [undefined, 'application/vnd.schemaregistry.v1+json'],
    ['*/*', 'application/vnd.schemaregistry.v1+json'],
    ['application/*', 'application/vnd.schemaregistry.v1+json'],
    ['application/json', 'application/json'],
    [
      'application/vnd.schemaregistry+json, application/json',
      'application/vnd.schemaregistry+json',
    ],
    ['application/json, application/vnd.schemaregistry+json; q=0.1', 'application/json'],
    ['application/vnd.schemaregistry.v1+json;q=0, */*', 'application/vnd.schemaregistry+json'],
    ['text/html', undefined],
    ['application/json;q=0', undefined],
  ])('Accept %s is answered with %s', (accept, type) => {
    expect(mediaTypeFor(accept)).toBe(type);
  });

  it('a body is JSON under several names, or bytes', () => {
    for (const type of [
      undefined,
      'application/json; charset=utf-8',
      'application/vnd.schemaregistry.v1+json',
      'application/octet-stream',
    ])
      expect(isTaken(type)).toBe(true);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])
      expect(isTaken(type)).toBe(false);
  });
});
