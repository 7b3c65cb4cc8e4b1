import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeMeaning, meaningRules, renderMeaning } from '#compat';
import { type Contract, readContract } from '#contract';

/**
 * Each folder is named after the rule it shows and holds cases: `old.yaml`, `new.yaml` and what is
 * said about the change in `expect.txt`. A case is found by being there; `npm run golden` rewrites
 * the expectations, whose diff is the review.
 */
const ROOT = join(process.cwd(), 'test/golden/compat/contract');

const cases = readdirSync(ROOT).flatMap((rule) =>
  readdirSync(join(ROOT, rule)).map((name) => [rule, name] as const),
);
const idOf = (rule: string): string => `CONTRACT_${rule.replaceAll('-', '_').toUpperCase()}`;

function contractIn(file: string): Contract {
  const read = readContract(readFileSync(file, 'utf8'));
  if (!read.ok) throw new Error(`${file}: ${read.error[0]?.message}`);
  return read.value;
}

function meaningOf(rule: string, name: string) {
  const at = join(ROOT, rule, name);
  return describeMeaning({
    old: contractIn(join(at, 'old.yaml')),
    new: contractIn(join(at, 'new.yaml')),
  });
}

describe('golden pairs of contracts', () => {
  it.each(cases)('%s/%s reads as expected', (rule, name) => {
    const said = renderMeaning(meaningOf(rule, name));
    const text = `${said || 'Nothing changed.'}\n`;
    const expectation = join(ROOT, rule, name, 'expect.txt');
    if (process.env.UPDATE_GOLDEN === '1' || !existsSync(expectation))
      writeFileSync(expectation, text);
    expect(text).toBe(readFileSync(expectation, 'utf8'));
  });

  it('every kind of change of meaning has a case, and each case shows its own', () => {
    const shown = cases.flatMap(([rule, name]) =>
      meaningOf(rule, name).some(({ ruleId }) => ruleId === idOf(rule)) ? [idOf(rule)] : [],
    );
    expect([...new Set(shown)].sort()).toEqual(Object.keys(meaningRules).sort());
  });

  it('a contract means the same as itself', () => {
    for (const [rule, name] of cases) {
      const old = contractIn(join(ROOT, rule, name, 'old.yaml'));
      expect(describeMeaning({ old, new: structuredClone(old) })).toEqual([]);
    }
  });

  it('whatever is added in one direction is removed in the other', () => {
    for (const [rule, name] of cases) {
      const at = join(ROOT, rule, name);
      const [old, changed] = [contractIn(join(at, 'old.yaml')), contractIn(join(at, 'new.yaml'))];
      const back = describeMeaning({ old: changed, new: old });
      expect(back.length).toBe(describeMeaning({ old, new: changed }).length);
    }
  });
});
