import type { AcceptedSchema, EnforcedContract } from '#registry';
import { keywordReadingOf } from '#contract';
import {
  languageOf,
  type PayloadForm,
  type ReadSchema,
  type SchemaType,
  sourceReadAs,
} from '#schema';
import type { AcceptedSchemas, PreparedSchema } from '../contract-in-force.js';
import type { SchemaName } from '../payload.js';
import type { Compiled, CompiledSchemas } from './compiled-schemas.js';
import { namedOf } from './named-of.js';

/** Told when a schema the registry accepted does not compile here. */
export type OnUnusable = (contract: EnforcedContract, cause: unknown) => void;

/** Where schemas of contracts are compiled. */
export interface Workshop {
  readonly compiled: CompiledSchemas;
  readonly onUnusable: OnUnusable;
}

type Made = PreparedSchema | 'unusable' | 'no-message';

/** One schema in the forms that were asked for. Its text may not even be readable. */
interface InForms extends Compiled {
  readonly read: ReadSchema | undefined;
  readonly forms: Map<string, Made>;
}

/**
 * The schemas of one subject that a contract takes. Each is compiled in each form when first asked,
 * also when it failed, and again only where others were used since and it had to make room.
 */
export class SchemasOfSubject implements AcceptedSchemas {
  private readonly made = new Map<number, InForms>();

  /** @param of the schemas of one subject, and that subject */
  constructor(
    private readonly published: EnforcedContract,
    private readonly of: { readonly accepted: readonly AcceptedSchema[]; readonly subject: string },
    private readonly workshop: Workshop,
  ) {}

  typeOf(name: SchemaName): SchemaType | undefined {
    return namedOf(this.of, name)?.source.type;
  }

  get isEmpty(): boolean {
    return this.of.accepted.length === 0;
  }

  find(name: SchemaName | undefined, form: PayloadForm): ReturnType<AcceptedSchemas['find']> {
    const schema = name ? namedOf(this.of, name) : this.of.accepted[0];
    if (!schema) return 'not-accepted';
    const known = this.made.get(schema.id) ?? this.take(schema);
    known.usedAt = this.workshop.compiled.use();
    const key = form.message ? `${form.encoding} ${form.message.join()}` : form.encoding;
    const made = known.forms.get(key);
    if (made) return made;
    const prepared = this.prepare(schema, known.read, form);
    // Events may name any number of messages that there are not.
    if (prepared !== 'no-message') known.forms.set(key, prepared);
    return prepared;
  }

  /** Its contract is no longer in force. */
  release(): void {
    for (const each of this.made.values()) this.workshop.compiled.remove(each);
  }

  private take(schema: AcceptedSchema): InForms {
    const { compiled } = this.workshop;
    const taken: InForms = {
      ...{ read: this.read(schema), forms: new Map(), usedAt: compiled.use() },
      drop: () => this.made.delete(schema.id),
    };
    this.made.set(schema.id, taken);
    compiled.add(taken);
    return taken;
  }

  private prepare(
    { id, source }: AcceptedSchema,
    read: ReadSchema | undefined,
    form: PayloadForm,
  ): Made {
    const language = languageOf(source.type);
    if (!language || !read) return 'unusable';
    try {
      const payload = language.payload(read, form);
      if (!payload) return 'no-message';
      return { schema: read, payload: this.workshop.compiled.refused.rememberedBy(payload), id };
    } catch (cause) {
      this.workshop.onUnusable(this.published, cause);
      return 'unusable';
    }
  }

  private read({ source }: AcceptedSchema): ReadSchema | undefined {
    const { contract } = this.published;
    // A key has a subject of its own, of which the contract promises nothing.
    const isPromised = this.of.subject === contract.schema.subject;
    try {
      const promised = isPromised ? sourceReadAs(source, keywordReadingOf(contract)) : source;
      const read = languageOf(source.type)?.read(promised);
      if (read?.ok) return read.value;
      this.workshop.onUnusable(this.published, read?.error);
    } catch (cause) {
      this.workshop.onUnusable(this.published, cause);
    }
    return undefined;
  }
}
