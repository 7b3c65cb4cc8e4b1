import { Body, HttpCode, Post } from '@nestjs/common';
import { Problem } from '#kernel';
import { DialectController } from '../../http/confluent/dialect.js';
import { readJson } from '../../http/read-body.js';
import { isObject, type Members, present, readList, wrong } from '../../http/read-members.js';
import { TOPIC } from '../association.js';
import { DissolveAssociations } from '../dissolve-associations.js';
import { FindAssociations } from '../find-associations.js';
import { KeepAssociations } from '../keep-associations.js';
import { associationProblems } from '../problems.js';
import { resourceAnswer } from './association-answers.js';
import {
  type AssociationCall,
  Call,
  readAssociations,
  readLifecycle,
  readRequests,
  readResource,
  readSwitch,
  readType,
} from './read-association-requests.js';

const ROW = associationProblems.ASSOCIATION_INVALID;
const MULTI_STATUS = 207;

/** Many requests in one, each answered by itself: what one is refused for stops no other. */
@DialectController()
export class AssociationBatchesController {
  constructor(
    private readonly find: FindAssociations,
    private readonly keep: KeepAssociations,
    private readonly dissolve: DissolveAssociations,
  ) {}

  @Post('associations::batchGet')
  @HttpCode(MULTI_STATUS)
  async get(@Body() body: unknown) {
    const requests = readRequests(readJson(body));
    return { results: await Promise.all(requests.map((each) => answered(() => this.read(each)))) };
  }

  /** In order, so that a later request sees what an earlier one did. */
  @Post('associations::batchMutate')
  @HttpCode(MULTI_STATUS)
  async mutate(@Body() body: unknown, @Call() call: AssociationCall) {
    const results = [];
    for (const each of readRequests(readJson(body)))
      results.push(await answered(() => this.changeOne(each, call)));
    return { results };
  }

  private async read(request: Members) {
    const id = readText(request, 'resourceId');
    const name = readText(request, 'resourceName');
    const namespace = readText(request, 'resourceNamespace');
    if (id === undefined && (name === undefined || namespace === undefined))
      throw wrong(ROW, 'resourceId', 'name the resource by its id, or by its name and namespace');
    const found = await this.find.run({
      resource: {
        type: TOPIC,
        ...present('id', id),
        ...present('name', name),
        ...present('namespace', namespace),
      },
      types: readList(request['associationTypes'], 'associationTypes', ROW) ?? [],
      lifecycle: readLifecycle(request['lifecycle']),
    });
    const asked = { id: id ?? '', type: TOPIC, name: name ?? '', namespace: namespace ?? '' };
    return resourceAnswer(
      found[0]?.resource ?? asked,
      found.map((association) => ({ association })),
    );
  }

  /** Ops of one type: what a request creates or changes is all or nothing. */
  private async changeOne(request: Members, call: AssociationCall) {
    const { associations: list } = request;
    if (!Array.isArray(list) || list.length === 0)
      throw wrong(ROW, 'associations', 'cannot be null or empty');
    const ops = list.map((op: unknown) => (isObject(op) ? op : {}));
    const kinds = new Set(ops.map(({ opType }) => opType));
    const resource = readResource(request, call);
    if (kinds.size === 1 && kinds.has('DELETE')) {
      for (const op of ops) await this.deleteOne(resource.id, op, call);
      return resourceAnswer(resource, []);
    }
    if (kinds.size !== 1 || !(kinds.has('CREATE') || kinds.has('UPSERT')))
      throw wrong(ROW, 'opType', 'one request holds ops of one type: CREATE, UPSERT or DELETE');
    const asked = readAssociations(request, call, kinds.has('UPSERT'));
    return resourceAnswer(asked.resource, await this.keep.set(asked));
  }

  private deleteOne(
    id: string,
    op: Members,
    { isDryRun, createdBy: by }: AssociationCall,
  ): Promise<void> {
    return this.dissolve.run({
      resource: { id, type: TOPIC },
      types: [readType(op['associationType'])],
      isCascading: readSwitch(op['cascadeLifecycle'], 'cascadeLifecycle') ?? false,
      isDryRun,
      by,
    });
  }
}

function readText(members: Members, where: string): string | undefined {
  const value = members[where];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw wrong(ROW, where, 'must be a text');
}

async function answered<T>(work: () => Promise<T>) {
  try {
    return { result: await work() };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { row, message } = error;
    return { error: { error_code: row.confluent ?? row.http, message } };
  }
}
