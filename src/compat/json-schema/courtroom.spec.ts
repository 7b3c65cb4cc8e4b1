import { describe, expect, it } from '@jest/globals';
import { sideOf } from '../../../test/support/decide-schemas.js';
import { Courtroom, type Sides } from './courtroom.js';
import { toJson } from './library.js';

const reader = sideOf({ type: 'string', minLength: 3, pattern: '^b' });

/** The reason told for the text "a", which is too short and begins with the wrong letter. */
const reason = (more: Partial<Sides>, refusing = reader) =>
  new Courtroom([]).witness('a', refusing, { acceptedBy: 'old', rejectedBy: 'new', ...more })
    .reason;

const TOO_SHORT = 'The text is shorter than 3 characters. Complete it.';

describe('the reason why an event is refused', () => {
  it('is the one at the place in question', () => {
    expect(reason({ place: '/minLength' })).toBe(TOO_SHORT);
    expect(reason({ place: '/pattern' })).toContain('^b');
  });

  it('is of several the one that stays when only the change in question refuses', () => {
    expect(reason({ alone: sideOf({ pattern: '^b' }) })).toContain('^b');
    expect(reason({ alone: sideOf({ minLength: 3 }) })).toBe(TOO_SHORT);
  });

  it('is what the change refuses by itself where the whole refuses for other reasons', () => {
    expect(reason({ alone: sideOf({ minLength: 2 }) })).toContain('shorter than 2 characters');
  });

  it('is the first where nothing tells of the change alone', () => {
    const lost = { root: toJson({ $ref: '#/none' }), references: [] };
    expect(reason({ alone: lost })).toBe(reason({}));
    expect(reason({ alone: sideOf(true) })).toBe(reason({}));
  });

  it('is not made up where the validator gives none', () => {
    expect(reason({}, sideOf(true))).toBe('It is refused.');
  });
});
