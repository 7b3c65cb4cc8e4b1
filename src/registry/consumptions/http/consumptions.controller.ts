import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { principalOf, problem, type RequestHeaders } from '#kernel';
import { Asker } from '../../http/asker.js';
import { CountRefusals } from '../../http/count-refusals.interceptor.js';
import { readText } from '../../http/read-body.js';
import { type Query as QueryValues, textOf } from '../../http/read-query.js';
import { registryProblems } from '../../problems.js';
import { Consumptions } from '../consumptions.js';
import { DeclareConsumption } from '../declare-consumption.js';

/** What consumers say they read. */
@Controller('v1/consumptions')
@UseInterceptors(CountRefusals)
export class ConsumptionsController {
  constructor(
    private readonly declare: DeclareConsumption,
    private readonly consumptions: Consumptions,
  ) {}

  /** 201 the first time a consumer speaks of a contract, 200 when it says it anew. */
  @Post()
  @HttpCode(200)
  async put(
    @Body() body: unknown,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { consumption, isNew, unknownFields } = await this.declare.run(
      readText(body),
      principalOf(headers),
    );
    if (isNew) void reply.status(201);
    const { consumer, of } = consumption;
    return { consumer, of, created: isNew, unknownFields };
  }

  @Get()
  async list(@Query() query: QueryValues) {
    const filter = { of: textOf(query, 'of'), consumer: textOf(query, 'consumer') };
    const rows = await this.consumptions.list(filter);
    return {
      consumptions: rows.map(({ consumption, ...said }) => ({ ...consumption, ...said })),
    };
  }

  @Delete(':consumer/of/:id')
  @HttpCode(204)
  async withdraw(
    @Param() { consumer, id }: { consumer: string; id: string },
    @Asker() by: string,
  ): Promise<void> {
    if (!(await this.consumptions.delete(id, consumer, by)))
      throw problem(registryProblems.CONSUMPTION_NOT_FOUND, { id, consumer });
  }
}
