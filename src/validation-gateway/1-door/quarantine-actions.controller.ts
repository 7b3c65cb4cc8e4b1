import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Closing, eventLogProblems, Quarantine, type QuarantinedEvent } from '#event-log';
import { limits, principalOf, problem } from '#kernel';
import { Pipeline } from '../pipeline.js';
import { gatewayProblems } from '../problems.js';
import { isAccepted, type Verdict } from '../verdict.js';
import { refusalProblem } from './answer-cloud-events.js';
import { bodyOf } from './body-of.js';
import { told } from './verdict-in-words.js';

const refuseType = (type: string) => problem(gatewayProblems.EMBEDDED_FORMAT_UNSUPPORTED, type);

/** What a person does about a refused event. Each action is recorded with who did it. */
@Controller('v1/quarantine/:id')
export class QuarantineActionsController {
  constructor(
    private readonly pipeline: Pipeline,
    private readonly quarantine: Quarantine,
  ) {}

  /**
   * Sends the event once more along the whole road. A body is the corrected value, byte for byte;
   * without one it is what came. Refused again, the case stays open. Where a gateway died after it was in, its
   * fate is told and nothing is sent.
   */
  @Post('replay')
  @HttpCode(200)
  async replay(@Req() request: FastifyRequest, @Param('id') id: string): Promise<unknown> {
    const body = bodyOf(request, refuseType);
    const corrected = body.length > 0 ? body : undefined;
    let verdict: Verdict | undefined;
    await this.act(id, async (found) => {
      if (!found.isKept) throw problem(gatewayProblems.CASE_WITHOUT_EVENT, id);
      if (!found.isReadable) throw problem(eventLogProblems.CASE_SEALED, { id });
      verdict = await this.pipeline.replay(
        found,
        corrected,
        await this.quarantine.beginSending(id),
      );
      return closingOf(verdict, {
        actor: principalOf(request.headers),
        isCorrected: corrected !== undefined,
      });
    });
    if (verdict === undefined) throw problem(gatewayProblems.CASE_UNKNOWN, id);
    if (!isAccepted(verdict)) throw refusalProblem({ ...verdict, quarantineId: id });
    const state = corrected === undefined ? 'replayed' : 'fixed';
    return { ...told(verdict), position: verdict.position, id, state };
  }

  /** Gives the event up. A body is the reason, as text. */
  @Post('discard')
  @HttpCode(200)
  async discard(@Req() request: FastifyRequest, @Param('id') id: string): Promise<unknown> {
    const note = bodyOf(request, refuseType).toString('utf8').slice(0, limits.noteCharacters.value);
    await this.act(id, () =>
      Promise.resolve({
        ...{ actor: principalOf(request.headers), action: 'discarded' as const },
        note: note === '' ? undefined : note,
      }),
    );
    return { id, state: 'discarded' };
  }

  private async act(
    id: string,
    decide: (found: QuarantinedEvent) => Promise<Closing | undefined>,
  ): Promise<void> {
    if (!ULID.test(id)) throw problem(gatewayProblems.CASE_UNKNOWN, id.slice(0, SHOWN_CHARACTERS));
    const found = await this.quarantine.act(id, async (held) => {
      if (held.state !== 'open')
        throw problem(gatewayProblems.CASE_CLOSED, { id, state: held.state });
      return decide(held);
    });
    if (!found) throw problem(gatewayProblems.CASE_UNKNOWN, id);
  }
}

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const SHOWN_CHARACTERS = 60;

function closingOf(
  { fate, refusal, position }: Verdict,
  { actor, isCorrected }: { readonly actor: string; readonly isCorrected: boolean },
): Closing | undefined {
  if (fate === 'deferred') return undefined;
  const note = refusal?.reason;
  const action = isCorrected ? 'fixed' : 'replayed';
  // Sent, and never to be sent twice: whoever pressed the button again could do it.
  if (note === 'NOT_CONFIRMED') return { actor, action, note };
  return refusal ? { actor, action: 'refused', note } : { actor, action, position };
}
