import { Controller, Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  type Closing,
  eventLogProblems,
  isUlid,
  Quarantine,
  type QuarantinedEvent,
} from '#event-log';
import { limits, principalOf, problem } from '#kernel';
import { DecideConflict, type Standing } from '../decide-conflict.js';
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
    private readonly conflicts: DecideConflict,
  ) {}

  /** What stands where the event wanted to: a person looks at both before deciding. */
  @Get('standing')
  @Header('Cache-Control', 'no-store')
  async standing(@Param('id') id: string): Promise<Standing & { readonly id: string }> {
    const found = isUlid(id) ? await this.quarantine.get(id) : undefined;
    if (!found) throw unknownCase(id);
    checkOpen(found);
    checkHasEvent(found);
    return {
      id,
      ...(await this.conflicts.standing(id, this.pipeline.readAgain(found, undefined))),
    };
  }

  /**
   * Sends the event once more along the whole road. A body is the corrected value, byte for byte;
   * without one it is what came. Refused again, the case stays open. Where a gateway died after it was in, its
   * fate is told and nothing is sent. With `over` it is let stand after what is named there.
   */
  @Post('replay')
  @HttpCode(200)
  async replay(
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Query('over') query: unknown,
  ): Promise<unknown> {
    const body = bodyOf(request, refuseType);
    const corrected = body.length > 0 ? body : undefined;
    const over = typeof query === 'string' ? query : undefined;
    const isCorrected = corrected !== undefined || over !== undefined;
    let verdict: Verdict | undefined;
    await this.act(id, async (found) => {
      checkHasEvent(found);
      const read = this.pipeline.readAgain(found, corrected);
      const event = over === undefined ? read : await this.conflicts.inFavourOf(id, read, over);
      verdict = await this.pipeline.sendAgain(event, await this.quarantine.beginSending(id));
      return closingOf(verdict, { actor: principalOf(request.headers), isCorrected, over });
    });
    if (verdict === undefined) throw unknownCase(id);
    if (!isAccepted(verdict)) throw refusalProblem({ ...verdict, quarantineId: id });
    const state = isCorrected ? 'fixed' : 'replayed';
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
    if (!isUlid(id)) throw unknownCase(id);
    const found = await this.quarantine.act(id, async (held) => {
      checkOpen(held);
      return decide(held);
    });
    if (!found) throw unknownCase(id);
  }
}

const unknownCase = (id: string) =>
  problem(gatewayProblems.CASE_UNKNOWN, id.slice(0, SHOWN_CHARACTERS));

function checkOpen({ id, state }: QuarantinedEvent): void {
  if (state !== 'open') throw problem(gatewayProblems.CASE_CLOSED, { id, state });
}

/** Whether there are bytes to send again. */
function checkHasEvent({ id, isKept, isReadable }: QuarantinedEvent): void {
  if (!isKept) throw problem(gatewayProblems.CASE_WITHOUT_EVENT, id);
  if (!isReadable) throw problem(eventLogProblems.CASE_SEALED, { id });
}

const SHOWN_CHARACTERS = 60;

function closingOf(
  { fate, refusal, position }: Verdict,
  {
    actor,
    isCorrected,
    over,
  }: { readonly actor: string; readonly isCorrected: boolean; readonly over: string | undefined },
): Closing | undefined {
  if (fate === 'deferred') return undefined;
  const note = refusal?.reason;
  const action = isCorrected ? 'fixed' : 'replayed';
  // Sent, and never to be sent twice: whoever pressed the button again could do it.
  if (note === 'NOT_CONFIRMED') return { actor, action, note };
  if (refusal) return { actor, action: 'refused', note };
  return {
    actor,
    action,
    position,
    note: over === undefined ? undefined : `it stands over ${over}`,
  };
}
