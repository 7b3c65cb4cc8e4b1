import { Injectable } from '@nestjs/common';
import { stringify } from 'lossless-json';
import { Quarantine } from '#event-log';
import { problem, type RequestHeaders } from '#kernel';
import { AskGateway, type GatewayAnswer, type GatewayQuestion } from '../gateway/ask-gateway.js';
import { catalogProblems } from '../problems.js';
import { ListCauses } from './list-causes.js';
import { restoreMasked } from './restore-masked.js';
import { ShowCase } from './show-case.js';

export interface CaseAction {
  readonly id: string;
  /** The corrected event, or the reason for giving it up; may be empty. */
  readonly body: Buffer;
  readonly headers: RequestHeaders;
  /** What the event is to stand after, as the gateway told it. */
  readonly over?: string | undefined;
}

/** What a person does about a refused event; a gateway carries it out and records who it was. */
@Injectable()
export class ActOnCase {
  constructor(
    private readonly cases: ShowCase,
    private readonly quarantine: Quarantine,
    private readonly gateway: AskGateway,
    private readonly causes: ListCauses,
  ) {}

  /** @throws CASE_UNKNOWN, CORRECTION_MASKED */
  async replay({ id, body, headers, over }: CaseAction): Promise<GatewayAnswer> {
    const corrected = body.length > 0 ? await this.corrected(id, body.toString('utf8')) : '';
    const decided = over === undefined ? '' : `?over=${encodeURIComponent(over)}`;
    return this.act({
      path: `/v1/quarantine/${encodeURIComponent(id)}/replay${decided}`,
      body: Buffer.from(corrected),
      type: 'application/json',
      headers,
    });
  }

  discard({ id, body, headers }: CaseAction): Promise<GatewayAnswer> {
    const path = `/v1/quarantine/${encodeURIComponent(id)}/discard`;
    return this.act({ path, body, type: 'text/plain', headers });
  }

  /** Also a gateway that did not answer may have done it. */
  private act(question: GatewayQuestion): Promise<GatewayAnswer> {
    return this.gateway.post(question).finally(() => this.causes.forget());
  }

  /** With what was hidden from the person who corrected it; as it is where nothing was shown. */
  private async corrected(id: string, edited: string): Promise<string> {
    const { payload } = await this.cases.show(id);
    const held = await this.quarantine.get(id);
    if (!payload || !held?.value) return edited;
    try {
      const restored = restoreMasked(edited, payload.masked, held.value.toString('utf8'));
      if ('strayMaskAt' in restored)
        throw problem(catalogProblems.CORRECTION_MASKED, { pointer: restored.strayMaskAt });
      return stringify(restored.value) ?? edited;
    } catch (error) {
      // The gateway says better than we could what is wrong with a text that is no JSON.
      if (error instanceof SyntaxError) return edited;
      throw error;
    }
  }
}
