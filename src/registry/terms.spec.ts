import { describe, expect, it } from '@jest/globals';
import type { CompatibilitySettings, Scope, ScopedSettings } from './store/settings.js';
import { modeIn, nearest, termsIn } from './terms.js';

const around = (
  configs: Partial<Record<Scope, CompatibilitySettings>>,
  rest: Partial<ScopedSettings> = {},
): ScopedSettings => ({
  configs: (['subject', 'context', 'global'] as const).flatMap((scope) => {
    const settings = configs[scope];
    return settings ? [{ scope, settings }] : [];
  }),
  modes: [],
  ...rest,
});
const contract = { mode: 'FULL', undeclared: 'refuse', lookBack: { window: 'all' } } as const;

describe('the terms a version is judged by', () => {
  it('are the built-in ones where nobody says otherwise', () => {
    expect(termsIn(around({}), 'BACKWARD')).toEqual({
      mode: 'BACKWARD',
      assumption: 'open-world',
      group: undefined,
    });
  });

  it('are the nearest: subject, contract, context, global', () => {
    const all = {
      subject: { compatibility: 'NONE' },
      context: { compatibility: 'FORWARD' },
      global: { compatibility: 'FULL_TRANSITIVE' },
    } as const;
    const modeOf = (configs: Partial<typeof all>, rest = {}) =>
      termsIn(around(configs, rest), 'BACKWARD').mode;
    const { subject: _subject, ...outer } = all;
    expect(modeOf(all, { contract })).toBe('NONE');
    expect(modeOf(outer, { contract })).toBe('FULL');
    expect(modeOf(outer)).toBe('FORWARD');
    expect(modeOf({ global: all.global })).toBe('FULL_TRANSITIVE');
  });

  it('assume what the policy or the contract makes true', () => {
    const assumptionOf = (...given: Parameters<typeof around>) =>
      termsIn(around(...given), 'BACKWARD').assumption;
    expect(assumptionOf({ global: { compatibilityPolicy: 'LENIENT' } })).toBe('declared-only');
    expect(assumptionOf({ global: { compatibilityPolicy: 'STRICT' } })).toBe('open-world');
    expect(assumptionOf({}, { contract })).toBe('declared-only');
    expect(assumptionOf({}, { contract: { ...contract, undeclared: 'warn' } })).toBe('open-world');
    expect(assumptionOf({ subject: { compatibilityPolicy: 'STRICT' } }, { contract })).toBe(
      'open-world',
    );
  });

  it('a mode or setting comes from the nearest scope that has one', () => {
    const modes = [{ scope: 'context', mode: 'READONLY' }] as const;
    expect(modeIn(around({}, { modes }))).toBe('READONLY');
    expect(modeIn(around({}))).toBe('READWRITE');
    expect(nearest(around({ subject: {}, global: { normalize: true } }), 'normalize')).toBe(true);
  });
});
