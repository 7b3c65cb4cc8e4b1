import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { scratchFolder } from '../support/folders.js';

const root = new URL('../..', import.meta.url).pathname;
const COMMAND = `${process.execPath} ${root}bin/concordat.js`;
const schema = (statuses: readonly string[]) =>
  JSON.stringify({
    type: 'object',
    required: ['status'],
    properties: { status: { enum: statuses } },
  });

interface Action {
  readonly inputs: Record<string, { readonly default: string }>;
  readonly runs: {
    readonly steps: { readonly env: Record<string, string>; readonly run: string }[];
  };
}
interface Pipeline {
  readonly concordat: {
    readonly variables: Record<string, string>;
    readonly script: readonly string[];
    readonly artifacts: {
      readonly paths: readonly string[];
      readonly reports: Record<string, string>;
    };
  };
}

describe('the lines CI systems run', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  const at = (path: string) => join(folder.path, path);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.path, stdio: 'pipe' });
  const write = async (path: string, text: string) => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), text);
  };
  const bash = (script: string, env: Record<string, string>) =>
    spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: folder.path,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...env },
    });

  beforeEach(async () => {
    folder = await scratchFolder();
    await write(
      'contracts.yaml',
      "version: 1\nmodules: [{ path: contracts }]\ncheck: { against: { pull_request: 'git:main' } }\n",
    );
    await write('contracts/order.schema.json', schema(['placed', 'paid']));
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '-qm', 'first');
    git('checkout', '--quiet', '-b', 'change');
  });
  afterEach(() => folder.remove());

  /** The step as GitHub would run it: inputs by their defaults, expressions filled in. */
  async function githubStep(given: Record<string, string>) {
    const action = parse(await readFile(`${root}action.yml`, 'utf8')) as Action;
    const [step] = action.runs.steps;
    const env = Object.fromEntries(
      Object.entries(step!.env).map(([name, text]) => [
        name,
        text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) => {
          expect(Object.keys(action.inputs)).toContain(input);
          return given[input] ?? action.inputs[input]!.default;
        }),
      ]),
    );
    expect(step!.run).not.toContain('${{');
    await write('summary.md', '');
    const all = {
      ...env,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_STEP_SUMMARY: at('summary.md'),
    };
    return bash(step!.run, all);
  }

  it('the action passes a safe change and fails a breaking one, with annotation, summary, comment and SARIF', async () => {
    await write('contracts/order.schema.json', schema(['placed', 'paid', 'sent']));
    expect(await githubStep({ command: COMMAND })).toMatchObject({ status: 0, stderr: '' });
    await write('contracts/order.schema.json', schema(['placed']));
    const { status, stdout } = await githubStep({ command: COMMAND });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=contracts\/order\.schema\.json,line=1,/m);
    for (const path of ['summary.md', 'concordat-comment.md'])
      expect(await readFile(at(path), 'utf8')).toContain('{"status":"paid"}');
    expect(await readFile(at('concordat.sarif'), 'utf8')).toContain('"version": "2.1.0"');
  });

  it('the action lets a waived break pass, and comment and summary say who answers for it', async () => {
    await write('contracts/order.schema.json', schema(['placed']));
    const found = spawnSync(
      process.execPath,
      [`${root}bin/concordat.js`, 'check', '--against', 'git:main', '--format', 'json'],
      { cwd: folder.path, encoding: 'utf8' },
    );
    const [fp] = /[A-Z2-7]{16}/.exec(found.stdout) ?? [''];
    await write(
      '.contracts/waivers.yaml',
      `version: 1\nwaivers: [{ fp: ${fp}, reason: Nobody sends it., by: ada, until: '2999-01-01' }]\n`,
    );
    expect(await githubStep({ command: COMMAND })).toMatchObject({ status: 0 });
    for (const path of ['summary.md', 'concordat-comment.md'])
      expect(await readFile(at(path), 'utf8')).toContain('Waived until 2999-01-01 by ada');
  });

  it('the action writes one comment and renews it; that it may not changes no verdict', async () => {
    const action = parse(await readFile(`${root}action.yml`, 'utf8')) as Action;
    const { env, run } = action.runs.steps[1]!;
    expect(run).not.toContain('${{');
    // What GitHub's own command would be asked, one word a line, and what it answers.
    await write(
      'bin/gh',
      '#!/bin/sh\nprintf "%s\\n" "$@" -- >> asked\n[ "$1 $2" = "api --paginate" ] && cat known\nexit "$FAILS"\n',
    );
    await chmod(at('bin/gh'), 0o755);
    await write('concordat-comment.md', '<!-- concordat-check -->\n');
    const comment = async (known: string, fails: string) => {
      await write('known', known);
      await write('asked', '');
      const given = {
        ...env,
        COMMENTS: 'repos/a/b/issues/7/comments',
        COMMENT: 'repos/a/b/issues/comments',
      };
      const ran = bash(run, {
        ...given,
        INPUT_COMMENT_FILE: 'concordat-comment.md',
        FAILS: fails,
        PATH: `${at('bin')}:${process.env['PATH']}`,
      });
      return { ...ran, asked: await readFile(at('asked'), 'utf8') };
    };
    expect((await comment('', '0')).asked).toContain(
      '--method\nPOST\nrepos/a/b/issues/7/comments\n--field\nbody=@concordat-comment.md\n',
    );
    expect((await comment('42\n43\n', '0')).asked).toContain(
      '--method\nPATCH\nrepos/a/b/issues/comments/42\n',
    );
    const denied = await comment('', '1');
    expect([denied.status, denied.stdout]).toEqual([0, expect.stringContaining('::notice')]);
  });

  it('the action takes paths, a baseline and what fails', async () => {
    await write('contracts/order.schema.json', schema(['placed']));
    const given = { command: COMMAND, paths: 'contracts/order.schema.json contracts' };
    const { stdout, status } = await githubStep({
      ...given,
      against: 'git:HEAD',
      'fail-on': 'breaking',
    });
    expect(stdout).toContain('1 checked: 1 incompatible against git HEAD.');
    expect(status).toBe(1);
  });

  it('the action runs no text of an input as a command', async () => {
    const planted = '$(touch planted); `touch planted`; touch planted';
    const { status } = await githubStep({ command: COMMAND, paths: planted, against: planted });
    expect(status).toBe(2);
    expect(existsSync(at('planted'))).toBe(false);
  });

  it('the GitLab job fails a breaking change and leaves every report it promises', async () => {
    const text = await readFile(`${root}deploy/gitlab/concordat.gitlab-ci.yml`, 'utf8');
    const { concordat } = parse(text) as Pipeline;
    const env = {
      ...concordat.variables,
      CONCORDAT_COMMAND: COMMAND,
      CONCORDAT_AGAINST: concordat.variables['CONCORDAT_AGAINST']!.replace(
        'origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME',
        'main',
      ),
      CI_PIPELINE_SOURCE: 'merge_request_event',
    };
    await write('contracts/order.schema.json', schema(['placed']));
    const { status, stdout } = bash(concordat.script.join('\n'), env);
    expect(status).toBe(1);
    expect(stdout).toContain('1 checked: 1 incompatible against git main.');
    const { artifacts } = concordat;
    for (const path of [...artifacts.paths, ...Object.values(artifacts.reports)])
      expect([path, existsSync(at(path))]).toEqual([path, true]);
    const quality = await readFile(at(artifacts.reports['codequality']!), 'utf8');
    expect(JSON.parse(quality)).toMatchObject([
      { check_name: 'JSON_ENUM_VALUE_REMOVED', location: { path: 'contracts/order.schema.json' } },
    ]);
  });
});
