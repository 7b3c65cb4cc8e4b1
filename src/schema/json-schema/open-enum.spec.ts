import { describe, expect, it } from '@jest/globals';
import { parse } from 'lossless-json';
import { openEnum } from './open-enum.js';

function opened(text: string): unknown {
  const schema = parse(text) as Record<string, unknown>;
  openEnum(schema);
  return JSON.parse(JSON.stringify(schema));
}

describe('an enum that is open', () => {
  it('says nothing where the type beside it says it already', () => {
    expect(opened('{"type":"string","enum":["a","b"]}')).toEqual({ type: 'string' });
    expect(opened('{"type":"object","enum":["a"]}')).toEqual({
      type: 'object',
      allOf: [{ type: 'string' }],
    });
  });

  it('takes every type that it lists a value of', () => {
    expect(opened('{"enum":["a",1]}')).toEqual({ allOf: [{ type: ['string', 'integer'] }] });
    expect(opened('{"enum":["a",1,1.5]}')).toEqual({ allOf: [{ type: ['string', 'number'] }] });
  });

  it('still lists what has nothing like it', () => {
    expect(opened('{"enum":["a",null],"allOf":[true]}')).toEqual({
      allOf: [true, { anyOf: [{ type: 'string' }, { enum: [null] }] }],
    });
    expect(opened('{"enum":[null]}')).toEqual({ enum: [null] });
  });
});
