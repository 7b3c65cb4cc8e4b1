import { describe, expect, it } from '@jest/globals';
import { TOLD_DEEDS, type ToldDeed } from './change-words.js';
import { tellDeed } from './tell-deed.js';

const told = (action: ToldDeed, details: object, id = 'orders.placed') =>
  tellDeed({ action, id, details: JSON.stringify(details) }).sentence;

describe('a deed in one sentence', () => {
  it('says what stepped back, and why', () => {
    const step = { version: 3, judged: 1000, refused: 120, reason: 'TYPE_WRONG', producer: 'shop' };
    expect(told('contract.stepped-back', step)).toBe(
      'Version 3 stepped back and only warns: 120 of 1,000 events were refused, most for TYPE_WRONG from shop.',
    );
    expect(told('contract.stepped-back', { ...step, producer: '' })).toMatch(
      /from an unnamed producer\.$/,
    );
  });

  it('says who reads what', () => {
    expect(
      told('consumption.declared', { consumer: 'billing', needs: { '/total': {}, '/id': {} } }),
    ).toBe('billing declares that it reads /total, /id.');
    const many = Object.fromEntries('abcde'.split('').map((name) => [`/${name}`, {}]));
    expect(told('consumption.declared', { consumer: 'billing', needs: many })).toBe(
      'billing declares that it reads 5 fields of it.',
    );
    expect(told('consumption.declared', { consumer: 'billing', needs: {} })).toBe(
      'billing declares that it reads it.',
    );
    expect(told('consumption.withdrawn', { consumer: 'billing' })).toBe(
      'billing reads it no longer.',
    );
  });

  it('says what is tried, and why it is not', () => {
    expect(told('rollout.started', { percent: 5 })).toBe(
      'A candidate policy is tried on 5 % of events.',
    );
    expect(told('rollout.changed', { percent: 0 })).toMatch(/decides nothing\.$/);
    const stopped = {
      action: 'rollout.stopped',
      id: 'a',
      details: '{"reason":"too much"}',
    } as const;
    expect(tellDeed(stopped)).toMatchObject({ reason: 'too much' });
    const step = { ...stopped, action: 'contract.stepped-back' } as const;
    expect(tellDeed(step).reason).toBe('');
  });

  it('says what became of subjects and of their settings', () => {
    expect(told('version.registered', { version: 2, isForced: true, isImported: true }, 'a')).toBe(
      'Version 2 of the subject a was registered outside of a contract, by force, imported.',
    );
    expect(told('version.registered', { version: 2 }, 'a')).toMatch(/outside of a contract\.$/);
    expect(told('versions.deleted', { versions: [{ version: 1 }], isPermanent: true }, 'a')).toBe(
      'Version 1 of the subject a deleted for good.',
    );
    const five = [1, 2, 3, 4, 5].map((version) => ({ version }));
    expect(told('versions.deleted', { versions: five }, 'a')).toBe(
      '5 versions of the subject a deleted.',
    );
    expect(
      told(
        'config.changed',
        { change: { compatibility: 'NONE', alias: null }, before: { compatibility: 'FULL' } },
        'everything',
      ),
    ).toBe(
      'Settings of everything changed: compatibility NONE, until now FULL; alias as around it.',
    );
    expect(told('config.deleted', { before: {} }, ':.ctx:')).toBe(
      'Settings of the context :.ctx: taken back: nothing.',
    );
    expect(told('mode.changed', { mode: 'READONLY', before: 'READWRITE' }, 'a')).toBe(
      'a is READONLY from then on, until now READWRITE.',
    );
  });

  it.each(TOLD_DEEDS)(
    '%s is told whatever a hand in the database made of its details',
    (action) => {
      for (const details of ['', '{', '[]', 'null', '{"needs":[],"versions":7,"change":"x"}'])
        expect(tellDeed({ action, id: 'a', details }).sentence).toMatch(/\.$/);
    },
  );
});
