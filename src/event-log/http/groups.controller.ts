import {
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { limits, principalOf, problem } from '#kernel';
import { EventLog } from '../event-log.js';
import type { CommitRefusal, ConsumerGroup, GroupOfTopic } from '../groups/consumer-group.js';
import { ConsumerGroups, type Share } from '../groups/consumer-groups.js';
import { eventLogProblems } from '../problems.js';
import { eventInJson } from './event-in-json.js';
import { commitBody, declareBody, pollBody, positionsBody, readBody } from './group-bodies.js';
import { Polls } from './polls.js';
import { type Query as QueryValues, readLimit, readName } from './read-query.js';

interface Place {
  readonly group: string;
  readonly topic: string;
}

/** Consumers who share a topic, over HTTP alone. */
@Controller('v1/groups')
export class GroupsController {
  constructor(
    private readonly groups: ConsumerGroups,
    private readonly log: EventLog,
    private readonly polls: Polls,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async list(
    @Query() query: QueryValues,
  ): Promise<{ groups: readonly ConsumerGroup[]; nextCursor: string | null }> {
    const limit = readLimit(query, limits.pageRows.value);
    const [group = '', topic = ''] = readName(query, 'cursor')?.split('/') ?? [];
    const groups = await this.groups.list(
      { group: readName(query, 'group'), topic: readName(query, 'topic') },
      { after: { group, topic }, limit },
    );
    const last = groups.at(-1);
    return { groups, nextCursor: groups.length < limit || !last ? null : cursorOf(last) };
  }

  @Get(':group/topics/:topic')
  @Header('Cache-Control', 'no-store')
  async about(@Param() params: Place): Promise<ConsumerGroup> {
    return this.find(named(params));
  }

  @Put(':group/topics/:topic')
  async declare(@Param() params: Place, @Req() request: FastifyRequest): Promise<ConsumerGroup> {
    const place = named(params);
    await this.groups.declare(place, readBody(declareBody, request));
    return this.find(place);
  }

  @Delete(':group/topics/:topic')
  @HttpCode(204)
  async delete(@Param() params: Place, @Req() request: FastifyRequest): Promise<void> {
    const place = named(params);
    doneWith(place, await this.groups.delete(place, principalOf(request.headers)));
  }

  /** Asks for the next events; the answer comes with the first, or when the time is over. */
  @Post(':group/topics/:topic/poll')
  @HttpCode(200)
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  @Header('X-Content-Type-Options', 'nosniff')
  async poll(
    @Param() params: Place,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const place = named(params);
    const { member: name, ...body } = readBody(pollBody, request);
    const principal = principalOf(request.headers);
    const shares = await this.polls.run(reply.raw, (signal) =>
      this.groups.poll(place, { ...body, name, principal, signal }),
    );
    const about = JSON.stringify({ ...place, member: name });
    return `${about.slice(0, -1)},"partitions":[${shares.map(shareInJson).join(',')}]}`;
  }

  @Post(':group/topics/:topic/commits')
  @HttpCode(200)
  async commit(@Param() params: Place, @Req() request: FastifyRequest): Promise<object> {
    const place = named(params);
    const { member, partitions: commits } = readBody(commitBody, request);
    refuse(await this.groups.commit(place, { member, commits }));
    return {
      partitions: commits.map(({ partition, nextOffset }) => ({ partition, nextOffset })),
    };
  }

  /** Frees what a member holds, so that the others need not wait for its leases to end. */
  @Delete(':group/topics/:topic/members/:member')
  @HttpCode(204)
  async leave(@Param() { member, ...params }: Place & { readonly member: string }): Promise<void> {
    if (!NAME.test(member)) throw problem(eventLogProblems.GROUP_NAME_INVALID, shownName(member));
    await this.groups.leave(named(params), member);
  }

  /** Reads again, or leaves out: from a moment, an end, or offsets. */
  @Put(':group/topics/:topic/positions')
  async reset(@Param() params: Place, @Req() request: FastifyRequest): Promise<ConsumerGroup> {
    const place = named(params);
    const wish = readBody(positionsBody, request);
    const offsets =
      'to' in wish
        ? await this.offsetsAt(place.topic, wish.to)
        : new Map(wish.partitions.map(({ partition, nextOffset }) => [partition, nextOffset]));
    doneWith(place, await this.groups.reset(place, offsets, principalOf(request.headers)));
    return this.find(place);
  }

  private async offsetsAt(topic: string, to: string): Promise<ReadonlyMap<number, number>> {
    const offsets = new Map<number, number>();
    for (const { partition, startOffset, endOffset } of (await this.log.topic(topic))?.partitions ??
      []) {
      if (to === 'start') offsets.set(partition, startOffset);
      else if (to === 'end') offsets.set(partition, endOffset);
      else offsets.set(partition, await this.log.offsetAt({ topic, partition }, new Date(to)));
    }
    return offsets;
  }

  private async find(place: GroupOfTopic): Promise<ConsumerGroup> {
    const [group] = await this.groups.list(place, { limit: 1 });
    if (!group) throw problem(eventLogProblems.GROUP_UNKNOWN, place);
    return group;
  }
}

const NAME = /^[a-zA-Z0-9._-]{1,249}$/;

const shownName = (name: string) => ({ name: name.slice(0, 60) });

function named({ group, topic }: Place): GroupOfTopic {
  const wrong = [group, topic].find((name) => !NAME.test(name));
  if (wrong !== undefined) throw problem(eventLogProblems.GROUP_NAME_INVALID, shownName(wrong));
  return { group, topic };
}

const cursorOf = ({ group, topic }: GroupOfTopic): string => `${group}/${topic}`;

function doneWith(place: GroupOfTopic, isDone: boolean | undefined): void {
  if (isDone === undefined) throw problem(eventLogProblems.GROUP_UNKNOWN, place);
  if (!isDone) throw problem(eventLogProblems.GROUP_BUSY, place);
}

function refuse(refusals: readonly CommitRefusal[]): void {
  const [first] = refusals;
  if (!first) return;
  const partitions = refusals
    .filter(({ why }) => why === first.why)
    .map(({ partition }) => partition);
  throw first.why === 'lost'
    ? problem(eventLogProblems.LEASE_LOST, { partitions })
    : problem(eventLogProblems.COMMIT_BEYOND, { partitions });
}

function shareInJson({ events, ...lease }: Share): string {
  const about = JSON.stringify({
    ...lease,
    nextOffset: (events.at(-1)?.offset ?? lease.nextOffset - 1) + 1,
    committedOffset: lease.nextOffset,
  });
  return `${about.slice(0, -1)},"events":[${events.map(eventInJson).join(',')}]}`;
}
