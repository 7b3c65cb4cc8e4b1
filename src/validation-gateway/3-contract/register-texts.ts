import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isOutage, Problem, problem } from '#kernel';
import { RegisterSchema } from '#registry';
import type { SchemaType } from '#schema';
import type { ContractsInForce } from '../contract-in-force.js';
import type { ArrivedEvent } from '../event.js';
import type { Embedded, SchemaName } from '../payload.js';
import { gatewayProblems } from '../problems.js';
import { refuse } from '../verdict.js';
import { ContractSnapshots } from './contract-snapshots.js';

const DEFAULT_CONTEXT = '.';
const KNOWN_MAX = 10_000;

/**
 * Schemas written out in a request are registered, as the dialect promises: by the registry's own
 * way, with its compatibility, its limits and its modes. From then on they are an id, here and to
 * whoever sends the same text again.
 */
@Injectable()
export class RegisterTexts {
  private readonly known = new Map<string, number>();

  constructor(
    private readonly register: RegisterSchema,
    private readonly snapshots: ContractSnapshots,
  ) {}

  /** @param contracts tell the subject of a topic's values */
  async run(
    events: readonly ArrivedEvent[],
    contracts: ContractsInForce,
  ): Promise<readonly ArrivedEvent[]> {
    if (!bringsText(events)) return events;
    const named: ArrivedEvent[] = [];
    for (const event of events) named.push(await this.named(event, contracts));
    await this.snapshots.refresh();
    return named;
  }

  /** The same where a schema that is refused is the fault of its event alone. */
  async runEach(
    events: readonly ArrivedEvent[],
    contracts: ContractsInForce,
  ): Promise<readonly ArrivedEvent[]> {
    const each = events.map((event) =>
      this.run([event], contracts).then(
        ([named]) => named ?? event,
        (error: unknown) => {
          if (!(error instanceof Problem) || error.row.http === 503) throw error;
          return { ...event, fault: refuse('SCHEMA_NOT_ACCEPTED', { message: error.message }) };
        },
      ),
    );
    return Promise.all(each);
  }

  private async named(event: ArrivedEvent, contracts: ContractsInForce): Promise<ArrivedEvent> {
    const { embedded, topic = '', principal } = event;
    if (!embedded) return event;
    const [contract] = contracts.byTopic(topic);
    // Nobody promised anything about such a topic, so it will be refused, and registers nothing.
    if (!contract) return event;
    const { source } = contract.published;
    const subjects = { key: `${topic}-key`, value: contract.contract.schema.subject };
    const one = async (part: Embedded | undefined, of: 'key' | 'value') =>
      part && {
        ...part,
        schema: await this.nameOf(part, { subject: subjects[of], type: source.type, principal }),
      };
    return {
      ...event,
      embedded: { key: await one(embedded.key, 'key'), value: await one(embedded.value, 'value') },
    };
  }

  private async nameOf(
    { type, schema }: Embedded,
    by: { readonly subject: string; readonly type: SchemaType; readonly principal: string },
  ): Promise<SchemaName> {
    if (schema.by !== 'text') return schema;
    const asked = { ...by, subject: schema.subject ?? by.subject, type: type ?? by.type };
    const key = createHash('sha256')
      .update(JSON.stringify([asked.subject, asked.type, schema.text]))
      .digest('base64');
    let id = this.known.get(key);
    if (id === undefined) {
      id = await this.idOf(schema.text, asked);
      if (this.known.size >= KNOWN_MAX) this.known.clear();
      this.known.set(key, id);
    }
    return { by: 'id', id };
  }

  private async idOf(
    text: string,
    { subject, type, principal }: { subject: string; type: SchemaType; principal: string },
  ): Promise<number> {
    try {
      const { stored } = await this.register.run({
        name: { context: DEFAULT_CONTEXT, subject },
        draft: { type, text, references: [] },
        ...{ normalize: false, isForced: false, createdBy: principal || 'anonymous' },
      });
      return stored.schema.id;
    } catch (error) {
      if (isOutage(error))
        throw problem(gatewayProblems.SCHEMA_NOT_REGISTERED, undefined, { retryAfterSeconds: 1 });
      if (!(error instanceof Problem)) throw error;
      const { row, message, hint, extras } = error;
      throw new Problem({ ...row, confluent: row.http }, { message, hint }, extras);
    }
  }
}

/** Whether a schema is written out in one of them. */
export const bringsText = (events: readonly ArrivedEvent[]): boolean => events.some(hasText);

const hasText = ({ embedded }: ArrivedEvent): boolean =>
  embedded?.key?.schema.by === 'text' || embedded?.value?.schema.by === 'text';
