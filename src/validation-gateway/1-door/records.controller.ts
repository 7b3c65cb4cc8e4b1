import { Readable } from 'node:stream';
import { Controller, Logger, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BytesUnderWay, limits, Problem, problem, provenPrincipal, Seats } from '#kernel';
import { Pipeline } from '../pipeline.js';
import { gatewayProblems } from '../problems.js';
import type { ArrivedRequest } from '../request.js';
import { countAccepted } from '../verdict.js';
import { AnswerOnce } from './answer-once.js';
import { announceEndings } from './announce-endings.js';
import { announceRetry } from './announce-retry.js';
import { entriesText, refusedEntries, type RecordPlace } from './answer-kafka-rest-v3.js';
import { bodyOf, mediaTypeOf } from './body-of.js';
import { deferredProblem } from './deferred-problem.js';
import { dryRunAsked } from './dry-run-asked.js';
import { eventAddresses } from './event-addresses.js';
import { hopOf } from './hop-of.js';
import { inDialect } from './in-dialect.js';
import { JSON_TYPE } from './json-type.js';
import { namedWork } from './named-work.js';
import { preferredHandling } from './preference.js';
import { streamRecords } from './stream-records.js';

/** Kafka REST v3: a stream of records, and batches of them. */
@Controller()
export class RecordsController {
  private readonly log = new Logger('gateway');
  private readonly underWay = new BytesUnderWay(limits.bodiesUnderWayBytes.value);
  private readonly seats = new Seats(limits.recordStreams.value);

  constructor(
    private readonly pipeline: Pipeline,
    private readonly answers: AnswerOnce,
  ) {}

  /** Objects follow each other in the body; each is answered when its fate is known. */
  @Post(eventAddresses.stream)
  stream(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param() place: RecordPlace,
  ): void {
    try {
      // A stream is answered record by record, so there is no one answer to give again.
      if (request.headers['idempotency-key'] !== undefined)
        throw problem(gatewayProblems.IDEMPOTENCY_KEY_INVALID, undefined);
      if (dryRunAsked(request) !== false) throw problem(gatewayProblems.DRY_RUN_UNCLEAR, undefined);
      bodyOf(request, refuseType);
      const who = provenPrincipal(request.headers);
      if (!this.seats.hasOneFor(who)) throw full();
      reply.raw.once('close', this.seats.take(who));
      const body = request.body instanceof Readable ? request.body : Readable.from([]);
      const answers = streamRecords(body, { ...place, underWay: this.underWay }, (records) =>
        this.pipeline.travelEach(
          records.map((record) => ({
            form: 'kafka-rest-record',
            ...asked(request, place, record),
          })),
        ),
      );
      const lines = Readable.from(answers);
      lines.once('error', (error) => this.tellUnlessGone(request, error));
      void reply.status(200).type('application/json').send(lines);
    } catch (error) {
      throw error instanceof Problem ? inDialect(error) : error;
    }
  }

  /** A sender who leaves in the middle is no bug; whoever is still there sees its connection end. */
  private tellUnlessGone({ raw }: FastifyRequest, error: unknown): void {
    if (!raw.destroyed || raw.complete) this.log.error({ err: error }, 'a stream broke off');
  }

  @Post(eventAddresses.batch)
  batch(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param() place: RecordPlace,
  ): Promise<unknown> {
    return this.answers.answer(request, reply, (isDryRun) =>
      this.first(request, reply, { ...place, isDryRun }),
    );
  }

  private async first(
    request: FastifyRequest,
    reply: FastifyReply,
    place: RecordPlace & { readonly isDryRun: boolean },
  ): Promise<unknown> {
    const isStrict = preferredHandling(request, reply) === 'strict';
    try {
      const mediaType = mediaTypeOf(request);
      if (mediaType !== 'application/json') throw refuseType(mediaType);
      const body = bodyOf(request, refuseType);
      const verdicts = await this.pipeline.travel({
        form: 'kafka-rest-batch',
        named: namedWork(request),
        isDryRun: place.isDryRun,
        ...asked(request, place, body),
      });
      announceEndings(reply, verdicts);
      const accepted = countAccepted(verdicts);
      const deferred =
        accepted === 0
          ? deferredProblem(verdicts, () => refusedEntries(place, verdicts))
          : undefined;
      if (deferred) throw deferred;
      announceRetry(reply, verdicts);
      void reply.status(isStrict ? strictStatus(accepted, verdicts.length) : 207);
      void reply.type(JSON_TYPE);
      return entriesText(place, verdicts);
    } catch (error) {
      throw error instanceof Problem ? inDialect(error) : error;
    }
  }
}

const full = (): Problem =>
  problem(gatewayProblems.RECORD_STREAMS_FULL, undefined, { retryAfterSeconds: 5 });

const strictStatus = (accepted: number, all: number): number =>
  accepted === all ? 200 : accepted > 0 ? 207 : 422;

const asked = (
  request: FastifyRequest,
  { topic }: RecordPlace,
  body: Buffer,
): Pick<ArrivedRequest, 'topic' | 'principal' | 'body' | 'hop'> => ({
  ...{ topic, body },
  principal: provenPrincipal(request.headers) ?? '',
  hop: hopOf(request.headers),
});

const refuseType = (type: string): Problem =>
  problem(gatewayProblems.EMBEDDED_FORMAT_UNSUPPORTED, type);
