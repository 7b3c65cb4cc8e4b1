import { describe, expect, it } from '@jest/globals';
import type { CheckedContract, CheckFinding, CheckResult } from '../../check/check-result.js';
import { waive } from '../../check/waive.js';
import { checkFormats } from './check-formats.js';

const finding = (over: Partial<CheckFinding> = {}): CheckFinding => ({
  ruleId: 'JSON_ENUM_VALUE_REMOVED',
  severity: 'breaking',
  oldPath: '/enum',
  newPath: '/enum',
  message: 'The enum lost "a".',
  why: 'Somebody reads it.',
  fix: 'Keep it.',
  fingerprint: 'AAAAAAAAAAAAAAAA',
  direction: 'backward',
  oldVersion: 1,
  newPlace: { path: 'a b/ü.schema.json', line: 3, column: 7 },
  ...over,
});
const contract = (over: Partial<CheckedContract> = {}): CheckedContract => ({
  name: 'orders.order',
  path: 'order.contract.yaml',
  schemaPath: 'a b/ü.schema.json',
  verdict: 'incompatible',
  mode: 'BACKWARD',
  assumption: 'open-world',
  against: [{ version: 1, where: 'before' }],
  findings: [finding()],
  doubts: [],
  notes: [],
  ...over,
});
const result = (contracts: readonly CheckedContract[], over: Partial<CheckResult> = {}) =>
  ({
    baseline: 'git main',
    failOn: 'undecided',
    contracts,
    waivers: { path: 'w.yaml', expired: [], unused: [] },
    exitCode: 1,
    ...over,
  }) satisfies CheckResult;
const print = (format: string, about: CheckResult): string =>
  checkFormats[format]!(about, { isColour: false });
const many = (count: number, size = 10): readonly CheckedContract[] =>
  Array.from({ length: count }, (_, i) =>
    contract({ name: `c.${i}`, findings: [finding({ message: `m${i} `.padEnd(size, 'x') })] }),
  );
const doubt = contract({
  verdict: 'undecided',
  findings: [],
  doubts: [{ direction: 'forward', oldVersion: 2, because: 'A keyword is not known.' }],
});

describe('annotations for GitHub', () => {
  it('ten are shown as they are', () => {
    const lines = print('github', result(many(10)))
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.every((line) => line.startsWith('::error file='))).toBe(true);
  });

  it('of eleven, nine are shown and the tenth says where the rest is', () => {
    const lines = print('github', result(many(11)))
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toMatch(/^::error title=concordat::2 more are in the step summary/);
  });

  it('no text of a schema becomes a command or a property of one', () => {
    const message = 'a\r\n::set-output name=x::y%0A';
    const about = [contract({ name: 'n,file=/etc::x', findings: [finding({ message })] })];
    const lines = print('github', result(about)).trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('a%0D%0A::set-output name=x::y%250A');
    expect(lines[0]).toContain('title=JSON_ENUM_VALUE_REMOVED in n%2Cfile=/etc%3A%3Ax::');
  });

  it('a doubt is an error where doubts fail, else a warning', () => {
    expect(print('github', result([doubt]))).toMatch(/^::error .*UNDECIDED/);
    expect(print('github', result([doubt], { failOn: 'breaking' }))).toMatch(/^::warning /);
  });
});

describe('issues for Azure Pipelines', () => {
  it('no text of a schema becomes a command or a property of one', () => {
    const message = 'a\r\n##vso[task.setvariable variable=x]y';
    const place = { path: 'a;code=1]b.json', line: 3, column: 7 };
    const lines = print(
      'azure',
      result([contract({ findings: [finding({ message, newPlace: place })] })]),
    );
    expect(lines.trimEnd().split('\n')).toHaveLength(1);
    expect(lines).toMatch(/^##vso\[task\.logissue type=error;sourcepath=a%3Bcode=1%5Db\.json;/);
    expect(lines).toContain('a%0D%0A##vso[task.setvariable');
  });
});

describe('JUnit', () => {
  it('writes no character XML cannot carry', () => {
    const about = contract({ findings: [finding({ message: '\u0000 < & ]]> "\u001b' })] });
    const text = print('junit', result([about]));
    expect(text).toContain('\ufffd &lt; &amp; ]]&gt; &quot;\ufffd');
    // eslint-disable-next-line no-control-regex -- they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  });

  it('a doubt is an error and a break is a failure', () => {
    const text = print('junit', result([contract(), doubt, contract({ findings: [] })]));
    expect(text).toContain('tests="3" failures="1" errors="1"');
  });
});

describe('SARIF', () => {
  interface Log {
    version: string;
    runs: {
      tool: { driver: { rules: { id: string }[] } };
      results: {
        ruleId: string;
        ruleIndex: number;
        level: string;
        suppressions?: object[];
        partialFingerprints: Record<string, string>;
        locations: {
          physicalLocation: {
            artifactLocation: { uri: string };
            region: { startLine: number; startColumn: number };
          };
        }[];
      }[];
    }[];
  }
  const log = (about: CheckResult) => JSON.parse(print('sarif', about)) as Log;

  it('names each rule once, points at lines, and writes paths as URIs', () => {
    const over = { ruleId: 'JSON_ENUM_VALUE_ADDED', fingerprint: 'B'.repeat(16) };
    const safe = finding({ ...over, severity: 'info' });
    const { version, runs } = log(result([contract({ findings: [finding(), safe] }), doubt]));
    const [run] = runs;
    expect(version).toBe('2.1.0');
    for (const { ruleId, ruleIndex } of run!.results)
      expect(run!.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(run!.results.map(({ level }) => level)).toEqual(['error', 'note', 'error']);
    expect(run!.results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'a%20b/%C3%BC.schema.json' },
      region: { startLine: 3, startColumn: 7 },
    });
    const identities = run!.results.map(
      ({ partialFingerprints }) => Object.values(partialFingerprints)[0],
    );
    expect(new Set(identities).size).toBe(3);
  });

  it('a waived break is there and suppressed', () => {
    const waiver = { fp: 'A', reason: 'told', by: 'ada', until: '2027-01-01' };
    const about = result([contract({ verdict: 'waived', findings: [finding({ waiver })] })]);
    expect(log(about).runs[0]?.results[0]?.suppressions).toEqual([
      { kind: 'external', justification: 'told (ada, until 2027-01-01)' },
    ]);
    expect(print('gitlab', about)).toBe('[]\n');
    expect(print('github', about)).toBe('');
    expect(print('junit', about)).toContain('failures="0"');
  });
});

describe('GitLab', () => {
  it('gives every issue a fingerprint of its own', () => {
    const twice = [finding(), finding({ direction: 'forward' }), finding({ oldVersion: 2 })];
    const issues = JSON.parse(
      print('gitlab', result([contract({ findings: twice }), contract({ name: 'other' })])),
    ) as { fingerprint: string; severity: string }[];
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(4);
    expect(new Set(issues.map(({ severity }) => severity))).toEqual(new Set(['critical']));
  });
});

describe('Markdown for a pull request', () => {
  it('stays below what GitHub takes and counts what does not fit', () => {
    const text = print('markdown', result(many(300, 1_000)));
    expect(text.length).toBeLessThan(65_536);
    const shown = text.match(/^#### /gm)?.length ?? 0;
    expect(text).toContain(`_${300 - shown} more do not fit into a comment`);
    expect(shown).toBeGreaterThan(10);
  });

  it('an event cannot close its code block, and a name calls nobody', () => {
    const witness = {
      event: '"```\\n# x"',
      acceptedBy: 'old',
      rejectedBy: 'new',
      reason: 'r',
    } as const;
    const text = print(
      'markdown',
      result([contract({ name: '@team <b>', findings: [finding({ witness })] })]),
    );
    expect(text).toContain('````json\n');
    expect(text).not.toContain('@team');
    expect(text).not.toContain('<b>');
  });

  it('says that a waiver ran out', () => {
    const waivers = { path: 'w.yaml', expired: ['It ran out.'], unused: [] };
    const about = result([], { waivers });
    for (const format of Object.keys(checkFormats))
      expect(print(format, about)).toContain('ran out');
  });
});

describe('waivers', () => {
  const waiver = { fp: 'AAAAAAAAAAAAAAAA', reason: 'told', by: 'ada', until: '2026-11-23' };
  const on = (today: string, over: object = {}) =>
    waive([contract()], [{ ...waiver, ...over }], { today, isEverythingChecked: true });

  it('hold on their last day and not on the day after', () => {
    expect(on('2026-11-23').contracts[0]?.verdict).toBe('waived');
    expect(on('2026-11-24').contracts[0]?.verdict).toBe('incompatible');
    expect(on('2026-11-24').faults).toHaveLength(1);
  });

  it('for another contract cover nothing, and are said to be useless', () => {
    const { contracts, notes } = on('2026-01-01', { contract: 'other' });
    expect(contracts[0]?.verdict).toBe('incompatible');
    expect(notes).toHaveLength(1);
  });

  it('of one break leave the other standing', () => {
    const both = contract({ findings: [finding(), finding({ fingerprint: 'B'.repeat(16) })] });
    const { contracts } = waive([both], [waiver], {
      today: '2026-01-01',
      isEverythingChecked: true,
    });
    expect(contracts[0]?.verdict).toBe('incompatible');
  });

  it('do not turn a doubt beside them into a pass', () => {
    const mixed = contract({ doubts: doubt.doubts });
    const { contracts } = waive([mixed], [waiver], {
      today: '2026-01-01',
      isEverythingChecked: true,
    });
    expect(contracts[0]?.verdict).toBe('undecided');
  });
});
