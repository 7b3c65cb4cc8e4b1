import { describe, expect, it } from '@jest/globals';
import { inFolder } from './in-folder.js';

const failing = (message: string) => inFolder('/data', () => Promise.reject(new Error(message)));

describe('a data folder that cannot be had', () => {
  it.each([
    ["EACCES: permission denied, mkdir '/data'", 'the data folder /data cannot be written.'],
    ["EROFS: read-only file system, open '/data/x'", 'the data folder /data cannot be written.'],
    ['ENOSPC: no space left on device, write', 'there is no room left for the data folder /data.'],
    [
      'initdb ended with 1: could not extend file: No space left on device',
      'there is no room left for the data folder /data.',
    ],
    ["ENOTDIR: not a directory, mkdir '/data'", 'the data folder /data is a file'],
    ["EEXIST: file already exists, mkdir '/data'", 'the data folder /data is a file'],
  ])('%s is told in a sentence that says what to do', async (said, sentence) => {
    const told = expect(failing(said)).rejects;
    await told.toThrow(sentence);
    await expect(failing(said)).rejects.toThrow('CONCORDAT_DATA_DIR, or set DATABASE_URL');
  });

  it('is not blamed for anything else', async () => {
    for (const said of ['spawn /pg/initdb EACCES', 'EEXIST: file already exists, open', 'other'])
      await expect(failing(said)).rejects.toThrow(new Error(said));
    expect(await inFolder('/data', () => Promise.resolve(1))).toBe(1);
  });
});
