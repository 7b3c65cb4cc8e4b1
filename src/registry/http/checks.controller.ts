import { Body, Controller, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { problem } from '#kernel';
import { CheckCompatibility } from '../check-compatibility.js';
import { CheckSet } from '../check-set.js';
import { findingsOf } from '../incompatible-schema.js';
import { registryProblems } from '../problems.js';
import { parseSubject } from '../subject-name.js';
import { CountRefusals } from './count-refusals.interceptor.js';
import { readJson } from './read-body.js';
import { readSchemaRequest } from './read-schema-request.js';
import { readSchemaSet } from './read-schema-set.js';
import { readTerms } from './read-terms.js';
import { toldReport, toldVerdict, worst } from './told-verdict.js';

type Members = Readonly<Record<string, unknown>>;
/** A verdict without a registration: a schema against its subject, or one schema against another. */
@Controller('v1/checks')
@UseInterceptors(CountRefusals)
export class ChecksController {
  constructor(
    private readonly check: CheckCompatibility,
    private readonly checkSet: CheckSet,
  ) {}

  @Post()
  @HttpCode(200)
  async run(@Body() body: unknown) {
    const asked = readJson(body);
    if (asked['schemas'] !== undefined) return this.set(asked);
    if (asked['subject'] !== undefined) return this.change(asked);
    const report = await this.pair(asked);
    return { ...report, findings: findingsOf(report) };
  }

  private async set(asked: Members) {
    const verdicts = await this.checkSet.run(readSchemaSet(asked));
    const schemas = verdicts.map(toldVerdict);
    return { verdict: worst(schemas), schemas };
  }

  private async change(asked: Members) {
    const { subject } = asked;
    if (typeof subject !== 'string') throw wrong('subject', 'a subject');
    const terms = readTerms(asked);
    const draft = readSchemaRequest({ schemaType: 'JSON', ...asked });
    const name = parseSubject(subject);
    return toldReport(await this.check.run({ name, draft, normalize: false, terms }));
  }

  private pair(asked: Members) {
    const drafts = { old: draftOf(asked, 'old'), new: draftOf(asked, 'new') };
    const terms = {
      mode: 'BACKWARD',
      assumption: 'open-world',
      ...readTerms(asked),
    } as const;
    return this.check.betweenDrafts(drafts, terms);
  }
}

const wrong = (where: string, expected: string) =>
  problem(registryProblems.REQUEST_INVALID, { where, expected });

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
