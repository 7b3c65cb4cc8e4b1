import { describe, expect, it } from '@jest/globals';
import { migrations } from '../../migrations/index.js';

const momentOf = (name: string): number => Number(/\d{13}$/.exec(name)?.[0]);

describe('the migrations', () => {
  it('are listed in the order TypeORM runs them, each with a moment of its own', () => {
    const moments = migrations.map(({ name }) => momentOf(name));
    const inOrder = [...new Set(moments)].sort((a, b) => a - b);
    expect(moments).toEqual(inOrder);
  });
});
