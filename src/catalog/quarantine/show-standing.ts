import { Injectable } from '@nestjs/common';
import { parse, stringify } from 'lossless-json';
import { Quarantine } from '#event-log';
import { Problem, type RequestHeaders } from '#kernel';
import { AskGateway, type GatewayAnswer } from '../gateway/ask-gateway.js';
import { FindStates } from '../state/find-states.js';

interface ToldStanding {
  readonly key: string;
}

/**
 * What stands where a refused event wanted to, for whoever decides between the two: as a gateway tells it, and
 * the whole last state, masked, where the contract has one kept. The key may be personal, and is in the event.
 */
@Injectable()
export class ShowStanding {
  constructor(
    private readonly gateway: AskGateway,
    private readonly quarantine: Quarantine,
    private readonly states: FindStates,
  ) {}

  async show(id: string, headers: RequestHeaders): Promise<GatewayAnswer> {
    const path = `/v1/quarantine/${encodeURIComponent(id)}/standing`;
    const answer = await this.gateway.get(path, headers);
    if (answer.status !== 200) return answer;
    const { key, ...told } = parse(answer.body.toString('utf8')) as ToldStanding;
    const held = await this.quarantine.get(id);
    const value = held?.contract && (await this.valueOf(held.contract.id, key));
    const whole = { ...told, ...(value !== undefined && { masked: value }) };
    return { ...answer, body: Buffer.from(stringify(whole) ?? '') };
  }

  /** Nothing where no states are kept, or not yet. */
  private async valueOf(contractId: string, key: string): Promise<unknown> {
    const wish = { payload: 'masked', awaited: [], waitMs: 0 } as const;
    try {
      const { value } = parse(await this.states.one(contractId, key, wish)) as { value?: unknown };
      return value;
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }
}
