import { Body, Controller, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { type Assumption, modes } from '#compat';
import type { CompatibilityMode } from '#contract';
import { problem } from '#kernel';
import { CheckCompatibility } from '../check-compatibility.js';
import { findingsOf } from '../incompatible-schema.js';
import { registryProblems } from '../problems.js';
import { parseSubject } from '../subject-name.js';
import { CountRefusals } from './count-refusals.interceptor.js';
import { readJson } from './read-body.js';
import { readSchemaRequest } from './read-schema-request.js';

type Members = Readonly<Record<string, unknown>>;
const ASSUMPTIONS: readonly string[] = ['open-world', 'declared-only', 'defaults-applied'];

/** A verdict without a registration: a schema against its subject, or one schema against another. */
@Controller('v1/checks')
@UseInterceptors(CountRefusals)
export class ChecksController {
  constructor(private readonly check: CheckCompatibility) {}

  @Post()
  @HttpCode(200)
  async run(@Body() body: unknown) {
    const asked = readJson(body);
    const report = await (asked['subject'] === undefined ? this.pair(asked) : this.change(asked));
    return { ...report, findings: findingsOf(report) };
  }

  private async change(asked: Members) {
    const { subject } = asked;
    if (typeof subject !== 'string') throw wrong('subject', 'a subject');
    const terms = { ...given('mode', modeOf(asked)), ...given('assumption', assumptionOf(asked)) };
    const draft = readSchemaRequest({ schemaType: 'JSON', ...asked });
    const name = parseSubject(subject);
    return (await this.check.run({ name, draft, normalize: false, terms })).report;
  }

  private pair(asked: Members) {
    const drafts = { old: draftOf(asked, 'old'), new: draftOf(asked, 'new') };
    const terms = {
      mode: modeOf(asked) ?? 'BACKWARD',
      assumption: assumptionOf(asked) ?? 'open-world',
    } as const;
    return this.check.betweenDrafts(drafts, terms);
  }
}

const wrong = (where: string, expected: string) =>
  problem(registryProblems.REQUEST_INVALID, { where, expected });
const given = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };

/** A schema as text, or as an object of the same members a registration takes. */
function draftOf(asked: Members, side: 'old' | 'new') {
  const value = asked[side];
  if (typeof value === 'string') return readSchemaRequest({ schemaType: 'JSON', schema: value });
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(
      side,
      'a schema: its text, or {"schema": …, "references": […]}; or name a "subject"',
    );
  return readSchemaRequest({ schemaType: 'JSON', ...value });
}

function modeOf({ mode }: Members): CompatibilityMode | undefined {
  if (mode === undefined) return undefined;
  const name = typeof mode === 'string' ? mode.toUpperCase() : '';
  if (!Object.hasOwn(modes, name))
    throw problem(registryProblems.COMPATIBILITY_LEVEL_INVALID, undefined);
  return name as CompatibilityMode;
}

function assumptionOf({ assumption }: Members): Assumption | undefined {
  if (assumption === undefined) return undefined;
  if (!ASSUMPTIONS.includes(assumption as string))
    throw wrong('assumption', `one of ${ASSUMPTIONS.join(', ')}`);
  return assumption as Assumption;
}
