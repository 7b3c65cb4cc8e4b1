import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = new URL('../..', import.meta.url).pathname;
const OLDER = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.19.0'}})`;

/** As a Node would start it that says it is 20: in a repository of somebody’s own, whatever comes first. */
const underOldNode = (...words: readonly string[]) =>
  spawnSync(process.execPath, ['--import', OLDER, join(root, 'bin/concordat.js'), ...words], {
    ...{ cwd: join(root, 'test/golden/cli/files/links'), encoding: 'utf8' },
    env: { ...process.env, NODE_OPTIONS: '' },
  });

describe('the command under an older Node', () => {
  it('goes on under the Node the clone brought along', () => {
    const { stdout, stderr, status } = underOldNode('--version');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('passes words and the exit code on', () => {
    const { stderr, status } = underOldNode('lint', 'nowhere at all');
    expect(stderr).toContain('There is no file or folder "nowhere at all".');
    expect(status).toBe(2);
  });
});
