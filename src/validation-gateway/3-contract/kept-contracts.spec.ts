import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sampleContract } from '../testing/sample-contract.js';
import { KeptContracts, KeptContractsFault } from './kept-contracts.js';

describe('the contracts kept on disk', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concordat-kept-'));
    file = join(folder, 'contracts');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('come back as they were, moments included', async () => {
    const snapshot = { revision: 7, contracts: [sampleContract()] };
    await new KeptContracts(file).keep(snapshot);
    expect((await new KeptContracts(file).read())?.snapshot).toEqual(snapshot);
    expect(await readdir(folder)).toEqual(['contracts']);
  });

  it('are the newest when many are kept at once', async () => {
    const kept = new KeptContracts(file);
    await Promise.all([1, 2, 3].map((revision) => kept.keep({ revision, contracts: [] })));
    expect((await kept.read())?.snapshot.revision).toBe(3);
  });

  it('are none where no file is named, and none before the first were kept', async () => {
    const nowhere = new KeptContracts(undefined);
    await nowhere.keep({ revision: 1, contracts: [] });
    expect(await nowhere.read()).toBeUndefined();
    expect(await new KeptContracts(file).read()).toBeUndefined();
  });

  it('are never believed when one bit of the file changed', async () => {
    await new KeptContracts(file).keep({ revision: 7, contracts: [sampleContract()] });
    const whole = await readFile(file);
    const body = whole.indexOf('\n') + 1;
    for (const at of [whole.indexOf('7'), body, body + 20, whole.length - 1]) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1;
      await writeFile(file, damaged);
      await expect(new KeptContracts(file).read()).rejects.toThrow(KeptContractsFault);
    }
    for (const cut of [0, 5, body, whole.length - 1]) {
      await writeFile(file, whole.subarray(0, cut));
      await expect(new KeptContracts(file).read()).rejects.toThrow(KeptContractsFault);
    }
  });

  it('of a format this gateway does not know are refused with both formats', async () => {
    await writeFile(file, '{"concordat":"contracts","format":9,"revision":1}\n[]');
    await expect(new KeptContracts(file).read()).rejects.toThrow(/format 9.*reads format 1/);
  });

  it('that cannot be written leave the old file and no other behind', async () => {
    await new KeptContracts(file).keep({ revision: 1, contracts: [] });
    const lost = new KeptContracts(join(folder, 'no-such-folder', 'contracts'));
    await expect(lost.keep({ revision: 2, contracts: [] })).rejects.toThrow(/ENOENT/);
    expect(await readdir(folder)).toEqual(['contracts']);
  });
});
