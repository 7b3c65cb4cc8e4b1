import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';

const here = new URL('.', import.meta.url).pathname;
const published = JSON.parse(
  readFileSync(`${here}../../../docs/schemas/check-report.schema.json`, 'utf8'),
) as object;
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(published);

/** Every JSON report any golden script shows, and the exit code below it. */
const reports = readdirSync(here)
  .filter((name) => name.endsWith('.script'))
  .flatMap((name) =>
    [
      ...readFileSync(here + name, 'utf8').matchAll(
        /^\$ (concordat check [^\n]*--format json\b[^\n]*)\n(\{[^]*?\n\})\n= (\d)$/gm,
      ),
    ].map(([, line = '', text = '', code]) => ({
      line: `${name}: ${line}`,
      report: JSON.parse(text) as { exitCode: number; contracts: Record<string, unknown>[] },
      code: Number(code),
    })),
  );

describe('the published schema of the JSON report', () => {
  it('meets more than one report', () => expect(reports.length).toBeGreaterThan(1));

  it.each(reports)('$line keeps it, and tells the exit code', ({ report, code }) => {
    expect(validate(report) ? [] : validate.errors).toEqual([]);
    expect(report.exitCode).toBe(code);
  });

  it('refuses what no report has', () => {
    const [{ report }] = reports as [(typeof reports)[0]];
    const [contract] = report.contracts;
    expect(validate({ ...report, surprise: 1 })).toBe(false);
    expect(validate({ ...report, contracts: [{ ...contract, verdict: 'fine' }] })).toBe(false);
    expect(validate({ ...report, contracts: [{ ...contract, findings: [{}] }] })).toBe(false);
  });
});
