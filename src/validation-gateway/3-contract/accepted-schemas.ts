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
import { namedOf } from './named-of.js';

/** Told when a schema the registry accepted does not compile here. */
export type OnUnusable = (contract: EnforcedContract, cause: unknown) => void;

type Made = PreparedSchema | 'unusable' | 'no-message';

/** Compiles each schema in each form when first asked, and never again, also when it failed. */
export class CompiledSchemas implements AcceptedSchemas {
  private readonly made = new Map<string, Made>();
  private readonly read = new Map<number, ReadSchema | undefined>();

  /** @param of the schemas of one subject, and that subject */
  constructor(
    private readonly published: EnforcedContract,
    private readonly of: { readonly accepted: readonly AcceptedSchema[]; readonly subject: string },
    private readonly onUnusable: OnUnusable,
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
    const key = `${schema.id} ${form.encoding} ${form.message?.join() ?? ''}`;
    let made = this.made.get(key);
    if (!made) {
      made = this.prepare(schema, form);
      this.made.set(key, made);
    }
    return made;
  }

  private prepare(schema: AcceptedSchema, form: PayloadForm): Made {
    try {
      const language = languageOf(schema.source.type);
      const read = this.read.get(schema.id) ?? this.readOnce(schema);
      if (!language || !read) return 'unusable';
      const payload = language.payload(read, form);
      return payload ? { schema: read, payload, id: schema.id } : 'no-message';
    } catch (cause) {
      this.onUnusable(this.published, cause);
      return 'unusable';
    }
  }

  private readOnce({ id, source }: AcceptedSchema): ReadSchema | undefined {
    const { contract } = this.published;
    // A key has a subject of its own, of which the contract promises nothing.
    const isPromised = this.of.subject === contract.schema.subject;
    const promised = isPromised ? sourceReadAs(source, keywordReadingOf(contract)) : source;
    const read = languageOf(source.type)?.read(promised);
    if (!read?.ok) this.onUnusable(this.published, read?.error);
    const schema = read?.ok ? read.value : undefined;
    this.read.set(id, schema);
    return schema;
  }
}
