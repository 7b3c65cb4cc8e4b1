import { describe, expect, it } from '@jest/globals';
import { withinMs } from './within-ms.js';

const never = new Promise<never>(() => undefined);

describe('work within a time', () => {
  it('is answered for by what it comes to, or by what is said of it when it is late', async () => {
    expect(await withinMs(1_000, Promise.resolve('done'), () => 'late')).toBe('done');
    expect(await withinMs(1, never, () => 'late')).toBe('late');
  });

  it('that is late may be an error, which its caller catches and no process ends of', async () => {
    const late = () => {
      throw new Error('no answer in time');
    };
    await expect(withinMs(1, never, late)).rejects.toThrow('no answer in time');
  });
});
